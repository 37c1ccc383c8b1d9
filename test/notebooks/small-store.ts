import {cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {parse, stringify} from "yaml";
import {writeTable} from "../../science/formats/table.ts";
import {type ModelRow, modelColumns} from "../../science/selection/published-tables.ts";
import {projectRoot, vvs} from "../vvs.ts";

const SITE = "stages/site/site.yaml";

/** Settings under which the small store's results are fresh. */
export const FEW = ["--set", "fit.bootstraps=5"];

/** A copy of the project with the results that the notebooks show, made with few resamples. */
export interface SmallStore {
  folder: string;
  remove(): void;
}

/**
 * Makes every fit of the study with five resamples, and those of a simulated study whose models are not trained but
 * written down.
 */
export async function smallStore(): Promise<SmallStore> {
  const folder = mkdtempSync(join(tmpdir(), "vvs-notebooks-"));
  const remove = () => rmSync(folder, {recursive: true, force: true});
  for (const name of [
    "pipeline.yaml",
    "package.json",
    "package-lock.json",
    "stages",
    "science",
    "runner",
    "data",
    "notebooks"
  ])
    cpSync(join(projectRoot, name), join(folder, name), {recursive: true});
  symlinkSync(join(projectRoot, "node_modules"), join(folder, "node_modules"));
  writeFileSync(join(folder, "simulated.csv"), writeTable(simulatedModels(), modelColumns));
  const pipeline = join(folder, "pipeline.yaml");
  const study = parse(readFileSync(pipeline, "utf8"));
  if (!study.include.includes(SITE)) writeFileSync(pipeline, stringify({...study, include: [...study.include, SITE]}));
  const path = join(folder, "stages/mini.yaml");
  const mini = parse(readFileSync(path, "utf8"));
  mini.params.mini.bootstraps = 5;
  mini.stages.models = {
    command: "cp ${inputs.written} ${outputs.models}",
    inputs: {written: "./simulated.csv"},
    outputs: {models: "models.csv"}
  };
  writeFileSync(path, stringify(mini, {aliasDuplicateObjects: false}));
  const wanted = ["published", "fit", "recipe", "models", "mini_fit"];
  const {status, stderr} = await vvs(folder, ["run", ...wanted, ...FEW]);
  if (status !== 0) {
    remove();
    throw new Error(`the results that the notebooks show could not be made:\n${stderr}`);
  }
  return {folder, remove};
}

/** Models of two families whose alignment rises with compute along a power law. */
function simulatedModels(): ModelRow[] {
  return ["ResNet", "ViT"].flatMap((family, f) =>
    Array.from({length: 12}, (_, i): ModelRow => {
      const total = 1e11 * 3 ** i * (1 + f);
      const rise = 1 - (total / 1e11) ** -(0.1 + 0.02 * f);
      const [seen, size] = [1000 * (i + 1), 1e4 * (1 + f) * (i + 1)];
      return {
        model_id: `${family.toLowerCase()}-${i}`,
        arch: family.toLowerCase(),
        arch_family: family,
        dataset: i % 2 ? "objects" : "digits",
        seed: 0,
        n_params: size,
        macs: 1000,
        flops: 2000,
        n_samples: seen,
        samples_per_class: 4,
        n_epochs: 1,
        n_samples_seen: seen,
        total_flops: total,
        acc: rise,
        is_pretrained: false,
        is_random: false,
        is_ssl: false,
        is_ablation: false,
        is_open_clip: false,
        is_adv: false,
        ssl_method: null,
        adv_method: null,
        V1: 0.2 + 0.1 * rise,
        V2: 0.2 + 0.2 * rise,
        V4: 0.2 + 0.3 * rise,
        IT: 0.1 + 0.5 * rise,
        Behavioral: 0.6 * rise + 0.01 * (i % 3)
      };
    })
  );
}
