import assert from "node:assert/strict";
import {readFileSync} from "node:fs";
import {before, describe, test} from "node:test";
import {featuresOf} from "../../../science/linear-algebra/features.ts";
import {type Matrix, matrix, rowOf, selectRows} from "../../../science/linear-algebra/matrix.ts";
import {plainProduct} from "../../../science/linear-algebra/products.ts";
import {i2n} from "../../../science/metrics/i2n.ts";
import {internalConsistency} from "../../../science/metrics/internal-consistency.ts";
import {type MetricResult, scoreMetric} from "../../../science/metrics/metric.ts";
import {KeyedStream} from "../../../science/random/keyed-stream.ts";
import {observedTrials, observerProbabilities} from "../../../science/ventral-stream/observer.ts";
import {type Region, regions} from "../../../science/ventral-stream/regions.ts";
import {simulateVentralStream, type VentralStream} from "../../../science/ventral-stream/simulate.ts";
import {noisyTrials} from "../../../science/ventral-stream/trials.ts";
import {gratings} from "./gratings.ts";

const CLASSES = 12;
const PER_CLASS = 20;
const neuroids = {V1: 30, V2: 30, V4: 30, IT: 30};
const {images, shown} = gratings(CLASSES, PER_CLASS);
const every = (step: number) => shown.map((_, image) => image).filter((image) => image % step === 0);

let stream: VentralStream;
before(() => {
  stream = simulateVentralStream(images, shown, {seed: 1, neuroids});
});

/** PLS by some of the images. */
function prediction(source: Matrix, target: Matrix, chosen: readonly number[]): Promise<MetricResult> {
  return scoreMetric("pls", {
    source: featuresOf(selectRows(source, chosen)),
    target: selectRows(target, chosen),
    groups: chosen.map((image) => shown[image]!.class),
    product: plainProduct
  });
}

async function predicted(...wanted: Parameters<typeof prediction>): Promise<number> {
  return (await prediction(...wanted)).score;
}

/** Means over the trials, images x neurons. */
function averaged(region: Region, reliability: number): Matrix {
  const repetitions = 4;
  const trials = noisyTrials(1, region, stream.signals[region], {repetitions, reliability});
  const {rows, columns} = stream.signals[region];
  const means = matrix(rows, columns);
  for (const [at, response] of trials.entries()) {
    const neuron = Math.floor(at / (repetitions * rows));
    means.values[(at % rows) * columns + neuron]! += response / repetitions;
  }
  return means;
}

describe("a simulated ventral stream", () => {
  test("is the same when made again; of another seed it is another", () => {
    const few = {V1: 3, V2: 3, V4: 3, IT: 3};
    const {signals} = simulateVentralStream(images, shown, {seed: 1, neuroids: few});
    const {signals: others} = simulateVentralStream(images, shown, {seed: 2, neuroids: few});
    for (const region of regions) {
      const first = Array.from({length: images.count}, (_, image) => [
        ...rowOf(stream.signals[region], image).subarray(0, 3)
      ]);
      assert.deepEqual([...signals[region].values], first.flat(), `${region}, with more neurons`);
      assert.notDeepEqual(others[region].values, signals[region].values);
    }
  });

  test("has responses of mean 0 and variance 1", () => {
    for (const region of regions) {
      const {rows, columns, values} = stream.signals[region];
      for (let j = 0; j < columns; j++) {
        const column = Array.from({length: rows}, (_, i) => values[i * columns + j]!);
        const mean = column.reduce((sum, value) => sum + value, 0) / rows;
        const variance = column.reduce((sum, value) => sum + value * value, 0) / rows;
        assert.ok(Math.abs(mean) < 1e-9 && Math.abs(variance - 1) < 1e-9);
      }
    }
  });

  test("is as reliable as was set, within the error of the ceiling", () => {
    for (const [region, reliability] of [
      ["V1", 0.88],
      ["IT", 0.6]
    ] as const) {
      const repetitions = 20;
      const signals = stream.signals[region];
      const trials = noisyTrials(1, region, signals, {repetitions, reliability});
      const count = repetitions * signals.rows;
      const responses = matrix(count, signals.columns);
      for (const [at, response] of trials.entries())
        responses.values[(at % count) * signals.columns + Math.floor(at / count)] = response;
      const {score} = internalConsistency({
        responses,
        images: Array.from({length: count}, (_, trial) => String(trial % signals.rows)),
        repetitions: Array.from({length: count}, (_, trial) => Math.floor(trial / signals.rows))
      });
      // Deviation of a correlation over 240 images, about (1 - r^2) / sqrt(240), over 30 neurons.
      assert.ok(Math.abs(score - reliability) < 0.02, `${region}: ${score}, set ${reliability}`);
    }
  });

  test("is predicted by its own noise-free responses, the better the more images there are", async () => {
    for (const region of ["V1", "IT"] as const) {
      const target = averaged(region, 0.8);
      const [few, all] = [
        await predicted(stream.signals[region], target, every(2)),
        await predicted(stream.signals[region], target, every(1))
      ];
      assert.ok(all > few + 0.01, `${region}: ${few} from 120 images, ${all} from 240`);
      // No predictor can exceed the root of the reliability.
      assert.ok(all > 0.75 && all < Math.sqrt(0.8) + 0.03, `${region}: ${all}`);
    }
  });

  test("is predicted from V4 as scikit-learn's PLS predicts it", async () => {
    const golden = JSON.parse(readFileSync(new URL("pls.golden.json", import.meta.url), "utf8"));
    const {splits} = await prediction(stream.signals.V4, stream.signals.IT, every(1));
    for (const [split, score] of splits!.entries())
      assert.ok(Math.abs(score - golden.splits[split]) < 1e-9, `split ${split}: ${score}, ${golden.splits[split]}`);
  });

  test("is not predicted by random features", async () => {
    const random = new KeyedStream(5);
    const features = matrix(
      images.count,
      50,
      Float64Array.from({length: images.count * 50}, () => random.normal())
    );
    const score = await predicted(features, stream.signals.IT, every(1));
    assert.ok(Math.abs(score) < 0.12, String(score));
  });

  test("is predicted better from a neighbouring region than from a far one", async () => {
    const {V1, V2, V4} = stream.signals;
    const [near, far] = [await predicted(V2, V4, every(1)), await predicted(V1, V4, every(1))];
    assert.ok(near > far, `V4 from V2 ${near}, from V1 ${far}`);
  });
});

describe("a simulated observer", () => {
  const classes = Array.from({length: CLASSES}, (_, label) => `class ${label}`);
  const ids = shown.map((_, image) => String(image));

  test("is right in 80% of its choices, and confuses some pairs far more than others", () => {
    const probabilities = [...observerProbabilities(shown, stream.space).values].filter(
      (value) => !Number.isNaN(value)
    );
    const mean = probabilities.reduce((sum, value) => sum + value, 0) / probabilities.length;
    assert.ok(Math.abs(mean - 0.8) < 1e-6);
    probabilities.sort((a, b) => a - b);
    const [low, high] = [0.05, 0.95].map((share) => probabilities[Math.floor(share * probabilities.length)]!);
    assert.ok(high! - low! > 0.3, `${low} to ${high}`);
  });

  test("is explained by its own probabilities up to the ceiling", () => {
    const right = observerProbabilities(shown, stream.space);
    const trials = observedTrials(1, right, 160);
    const own = matrix(images.count, CLASSES);
    for (const [at, probability] of right.values.entries())
      own.values[at] = Number.isNaN(probability) ? 1 : (1 - probability) / probability;
    const {ceiling, ceiled} = i2n(
      {images: ids, objects: classes, probabilities: own},
      {
        images: trials.map(({image}) => ids[image]!),
        samples: trials.map(({image}) => shown[image]!.class),
        distractors: trials.map(({distractor}) => classes[distractor]!),
        choices: trials.map(({image, distractor, correct}) => (correct ? shown[image]!.class : classes[distractor]!))
      }
    );
    assert.ok(ceiling.score > 0.15, String(ceiling.score));
    assert.ok(Math.abs(ceiled.score - 1) < 0.15, String(ceiled.score));
  });

  test("offers each pair of objects both ways", () => {
    const trials = observedTrials(1, observerProbabilities(shown, stream.space), 8);
    const pairs = new Set(trials.map(({image, distractor}) => `${shown[image]!.label} ${distractor}`));
    assert.equal(pairs.size, CLASSES * 8);
    for (const pair of pairs) assert.ok(pairs.has(pair.split(" ").reverse().join(" ")), pair);
  });
});
