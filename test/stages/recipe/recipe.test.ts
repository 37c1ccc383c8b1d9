import assert from "node:assert/strict";
import {readFileSync} from "node:fs";
import {join} from "node:path";
import {describe, test} from "node:test";
import {parse} from "yaml";
import {readTable} from "../../../science/formats/table.ts";
import {allocation, lawOf, misalignment} from "../../../science/scaling-laws/allocation.ts";
import {experimentSchema} from "../../../science/scaling-laws/experiment.ts";
import {type Fit, fitSchema} from "../../../science/scaling-laws/fit.ts";
import {recipeSchema} from "../../../science/scaling-laws/recipe.ts";
import {modelColumns} from "../../../science/selection/published-tables.ts";
import {selectPoints} from "../../../science/selection/select-points.ts";
import {recipe} from "../../../stages/recipe/recipe.ts";

const root = join(import.meta.dirname, "../../..");
const models = readTable(readFileSync(join(root, "data/published/models.csv"), "utf8"), modelColumns);
const {experiments} = parse(readFileSync(join(root, "stages/fit/experiments.yaml"), "utf8")).params;
const points = selectPoints(models, experimentSchema.parse(experiments.compute_chinchilla), "compute_chinchilla");
const flops = new Map(models.map(({model_id, total_flops}) => [model_id, total_flops]));
const totalFlops = points.ids.map((id) => flops.get(id) ?? Number.NaN);

/** The released fit's parameters, printed to eight decimals. */
const released = {e: -0.65935253, a: -1.70736889, alpha: 0.57966427, b: -0.69490718, beta: 0.22247486};

function fitWith(resamples: Fit["bootstrap"]["parameters"]): Fit {
  return fitSchema.parse({
    experiment: "compute_chinchilla",
    form: "chinchilla",
    x: points.x,
    n: points.Y.length,
    dropped: 0,
    delta: 1e-3,
    seed: 42,
    loss: 0.015,
    parameters: released,
    natural: {},
    bootstrap: {losses: resamples.map(() => 0.015), parameters: resamples},
    intervals: {},
    identifiability: {},
    range: []
  });
}

function near(actual: number | undefined, expected: number, relative: number, what = "") {
  assert.ok(Math.abs((actual ?? Number.NaN) / expected - 1) < relative, `${what} ${actual} is not ${expected}`);
}

const made = recipe(fitWith([released]), points.X, totalFlops);

describe("the compute-optimal recipe of the released fit", () => {
  test("compute is a power of parameters times samples over the 444 runs", () => {
    assert.equal(made.cost.points, 444);
    near(made.cost.n, 1.02792, 1e-6);
    near(made.cost.m, 594.077, 1e-6);
    near(made.cost.r2, 0.944, 1e-3);
  });

  test("samples grow as C^0.70 and parameters as C^0.27; the released code has 1 / G for G", () => {
    near(made.parameter_exponent.value, 0.2698, 2e-4);
    near(made.sample_exponent.value, 0.703, 2e-4);
    near(made.G.value, 0.93393, 1e-5);
    near(made.G.released, 1.07074, 1e-5);
  });

  test("N*, D* and S at each budget, and what the released code draws", () => {
    const expected: [number, number, number, number, number, number][] = [
      [1e16, 1.29e6, 1.002e7, 0.3343, 1.479e6, 8.738e6],
      [1e17, 2.401e6, 5.056e7, 0.3792, 2.753e6, 4.41e7],
      [1e18, 4.469e6, 2.551e8, 0.4106, 5.124e6, 2.225e8],
      [1e19, 8.319e6, 1.288e9, 0.4324, 9.538e6, 1.123e9],
      [1e20, 1.548e7, 6.499e9, 0.4477, 1.775e7, 5.668e9]
    ];
    for (const [compute, parameters, samples, alignment, theirParameters, theirSamples] of expected) {
      const row = made.budgets.find((budget) => budget.compute === compute);
      near(row?.parameters.value, parameters, 5e-4, "N*");
      near(row?.samples.value, samples, 5e-4, "D*");
      near(row?.alignment.value, alignment, 2e-4, "S");
      near(row?.parameters.released, theirParameters, 5e-4, "released N");
      near(row?.samples.released, theirSamples, 5e-4, "released D");
      assert.ok((row?.alignment.value ?? 0) - (row?.alignment.released ?? 0) > 0);
    }
  });

  test("is where a brute-force search over the budget line finds the least misalignment", () => {
    const law = lawOf(released);
    const {cost, units} = made;
    for (const {compute, parameters, samples, alignment} of made.budgets) {
      const product = (compute / units.compute / cost.m) ** (1 / cost.n);
      const at = (logN: number) => misalignment(law, Math.exp(logN), product / Math.exp(logN));
      let [low, high] = [Math.log(1e-3), Math.log(1e6)];
      while (high - low > 1e-9) {
        const [left, right] = [low + (high - low) / 3, high - (high - low) / 3];
        if (at(left) < at(right)) high = right;
        else low = left;
      }
      const best = Math.exp(low);
      near(parameters.value, best * units.parameters, 1e-6, "N*");
      near(samples.value, (product / best) * units.samples, 1e-6, "D*");
      near(alignment.value, 1 - at(low), 1e-12, "S");
    }
  });

  test("fits its schema", () => {
    assert.deepEqual(recipeSchema.parse(structuredClone(made)), made);
  });
});

describe("resamples", () => {
  test("without a best split are left out of the intervals and counted", () => {
    const falling = {...released, alpha: -0.1};
    const flat = {...released, beta: 0};
    const {resamples, parameter_exponent} = recipe(fitWith([released, falling, flat]), points.X, totalFlops);
    assert.deepEqual(resamples, {all: 3, used: 1, without_optimum: 2});
    assert.equal(parameter_exponent.low, parameter_exponent.value);
  });

  test("give intervals of each number at each budget", () => {
    const steeper = {...released, alpha: 0.7};
    const {budgets, sample_exponent} = recipe(fitWith([released, steeper]), points.X, totalFlops);
    assert.ok((sample_exponent.high ?? 0) > sample_exponent.value);
    for (const {parameters} of budgets) assert.ok((parameters.low ?? 0) < (parameters.high ?? 0));
  });

  test("may all be missing: intervals are then null", () => {
    assert.deepEqual(recipe(fitWith([]), points.X, totalFlops).G.low, null);
  });
});

test("there is no best split where alpha or beta is not positive", () => {
  assert.equal(allocation({E: 0.5, A: 1, alpha: -0.2, B: 1, beta: 0.3}, {m: 1, n: 1}), undefined);
  assert.throws(
    () => recipe({...fitWith([]), parameters: {...released, beta: -1}}, points.X, totalFlops),
    /no split is best/
  );
  assert.throws(
    () => recipe({...fitWith([]), form: "power_law"}, points.X, totalFlops),
    /needs parameters and samples/
  );
});
