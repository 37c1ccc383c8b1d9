import assert from "node:assert/strict";
import {readFileSync} from "node:fs";
import {describe, test} from "node:test";
import {matrix, matrixOf} from "../../../science/linear-algebra/matrix.ts";
import {falseAlarmsOfProbabilities} from "../../../science/metrics/choices.ts";
import {i2n, normalisedDprimes} from "../../../science/metrics/i2n.ts";
import {assertClose} from "./close.ts";

/** Brain-Score's own values: 6 objects x 10 images, 50 trials an image. */
const golden = JSON.parse(readFileSync(new URL("i2n.golden.json", import.meta.url), "utf8"));
const {objects, images, truth, expected}: {objects: string[]; images: string[]; truth: string[]; expected: Expected} =
  golden;
const coded: [image: number, distractor: number, choice: number][] = golden.trials;
const model = {images, objects, probabilities: matrixOf(golden.probabilities)};
const trials = {
  images: coded.map(([image]) => images[image]!),
  samples: coded.map(([image]) => truth[image]!),
  distractors: coded.map(([, distractor]) => objects[distractor]!),
  choices: coded.map(([, , choice]) => objects[choice]!)
};

interface Expected {
  score_raw: number;
  score_error: number;
  score_per_split: number[];
  ceiling: number;
  ceiling_error: number;
  ceiling_per_split: number[];
  ceiled_score: number;
}

describe("Brain-Score's values", () => {
  const {raw, ceiling, ceiled} = i2n(model, trials);

  test("the correlation with each first half of the trials", () => {
    assertClose(raw.splits, expected.score_per_split);
    assertClose([raw.score, raw.error], [expected.score_raw, expected.score_error]);
  });

  test("the ceiling, of half with half", () => {
    assertClose(ceiling.splits, expected.ceiling_per_split);
    assertClose([ceiling.score, ceiling.error], [expected.ceiling, expected.ceiling_error]);
  });

  test("the ceiled score, r / sqrt(c) of each split", () => assertClose([ceiled.score], [expected.ceiled_score]));
});

test("the order of the model's images and objects does not matter", () => {
  const [rows, columns] = [images.length, objects.length];
  const mirrored = {
    images: images.toReversed(),
    objects: objects.toReversed(),
    probabilities: matrix(rows, columns, model.probabilities.values.toReversed())
  };
  assertClose(i2n(mirrored, trials).raw.splits, expected.score_per_split);
});

test("a model without one of the images or objects is refused", () => {
  assert.throws(() => i2n({...model, images: images.with(3, "another")}, trials), /no probabilities for image/);
  assert.throws(() => i2n({...model, objects: objects.with(2, "another")}, trials), /no probabilities for object/);
});

test("certain answers are clipped at d' of 5, and cells without a value stay empty", () => {
  const probabilities = matrixOf([
    [1, 0, 0],
    [0.5, 0.25, 0.25],
    [0.2, 0.6, 0.2],
    [0.1, 0.1, 0.8]
  ]);
  const truths = Int32Array.of(0, 0, 1, 2);
  const dprimes = normalisedDprimes(falseAlarmsOfProbabilities({table: probabilities, truth: truths}), truths);
  assert.deepEqual(
    [...dprimes.values].map((value) => Number.isNaN(value)),
    [true, false, false, true, false, false, false, true, false, false, false, true]
  );
  assert.ok(dprimes.values.every((value) => Number.isNaN(value) || Math.abs(value) <= 10));
});
