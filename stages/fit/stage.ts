import {readFileSync, writeFileSync} from "node:fs";
import {z} from "zod";
import {defineStage, one, output} from "../../runner/stage/define-stage.ts";
import {canonicalJson} from "../../science/formats/json.ts";
import {forms} from "../../science/scaling-laws/form.ts";
import {pointsSchema} from "../../science/scaling-laws/points.ts";
import {fitPoints} from "./assemble-fit.ts";
import {summaryOf} from "./summary.ts";

/** Fits a scaling law to the points of one experiment, and to their bootstrap resamples. */
export default defineStage({
  params: z.strictObject({
    form: z.enum(forms),
    delta: z.coerce.number().positive(),
    bootstraps: z.int().min(0),
    seed: z.int().min(0)
  }),
  inputs: {points: one("json")},
  outputs: {fit: output("fit.json", "json")},
  typical: {seconds: 1, bytes: 170_000},
  run({params, inputs, outputs, log}) {
    const points = pointsSchema.parse(JSON.parse(readFileSync(inputs.points, "utf8")));
    const fit = fitPoints(points, params);
    for (const line of summaryOf(fit)) log(line);
    writeFileSync(outputs.fit, canonicalJson(fit));
  }
});
