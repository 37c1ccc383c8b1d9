import assert from "node:assert/strict";
import {readFileSync} from "node:fs";
import {join} from "node:path";
import {describe, test} from "node:test";
import {parse} from "yaml";
import {readTable} from "../../../science/formats/table.ts";
import {experimentSchema} from "../../../science/scaling-laws/experiment.ts";
import {type Fit, fitSchema} from "../../../science/scaling-laws/fit.ts";
import {fitColumns, leaderboardColumns, modelColumns} from "../../../science/selection/published-tables.ts";
import {selectPoints} from "../../../science/selection/select-points.ts";
import {compareNumber, comparePrinted, comparisonSchema, roundsTo} from "../../../stages/report/comparison.ts";
import {equation, largestDifference, publishedParameters} from "../../../stages/report/curve.ts";
import {compareAll, type Results} from "../../../stages/report/report.ts";
import {compareCorrelations, compareLeaderboard} from "../../../stages/report/score-numbers.ts";
import {summary} from "../../../stages/report/summary.ts";

const root = join(import.meta.dirname, "../../..");
const text = (path: string) => readFileSync(join(root, path), "utf8");
const models = readTable(text("data/published/models.csv"), modelColumns);
const leaderboard = readTable(text("data/published/leaderboard.csv"), leaderboardColumns);
const published = readTable(text("data/published/fits.csv"), fitColumns);
const {experiments} = parse(text("stages/fit/experiments.yaml")).params;

/** The released fit of an experiment, as an artifact of ours without resamples. */
function releasedFit(experiment: string, changes: Partial<Fit> = {}): Fit {
  const spec = experimentSchema.parse(experiments[experiment]);
  const row = published.find((fit) => fit.experiment === experiment);
  assert.ok(row);
  const {x, X, Y, dropped} = selectPoints(models, spec, experiment);
  const {form, delta, seed} = spec;
  const parameters = publishedParameters(row, form);
  const range = X.map((values) => [Math.min(...values), Math.max(...values)]);
  const empty = {natural: {}, bootstrap: {losses: [], parameters: []}, intervals: {}, identifiability: {}};
  const fit = {experiment, form, x, n: Y.length, dropped, delta, seed, loss: row.loss, parameters, range, ...empty};
  return fitSchema.parse({...fit, ...changes});
}

const estimate = {value: 0.27, low: 0.22, high: 0.32};
const recipe = {
  cost: {m: 594.077, n: 1.02792, r2: 0.944, points: 444},
  units: {parameters: 1e5, samples: 1e4, compute: 1e9},
  parameter_exponent: estimate,
  sample_exponent: {value: 0.703, low: 0.656, high: 0.754},
  G: {value: 0.934, low: 0.8, high: 1, released: 1.07},
  resamples: {all: 1000, used: 1000, without_optimum: 0},
  budgets: []
};

function resultsOf(fits: Fit[]): Results {
  return {fits: new Map(fits.map((fit) => [fit.experiment, fit])), recipe, models, leaderboard, published};
}

const everything = resultsOf(published.map(({experiment}) => releasedFit(experiment)));

describe("agreement of two numbers", () => {
  test("is their relative difference; a reason stands only where they differ", () => {
    const same = compareNumber("x", 2, 2, "why");
    assert.deepEqual(same, {name: "x", ours: 2, published: 2, agreement: 0, reason: ""});
    assert.equal(compareNumber("x", 1.98, 2, "why").agreement?.toFixed(9), "-0.010000000");
    assert.equal(compareNumber("x", 1.98, 2, "why").reason, "why");
    assert.equal(compareNumber("x", 0.002, 0, "why").agreement, 0.002);
  });

  test("with a printed number asks for its digits alone", () => {
    assert.ok(roundsTo(0.4768, "0.48"));
    assert.ok(roundsTo(3.176e-22, "3.18e-22"));
    assert.ok(!roundsTo(0.4743, "0.48"));
    assert.equal(comparePrinted("x", 0.0622, "0.06", "why").reason, "");
  });
});

describe("curves", () => {
  test("are written as in the study's legends", () => {
    assert.equal(equation("power_law", {e: -0.648792, a: -0.599449, alpha: 0.156928}, ["C"]), "0.48 - 0.55 C^-0.16");
    const two = {e: -0.65935253, a: -1.70736889, alpha: 0.57966427, b: -0.69490718, beta: 0.22247486};
    assert.equal(equation("chinchilla", two, ["N", "D"]), "0.48 - 0.18 N^-0.58 - 0.50 D^-0.22");
    const shifted = {e: -0.577776, a: 6.8699, lambda: 4.93924, alpha: 0.690104};
    assert.equal(equation("power_law_shift", shifted, ["C"]), "0.44 - 10^2.98 (C+10^4.94)^-0.69");
  });

  test("whose shift has run away are written as the exponential that they have become", () => {
    const lambda = 10;
    const alpha = 10 ** lambda / 5e4;
    const away = {e: -0.53, a: Math.log(0.4) + alpha * Math.log(10 ** lambda), lambda, alpha};
    assert.equal(equation("power_law_shift", away, ["C"]), "0.41 - 0.40 exp(-C/10^4.70)");
  });

  test("differ by their largest gap over the data", () => {
    const fit = releasedFit("compute_neuro");
    assert.equal(largestDifference(fit, fit.parameters), 0);
    const raised = {...fit.parameters, e: Math.log(Math.exp(fit.parameters.e ?? 0) + 0.01)};
    assert.ok(Math.abs(largestDifference(fit, raised) - 0.01) < 1e-12);
  });
});

describe("numbers of the tables agree with the paper to every printed digit", () => {
  test("correlation of accuracy with each score", () => {
    for (const {name, reason} of compareCorrelations(models)) assert.equal(reason, "", name);
  });

  test("R^2 and p of private against public scores", () => {
    const rows = compareLeaderboard(models, leaderboard);
    assert.equal(rows.length, 12);
    for (const {name, reason} of rows) assert.equal(reason, "", name);
  });
});

describe("the comparison", () => {
  const rows = compareAll(everything);

  test("has a name of its own for each number, and fits its schema", () => {
    assert.equal(new Set(rows.map(({name}) => name)).size, rows.length);
    assert.deepEqual(comparisonSchema.parse(rows), rows);
  });

  test("of the released fits with themselves differs only in what is known to", () => {
    const differing = rows.filter(({reason}) => reason !== "").map(({name}) => name);
    const known = [/^paper, pretrained, Fig S2: (prefactor|exponent)$/, /^G$/, /^exponent of parameters/];
    assert.deepEqual(
      differing.filter((name) => !known.some((pattern) => pattern.test(name))),
      []
    );
  });

  test("names the setting that differs from the released one", () => {
    const reason = (changes: Partial<Fit>) =>
      compareAll(resultsOf([releasedFit("compute_neuro", {loss: 1, ...changes})])).find(
        ({name}) => name === "compute_neuro: loss"
      )?.reason;
    assert.equal(reason({delta: 0.01}), "fitted with delta 0.01, the released fit with 0.001");
    assert.equal(reason({}), "ours is higher than the released optimum");
    assert.match(reason({loss: 0.01}) ?? "", /^ours is lower/);
  });
});

describe("the summary", () => {
  const lines = summary(everything, compareAll(everything)).split("\n");

  test("fits a terminal: at most 45 lines of 110 characters", () => {
    assert.ok(lines.length <= 46, `${lines.length} lines`);
    for (const line of lines) assert.ok(line.length <= 110, line);
  });

  test("has our equation beside the published one, and how far apart they are", () => {
    assert.ok(
      lines.includes(
        "neural, Fig 1b           620  0.48 - 0.55 C^-0.16                  0.48 - 0.55 C^-0.16                       0"
      )
    );
  });

  test("is made from whatever fits there are", () => {
    const one = resultsOf([releasedFit("simclr_neuro")]);
    assert.match(summary(one, compareAll(one)), /SimCLR neural, Fig 7a {5}35 {2}0\.42 - 1\.40 C\^-0\.30/);
  });
});
