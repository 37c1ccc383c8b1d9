import {readFileSync, writeFileSync} from "node:fs";
import {z} from "zod";
import {defineStage, many, one, output} from "../../runner/stage/define-stage.ts";
import {writeTable} from "../../science/formats/table.ts";
import {behaviourSchema, scoresSchema} from "../../science/scoring/formats.ts";
import {type ModelRow, modelColumns} from "../../science/selection/published-tables.ts";

const summarySchema = z.looseObject({
  epochs: z.int(),
  parameters: z.int(),
  macs: z.int(),
  flops: z.int(),
  samples: z.int(),
  samplesSeen: z.int(),
  totalFlops: z.number(),
  accuracy: z.number().nullable()
});

/** One model's row of the table of models: what it is, what it cost, how it scores; the layout is the released one's. */
export default defineStage({
  params: z.strictObject({
    model: z.string(),
    family: z.string(),
    dataset: z.string(),
    /** 0: the full data set; null: untrained */
    perClass: z.int().min(0).nullable(),
    seed: z.int().min(0),
    formula: z.string()
  }),
  inputs: {summary: one("json"), scores: many("json"), behaviour: one("json")},
  outputs: {row: output("row.csv", "table")},
  typical: {seconds: 0.05, bytes: 500},
  run({params: {model, family, dataset, perClass, seed, formula}, inputs, outputs}) {
    const summary = summarySchema.parse(JSON.parse(readFileSync(inputs.summary, "utf8")));
    const behaviour = behaviourSchema.parse(JSON.parse(readFileSync(inputs.behaviour, "utf8")));
    const scores = inputs.scores.map((path) => scoresSchema.parse(JSON.parse(readFileSync(path, "utf8"))));
    const scoreOf = (region: string) => scores.find((one) => one.region === region)?.layers[0]?.ceiled[formula] ?? null;
    const trained = perClass !== null;
    const row: ModelRow = {
      model_id: [model, dataset, trained ? String(perClass || "full") : "untrained", `seed-${seed}`].join("_"),
      arch: model,
      arch_family: family,
      dataset,
      seed,
      n_params: summary.parameters,
      macs: summary.macs,
      flops: summary.flops,
      n_samples: trained ? summary.samples : 0,
      samples_per_class: perClass ?? 0,
      n_epochs: trained ? summary.epochs : 0,
      n_samples_seen: trained ? summary.samplesSeen : 0,
      total_flops: trained ? summary.totalFlops : null,
      acc: trained ? summary.accuracy : null,
      is_pretrained: false,
      is_random: !trained,
      is_ssl: false,
      is_ablation: false,
      is_open_clip: false,
      is_adv: false,
      ssl_method: null,
      adv_method: null,
      V1: scoreOf("V1"),
      V2: scoreOf("V2"),
      V4: scoreOf("V4"),
      IT: scoreOf("IT"),
      Behavioral: behaviour.ceiled.score
    };
    writeFileSync(outputs.row, writeTable([row], modelColumns));
  }
});
