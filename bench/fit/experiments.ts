import {readFileSync} from "node:fs";
import {parse} from "yaml";
import {z} from "zod";
import {readTable} from "../../science/formats/table.ts";
import {experimentSchema} from "../../science/scaling-laws/experiment.ts";
import type {Form} from "../../science/scaling-laws/form.ts";
import {modelColumns} from "../../science/selection/published-tables.ts";
import {selectPoints} from "../../science/selection/select-points.ts";
import {checkedPoints} from "../../stages/fit/check-points.ts";

/** One of the study's curves, ready to fit, and what the authors released for it. */
export interface Case {
  name: string;
  form: Form;
  delta: number;
  seed: number;
  x: number[][];
  y: number[];
  released: number;
  /** Sorted bootstrap losses, where a copy of the released ones is at hand. */
  releasedBootstrap: number[] | undefined;
}

const study = z.object({params: z.object({experiments: z.record(z.string(), experimentSchema)})});
const reference = z.record(z.string(), z.object({bootstrap_losses_sorted: z.array(z.number()).optional()}));

/** The 43 experiments, from the project's own tables. */
export function studyCases(only: RegExp): Case[] {
  const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");
  const models = readTable(read("data/published/models.csv"), modelColumns);
  const {experiments} = study.parse(parse(read("stages/fit/experiments.yaml"))).params;
  const [header = "", ...lines] = read("data/published/fits.csv").trim().split("\n");
  const loss = header.split(",").indexOf("loss");
  const released = new Map(lines.map((line) => [line.split(",")[0], Number(line.split(",")[loss])]));
  const bootstraps = releasedBootstraps();
  return Object.entries(experiments)
    .filter(([name]) => only.test(name))
    .map(([name, {form, delta, seed, bootstraps: _, ...selection}]) => {
      const {x, y} = checkedPoints(selectPoints(models, selection, name), form);
      return {
        name,
        form,
        delta,
        seed,
        x: x.map((values) => Array.from(values)),
        y: Array.from(y),
        released: released.get(name) ?? Number.NaN,
        releasedBootstrap: bootstraps[name]?.bootstrap_losses_sorted
      };
    });
}

/** reference_fits.json of the folder VVS_MIRROR, if there is one. */
function releasedBootstraps(): z.output<typeof reference> {
  const mirror = process.env.VVS_MIRROR;
  if (!mirror) return {};
  try {
    return reference.parse(JSON.parse(readFileSync(`${mirror}/reference_fits.json`, "utf8")));
  } catch {
    return {};
  }
}
