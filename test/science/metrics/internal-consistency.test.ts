import assert from "node:assert/strict";
import {readFileSync} from "node:fs";
import {test} from "node:test";
import {matrix, matrixOf} from "../../../science/linear-algebra/matrix.ts";
import {explainedVariance} from "../../../science/metrics/explained-variance.ts";
import {internalConsistency, spearmanBrown} from "../../../science/metrics/internal-consistency.ts";
import {repetitionAverage} from "../../../science/metrics/trials.ts";
import {Mt19937} from "../../../science/random/mt19937.ts";
import {assertClose} from "./close.ts";

/** Brain-Score's own values: unequal repetitions, rows shuffled, two values missing. */
const golden = JSON.parse(readFileSync(new URL("ceiling.golden.json", import.meta.url), "utf8"));
const rows: (number | null)[][] = golden.responses;
const trials = {
  responses: matrixOf(rows.map((row) => row.map((value) => value ?? Number.NaN))),
  images: golden.stimulus_id,
  repetitions: golden.repetition
};

test("trials are averaged by image, without missing values, sorted by image", () => {
  const {images, responses} = repetitionAverage(trials);
  assert.deepEqual(images, golden.expected.averaged_stimulus_id);
  assertClose(responses.values, golden.expected.averaged.flat());
});

test("an image without a recorded trial has no average", () => {
  const responses = matrixOf([[Number.NaN], [2], [4]]);
  const average = repetitionAverage({responses, images: ["b", "a", "a"], repetitions: [0, 0, 1]});
  assert.deepEqual(average.images, ["a", "b"]);
  assert.deepEqual([...average.responses.values], [3, Number.NaN]);
});

test("the ceiling, splits x neuroids", () => {
  const {neuroids, score, error} = internalConsistency(trials);
  assertClose(neuroids.flat(), golden.expected.raw_split_by_neuroid.flat());
  assertClose([score, error], [golden.expected.ceiling, golden.expected.ceiling_error]);
});

test("the ceiling of trials without noise is 1", () => {
  const images = Array.from({length: 60}, (_, i) => `image ${i % 15}`);
  const responses = matrix(
    60,
    2,
    Float64Array.from({length: 120}, (_, i) => Math.sin((i >> 1) % 15) + (i % 2))
  );
  const repetitions = images.map((_, i) => Math.floor(i / 15));
  assertClose([internalConsistency({responses, images, repetitions}).score], [1]);
});

test("the ceiling is the reliability of the mean over all trials", () => {
  const [imageCount, repetitionCount, noise] = [400, 10, 2];
  const random = new Mt19937(3);
  const signal = Float64Array.from({length: imageCount}, () => random.normal());
  const count = imageCount * repetitionCount;
  const {score} = internalConsistency({
    responses: matrix(
      count,
      1,
      Float64Array.from({length: count}, (_, i) => signal[i % imageCount]! + noise * random.normal())
    ),
    images: Array.from({length: count}, (_, i) => `image ${i % imageCount}`),
    repetitions: Array.from({length: count}, (_, i) => Math.floor(i / imageCount))
  });
  const reliability = 1 / (1 + noise ** 2 / repetitionCount);
  assert.ok(Math.abs(score - reliability) < 0.05, `${score} for ${reliability}`);
});

test("Spearman and Brown: half the trials at r make all of them 2r / (1 + r)", () => {
  assert.deepEqual([0, 0.5, 1].map(spearmanBrown), [0, 2 / 3, 1]);
});

test("a raw score is set against its ceiling by either formula", () => {
  for (const {raw, ceiling, current_r2_over_c, legacy_r_over_c_squared} of golden.explained_variance_cases) {
    const scored = {score: raw, error: 0.01};
    const current = explainedVariance(scored, ceiling, "r^2/c");
    const legacy = explainedVariance(scored, ceiling, "(r/c)^2");
    assertClose([current.score, legacy.score], [current_r2_over_c, legacy_r_over_c_squared]);
    assert.deepEqual(legacy, {score: legacy.score, error: 0.01, raw, ceiling, formula: "(r/c)^2"});
  }
});
