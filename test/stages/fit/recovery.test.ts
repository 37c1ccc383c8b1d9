import assert from "node:assert/strict";
import {describe, test} from "node:test";
import {alignment, type Form, misalignment, type Parameters} from "../../../science/scaling-laws/form.ts";
import {predictionBand} from "../../../science/scaling-laws/prediction-band.ts";
import {fitPoints} from "../../../stages/fit/assemble-fit.ts";
import {pointsOf, scatteredPoints} from "./synthetic.ts";

const median = (values: number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;
const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);

describe("points exactly on a curve give the curve back", () => {
  const grid = (count: number, low: number, high: number) =>
    Array.from({length: count}, (_, i) => low * (high / low) ** (i / (count - 1)));
  const products = (first: number[], second: number[]) => [
    first.flatMap((value) => second.map(() => value)),
    first.flatMap(() => second)
  ];
  const examples: [string, Form, Parameters, number[][]][] = [
    ["power law", "power_law", {e: -0.65, a: -0.6, alpha: 0.157}, [grid(20, 0.01, 1e6)]],
    ["power law that rises", "power_law", {e: -0.9, a: -2, alpha: -0.12}, [grid(20, 1, 1e5)]],
    ["steep power law", "power_law", {e: -0.5, a: 0.2, alpha: 1.6}, [grid(12, 1, 1e3)]],
    ["shifted power law", "power_law_shift", {e: -0.7, a: 4.2, lambda: 3, alpha: 0.6}, [grid(30, 1, 1e7)]],
    [
      "two-variable law",
      "chinchilla",
      {e: -0.66, a: -1.7, alpha: 0.58, b: -0.69, beta: 0.22},
      products(grid(6, 3, 3e3), grid(6, 10, 1e6))
    ]
  ];
  for (const [name, form, truth, X] of examples)
    test(name, () => {
      const Y = X[0]!.map((_, i) =>
        misalignment(
          form,
          truth,
          X.map((values) => values[i]!)
        )
      );
      const {loss, parameters} = fitPoints(pointsOf(X, Y), {form, delta: 1e-3, bootstraps: 0, seed: 42});
      assert.ok(loss < 1e-15, `loss ${loss}`);
      for (const [parameter, value] of Object.entries(truth)) {
        const found = parameters[parameter]!;
        assert.ok(Math.abs(found - value) < 1e-4 * Math.max(1, Math.abs(value)), `${parameter} ${found}, not ${value}`);
      }
    });
});

/**
 * The fewest of `count` independent intervals that must cover the truth if each does with probability `rate`:
 * fewer happen once in a thousand times.
 */
function fewestCovered(count: number, rate: number): number {
  let probability = rate ** count;
  let above = 0;
  let covered = count;
  while (above + probability < 1 - 1e-3) {
    above += probability;
    probability *= (covered / (count - covered + 1)) * ((1 - rate) / rate);
    covered--;
  }
  return covered;
}

interface Experiment {
  form: Form;
  truth: Parameters;
  ranges: [number, number][];
  /** Where predictions are compared. */
  at: number[][];
  tables: number;
}

const experiments: Experiment[] = [
  {
    form: "power_law",
    truth: {e: -0.65, a: -0.3, alpha: 0.25},
    ranges: [[1, 1e6]],
    at: [[2], [1e3], [5e5]],
    tables: 60
  },
  {
    form: "power_law_shift",
    truth: {e: -0.7, a: 4.2, lambda: 3, alpha: 0.6},
    ranges: [[1, 1e6]],
    at: [[2], [1e3], [5e5]],
    tables: 12
  },
  {
    form: "chinchilla",
    truth: {e: -0.66, a: -1.2, alpha: 0.58, b: -0.5, beta: 0.3},
    ranges: [
      [1, 1e4],
      [1, 1e6]
    ],
    at: [
      [2, 2],
      [100, 1e3],
      [5e3, 5e5]
    ],
    tables: 12
  }
];

for (const {form, truth, ranges, at, tables} of experiments)
  describe(`${tables} noisy tables of a known ${form}, 80 points and 100 resamples each`, () => {
    const fits = Array.from({length: tables}, (_, seed) =>
      fitPoints(scatteredPoints(form, truth, {n: 80, ranges, noise: 0.03, seed}), {
        form,
        delta: 1e-3,
        bootstraps: 100,
        seed: 42
      })
    );
    const least = fewestCovered(tables, 0.95);
    const within = (value: number, [low, high]: readonly (number | null)[]) =>
      low !== null && high !== null && low !== undefined && high !== undefined && low <= value && value <= high;

    for (const [name, value] of Object.entries(truth)) {
      test(`${name}: at least ${least} intervals of 95 % cover the truth`, () => {
        const covered = fits.filter(({intervals}) => within(value, intervals[name] ?? [])).length;
        assert.ok(covered >= least, `${covered} of ${tables}`);
      });

      test(`${name}: half of the estimates lie to each side of the truth, within their spread`, () => {
        const estimates = fits.map(({parameters}) => parameters[name]!);
        const centre = median(estimates);
        const spread = median(estimates.map((estimate) => Math.abs(estimate - centre))) * 1.4826;
        // Four standard errors of a median.
        const allowed = (4 * 1.2533 * spread) / Math.sqrt(tables);
        assert.ok(Math.abs(centre - value) < allowed, `${centre}, not ${value} to ${allowed}`);
      });
    }

    test(`predictions: at least ${least} bands cover the true alignment at each of three x`, () => {
      at.forEach((x, i) => {
        const expected = alignment(form, truth, x);
        const covered = fits.filter((fit) => {
          const {low, high} = predictionBand(fit, at);
          return low[i]! <= expected && expected <= high[i]!;
        }).length;
        assert.ok(covered >= least, `${covered} of ${tables} at ${x}`);
      });
    });

    test("bands are no wider than they need be: about as wide as the spread of the predictions themselves", () => {
      at.forEach((x, i) => {
        const predictions = fits.map((fit) => alignment(form, fit.parameters, x));
        const mean = sum(predictions) / tables;
        const deviation = Math.sqrt(sum(predictions.map((value) => (value - mean) ** 2)) / (tables - 1));
        const width = median(
          fits.map((fit) => {
            const {low, high} = predictionBand(fit, at);
            return high[i]! - low[i]!;
          })
        );
        const ratio = width / (2 * 1.96 * deviation);
        assert.ok(ratio > 0.6 && ratio < 1.7, `${ratio} at ${x}`);
      });
    });
  });
