import assert from "node:assert/strict";
import {existsSync, readFileSync} from "node:fs";
import {join} from "node:path";
import {describe, test} from "node:test";
import {parse} from "yaml";
import {z} from "zod";
import {readTable} from "../../../science/formats/table.ts";
import {experimentSchema} from "../../../science/scaling-laws/experiment.ts";
import {alignment, type Form, forms, type Parameters, parameterNames} from "../../../science/scaling-laws/form.ts";
import {fitColumns, modelColumns, type PublishedFit} from "../../../science/selection/published-tables.ts";
import {selectPoints} from "../../../science/selection/select-points.ts";
import {logSpaced} from "../../../science/statistics/log-spaced.ts";
import {checkedPoints} from "../../../stages/fit/check-points.ts";
import {fitScalingLaw, type ScalingLaw} from "../../../stages/fit/fit-scaling-law.ts";
import {named} from "./synthetic.ts";

const root = join(import.meta.dirname, "../../..");
const read = (path: string) => readFileSync(join(root, path), "utf8");
const models = readTable(read("data/published/models.csv"), modelColumns);
const published = readTable(read("data/published/fits.csv"), fitColumns);
const {experiments} = z
  .object({params: z.object({experiments: z.record(z.string(), experimentSchema)})})
  .parse(parse(read("stages/fit/experiments.yaml"))).params;

function pointsOf(name: string): {form: Form; x: Float64Array[]; y: Float64Array} {
  const experiment = experiments[name];
  assert.ok(experiment, `no experiment ${name}`);
  return {form: experiment.form, ...checkedPoints(selectPoints(models, experiment, name), experiment.form)};
}

function fit(name: string, bootstraps: number): ScalingLaw {
  const {delta = Number.NaN, seed = Number.NaN} = experiments[name] ?? {};
  return fitScalingLaw(pointsOf(name), {delta, seed, bootstraps});
}

/** Fits whose parameters the data determine so well that any two good optimisers must agree on them. */
function isSharp({experiment, form, n}: PublishedFit): boolean {
  const vague = ["simclr_v1", "region_v1_group1", "parameter_pretrained_scaling"];
  return form === "power_law" && n > 12 && !experiment.includes("behavior") && !vague.includes(experiment);
}

function releasedParameters(row: PublishedFit): Parameters {
  const form = forms.find((known) => known === row.form);
  assert.ok(form, row.form);
  const cells = new Map<string, unknown>(Object.entries(row));
  return named(
    form,
    parameterNames(form).map((name) => Number(cells.get(name)))
  );
}

test("the 43 experiments are those of the release", () => {
  assert.deepEqual(Object.keys(experiments).sort(), published.map(({experiment}) => experiment).sort());
  assert.equal(published.length, 43);
});

describe("each of the 43 fits has as many points as the released one, and a loss that is no higher", () => {
  for (const row of published)
    test(row.experiment, () => {
      const {form, x, y} = pointsOf(row.experiment);
      assert.equal(form, row.form);
      assert.equal(y.length, row.n);
      const {original} = fit(row.experiment, 0);
      assert.ok(original.loss <= row.loss * (1 + 1e-6), `${original.loss}, released ${row.loss}`);

      const parameters = named(form, original.parameters);
      const released = releasedParameters(row);
      if (isSharp(row)) {
        for (const [name, value] of Object.entries(released))
          assert.ok(Math.abs(parameters[name]! / value - 1) < 5e-3, `${name} ${parameters[name]}, released ${value}`);
        return;
      }
      // Here the reference's optimiser stopped on its way to e = -infinity, at about -21; the bound is solved instead.
      if (released.e! < -15) assert.equal(parameters.e, Math.log(1e-18));
      const axes = x.map((values) => logSpaced(Math.min(...values), Math.max(...values), 12));
      const [first = [], second] = axes;
      const grid = first.flatMap((value) => (second ? second.map((other) => [value, other]) : [[value]]));
      const apart = Math.max(
        ...grid.map((at) => Math.abs(alignment(form, parameters, at) - alignment(form, released, at)))
      );
      const lower = original.loss < row.loss * (1 - 1e-6);
      assert.ok(apart < 1e-3 || lower, `curves ${apart} apart, losses ${original.loss} and ${row.loss}`);
    });
});

describe("every resample of the release, by rank of its loss, is fitted as well or better", () => {
  const file = join(process.env.VVS_MIRROR ?? "", "reference_fits.json");
  const skip =
    process.env.VVS_MIRROR && existsSync(file)
      ? false
      : "the released resamples are not here (VVS_MIRROR names the folder of reference_fits.json)";
  const reference = z.record(z.string(), z.object({bootstrap_losses_sorted: z.array(z.number()).optional()}));
  for (const name of ["compute_neuro", "simclr_avg", "sample_imagenet21kP_scaling"])
    test(name, {skip}, () => {
      const released = reference.parse(JSON.parse(readFileSync(file, "utf8")))[name]?.bootstrap_losses_sorted;
      assert.equal(released?.length, 1000);
      const losses = fit(name, 1000)
        .bootstrap.map(({loss}) => loss)
        .sort((a, b) => a - b);
      const short = released.flatMap((loss, rank) =>
        losses[rank]! > loss * (1 + 1e-6) + 1e-12 ? [`rank ${rank}: ${losses[rank]}, released ${loss}`] : []
      );
      assert.deepEqual(short, []);
    });
});
