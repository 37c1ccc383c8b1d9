import {readFileSync, writeFileSync} from "node:fs";
import {z} from "zod";
import {UserMistake} from "../../runner/errors/user-mistake.ts";
import {defineStage, many, one, output} from "../../runner/stage/define-stage.ts";
import {openArtifact} from "../../runner/stage/open-artifact.ts";
import {layerFeatures, layersIn} from "../../science/activations/layer-features.ts";
import type {Row} from "../../science/formats/column.ts";
import {canonicalJson} from "../../science/formats/json.ts";
import {readTable, writeTable} from "../../science/formats/table.ts";
import {bytesInMemory} from "../../science/formats/tensors.ts";
import {onnxProduct} from "../../science/linear-algebra/onnx-product.ts";
import {metricOf} from "../../science/metrics/check-input.ts";
import {ceilingFormulas} from "../../science/metrics/explained-variance.ts";
import {PLS_COMPONENTS} from "../../science/metrics/metric.ts";
import {stimulusColumns} from "../../science/recordings/stimulus-table.ts";
import {ceilingSchema, commitmentSchema, neuroidColumns, type Scores} from "../../science/scoring/formats.ts";
import {readRecordings} from "../../science/scoring/recordings.ts";
import {scoreRegion} from "../../science/scoring/score-region.ts";

/** A model's layers against one region: the committed one or, where none is yet, all that were recorded. */
export default defineStage({
  params: z.strictObject({region: z.string(), metric: z.string()}),
  inputs: {
    activations: one("tensors"),
    recordings: one("tensors"),
    stimuli: one("table"),
    ceiling: one("json"),
    /** None or one */
    commitment: many("json")
  },
  outputs: {scores: output("scores.json", "json"), neuroids: output("neuroids.csv", "table")},
  typical: {seconds: 2, bytes: 60_000},
  async run({params: {region, metric: wanted}, inputs, outputs, log}) {
    const metric = metricOf(wanted);
    const recordings = readRecordings(bytesInMemory(readFileSync(inputs.recordings), "the recordings"));
    const stimuli = readTable(readFileSync(inputs.stimuli, "utf8"), stimulusColumns, {file: "stimuli.csv"});
    const ceiling = ceilingSchema.parse(JSON.parse(readFileSync(inputs.ceiling, "utf8"))).score;
    const file = openArtifact(inputs.activations, "the activations");
    const product = onnxProduct({threads: 1});
    const layers: Scores["layers"] = [];
    const rows: Row<typeof neuroidColumns>[] = [];
    try {
      const chosen = committed(inputs.commitment, region);
      for (const layer of chosen ?? layersIn(file)) {
        const source = layerFeatures(file, layer);
        if (!chosen && metric === "pls" && source.columns < PLS_COMPONENTS) {
          log(`${region} ${layer}: left out, ${source.columns} features for ${PLS_COMPONENTS} components`);
          continue;
        }
        const scored = await scoreRegion(source, {recordings, stimuli, metric}, product, `layer ${layer}`);
        const {score, error = Number.NaN, splits = [], neuroids = []} = scored;
        const ceiled = Object.entries(ceilingFormulas).map(([name, formula]) => {
          return [name, finite(formula(score, ceiling ?? Number.NaN))] as const;
        });
        const raw = {score: finite(score), error: finite(error), splits: splits.map(finite)};
        layers.push({layer, raw, ceiled: Object.fromEntries(ceiled)});
        neuroids.forEach((values, split) => {
          values.forEach((r, neuroid) => {
            rows.push({layer, split, neuroid: recordings.neuroids[neuroid] ?? "", r: finite(r)});
          });
        });
        log(`${region} ${layer}: r ${score.toFixed(4)} +- ${error.toFixed(4)}`);
      }
    } finally {
      file.close();
    }
    writeFileSync(outputs.scores, canonicalJson({region, metric, ceiling, layers} satisfies Scores));
    writeFileSync(outputs.neuroids, writeTable(rows, neuroidColumns));
  }
});

function committed(files: readonly string[], region: string): string[] | undefined {
  const [file] = files;
  if (file === undefined) return undefined;
  const layer = commitmentSchema.parse(JSON.parse(readFileSync(file, "utf8"))).regions[region];
  if (layer === undefined) throw new UserMistake(`no layer is committed to ${region}`, {file: "commitment.json"});
  return [layer];
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
