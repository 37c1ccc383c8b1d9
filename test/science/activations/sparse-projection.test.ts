import assert from "node:assert/strict";
import {describe, test} from "node:test";
import {sparseProjection} from "../../../science/activations/sparse-projection.ts";
import {KeyedStream} from "../../../science/random/keyed-stream.ts";

const FEATURES = 4000;
const COMPONENTS = 800;

describe("the sparse random projection", () => {
  const stream = new KeyedStream(7);
  const vectors = [0, 1].map(() => Float32Array.from({length: FEATURES}, () => stream.normal()));
  const projected = (seed: number) => {
    const projection = sparseProjection(FEATURES, COMPONENTS, seed);
    return vectors.map((vector) => {
      const into = new Float32Array(COMPONENTS);
      projection.project(vector, into);
      return into;
    });
  };
  const squared = (a: Float32Array = new Float32Array(), b: Float32Array = new Float32Array()) =>
    a.reduce((sum, value, at) => sum + (value - (b[at] ?? 0)) ** 2, 0);

  test("keeps distances, within what so many components allow", () => {
    const ratios = [1, 2, 3, 4, 5].map((seed) => {
      const [a, b] = projected(seed);
      return squared(a, b) / squared(vectors[0], vectors[1]);
    });
    for (const ratio of ratios) assert.ok(Math.abs(ratio - 1) < 5 * Math.sqrt(2 / COMPONENTS), `${ratios}`);
  });

  test("is the same for the same seed, and another for another", () => {
    assert.deepEqual(projected(3), projected(3));
    assert.notDeepEqual(projected(3), projected(4));
  });
});
