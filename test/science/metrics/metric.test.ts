import assert from "node:assert/strict";
import {readFileSync} from "node:fs";
import {describe, test} from "node:test";
import {featuresOf} from "../../../science/linear-algebra/features.ts";
import {type Matrix, matrix, matrixOf} from "../../../science/linear-algebra/matrix.ts";
import {plainProduct} from "../../../science/linear-algebra/products.ts";
import {type MetricName, scoreMetric} from "../../../science/metrics/metric.ts";
import {assertClose} from "./close.ts";
import {randomMatrix} from "./random-matrix.ts";

/** Computed by Brain-Score's own code, under scikit-learn 1.2.1 and scipy 1.10.1. */
const golden = JSON.parse(readFileSync(new URL("metrics.golden.json", import.meta.url), "utf8"));
const source = matrixOf(golden.X);
const target = matrixOf(golden.Y);

const score = (name: MetricName, X: Matrix, Y: Matrix, groups?: string[]) =>
  scoreMetric(name, {source: featuresOf(X), target: Y, product: plainProduct, ...(groups ? {groups} : {})});

describe("Brain-Score's values", () => {
  const published: [MetricName, string][] = [
    ["pls", "pls"],
    ["ridge", "ridge"],
    ["linear", "linear_predictivity"],
    ["neuron_to_neuron", "neuron_to_neuron"]
  ];
  for (const [name, original] of published)
    test(`${name}: splits x neuroids`, async () => {
      const expected = golden.expected[original];
      const found = await score(name, source, target, golden.stratum);
      assertClose(found.neuroids!.flat(), expected.raw_split_by_neuroid.flat());
      assertClose([found.score, found.error!], [expected.score, expected.error]);
    });

  for (const name of ["rdm", "cka", "cka_biased"] as const)
    test(`${name} over all images`, async () => {
      const found = await score(name, source, target);
      assertClose([found.score], [golden.expected[name].score]);
      assert.equal(found.error, undefined);
    });

  for (const name of ["rdm_cv", "cka_cv"] as const)
    test(`${name} over ten draws`, async () => {
      const expected = golden.expected[name];
      const found = await score(name, source, target, golden.stratum);
      assertClose(found.splits!, expected.raw);
      assertClose([found.score, found.error!], [expected.score, expected.error]);
    });
});

describe("what must hold for any arrays", () => {
  const X = randomMatrix(60, 40, 1);
  const Y = randomMatrix(60, 3, 2);

  test("a shift of features or responses changes no score", async () => {
    const shift = ({rows, columns, values}: Matrix, by: number) =>
      matrix(
        rows,
        columns,
        values.map((v) => v + by)
      );
    for (const name of ["pls", "ridge", "linear", "neuron_to_neuron", "cka", "cka_biased"] as const) {
      const plain = await score(name, X, Y);
      const shifted = await score(name, shift(X, 3), shift(Y, -7));
      assertClose([shifted.score], [plain.score], 1e-9, name);
    }
  });

  test("responses that are among the features are found", async () => {
    const wide = randomMatrix(60, 90, 3);
    const copied = matrix(
      60,
      2,
      Float64Array.from({length: 120}, (_, i) => wide.values[(i >> 1) * 90 + (i % 2) * 50]!)
    );
    assertClose([(await score("neuron_to_neuron", wide, copied)).score], [1]);
    assertClose([(await score("linear", randomMatrix(60, 30, 3), randomMatrix(60, 30, 3))).score], [1]);
    for (const name of ["rdm", "rdm_cv", "cka", "cka_biased", "cka_cv"] as const)
      assertClose([(await score(name, X, X)).score], [1], 1e-9, name);
  });

  test("a response that does not vary has no correlation, and the others keep theirs", async () => {
    const still = matrix(
      60,
      3,
      Y.values.map((value, i) => (i % 3 === 1 ? 4.25 : value))
    );
    for (const name of ["ridge", "neuron_to_neuron"] as const) {
      const found = await score(name, X, still);
      const whole = await score(name, X, Y);
      for (const [s, row] of found.neuroids!.entries())
        assertClose(row, [whole.neuroids![s]![0]!, null, whole.neuroids![s]![2]!]);
    }
  });

  test("independent wide features: biased alignment is near 1, unbiased near 0", async () => {
    const [a, b] = [randomMatrix(40, 600, 4), randomMatrix(40, 600, 5)];
    assert.ok((await score("cka_biased", a, b)).score > 0.9);
    assert.ok(Math.abs((await score("cka", a, b)).score) < 0.1);
  });
});
