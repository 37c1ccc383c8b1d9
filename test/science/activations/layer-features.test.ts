import assert from "node:assert/strict";
import {describe, test} from "node:test";
import {layerFeatures} from "../../../science/activations/layer-features.ts";
import {bytesInMemory, type TensorData, writeTensors} from "../../../science/formats/tensors.ts";

function features(data: TensorData, shape: readonly number[] = [3, 4], layer = "conv") {
  return layerFeatures(bytesInMemory(writeTensors({conv: {shape, data}}), "activations.safetensors"), layer);
}
const numbers = (changed: Record<number, number> = {}) => Float32Array.from({length: 12}, (_, at) => changed[at] ?? at);

describe("features of a layer", () => {
  test("are read in part; further axes follow one after another", () => {
    assert.deepEqual([...features(numbers()).read(1, 2).values], [1, 2, 5, 6, 9, 10]);
    const {rows, columns} = features(numbers(), [3, 2, 2]);
    assert.deepEqual([rows, columns], [3, 4]);
  });

  for (const value of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])
    test(`that are ${value} are refused, by layer, picture and feature`, () => {
      const layer = features(numbers({6: value}));
      assert.throws(() => layer.read(1, 3), {
        name: "ActivationMistake",
        message: `activations.safetensors: layer "conv" is ${value} at picture 1, feature 2 (both count from 0); expected finite numbers`
      });
      assert.deepEqual([...layer.read(0, 2).values], [0, 1, 4, 5, 8, 9]);
    });

  test("must be there, and floats of 32 bits", () => {
    assert.throws(() => features(numbers(), [3, 4], "fc"), /no layer "fc"; there are conv/);
    assert.throws(() => features(new Float64Array(12)), /layer "conv" is F64 of shape \[3, 4\], expected F32/);
  });
});
