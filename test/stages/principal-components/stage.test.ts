import assert from "node:assert/strict";
import {readFileSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {describe, test} from "node:test";
import {bytesInMemory, readTensor, readTensorHeader, writeTensors} from "../../../science/formats/tensors.ts";
import {Mt19937} from "../../../science/random/mt19937.ts";
import stage from "../../../stages/principal-components/stage.ts";
import {withFolder} from "../../temporary-folder.ts";
import {withStageRun} from "../run-stage.ts";

const PICTURES = 5;

/** Activations of layers of some widths; the first 3 features of each are all that varies. */
function activations(pictures: number, widths: Readonly<Record<string, number>>, seed: number): Uint8Array {
  const random = new Mt19937(seed);
  const layers = Object.entries(widths).map(([name, width]) => {
    const data = Float32Array.from({length: pictures * width}, (_, at) => (at % width < 3 ? random.normal() : 1));
    return [name, {shape: [pictures, width], data}] as const;
  });
  return writeTensors(Object.fromEntries(layers), {preprocessing: "study"});
}

function reduced<T>(
  fitted: Readonly<Record<string, number>>,
  use: (file: ReturnType<typeof bytesInMemory>, log: string[]) => T
): Promise<T> {
  return withFolder({}, (folder) => {
    const inputs = {activations: join(folder, "stimuli"), fitting: join(folder, "fitting")};
    writeFileSync(inputs.activations, activations(PICTURES, {narrow: 4, wide: 40}, 1));
    writeFileSync(inputs.fitting, activations(20, fitted, 2));
    return withStageRun(stage, {components: 6}, inputs, (outputs, log) =>
      use(bytesInMemory(readFileSync(outputs.activations)), log)
    );
  });
}

describe("layers as principal components", () => {
  test("keep the distances between pictures where what varies has fewer dimensions; narrow ones are as they were", () =>
    reduced({narrow: 4, wide: 40}, (file, log) => {
      const header = readTensorHeader(file);
      const before = bytesInMemory(activations(PICTURES, {narrow: 4, wide: 40}, 1));
      const [wide, whole] = [file, before].map((from) => readTensor(from, readTensorHeader(from), "wide", "F32"));
      assert.deepEqual(wide?.shape, [PICTURES, 3]);
      assert.ok(wide && whole);
      const distance = ({shape, data}: typeof wide, a: number, b: number) => {
        const width = shape[1] ?? 0;
        return Math.hypot(...Array.from({length: width}, (_, k) => data[a * width + k]! - data[b * width + k]!));
      };
      for (let a = 0; a < PICTURES; a++)
        for (let b = 0; b < a; b++) assert.ok(Math.abs(distance(wide, a, b) - distance(whole, a, b)) < 1e-5);
      assert.deepEqual(
        readTensor(file, header, "narrow", "F32"),
        readTensor(before, readTensorHeader(before), "narrow", "F32")
      );
      assert.deepEqual(header.metadata, {preprocessing: "study", components: "6", fitted_on: "20 pictures"});
      assert.deepEqual(log, [
        "narrow: 4 features, left as they are",
        "wide: 40 features, 3 components of 20 pictures hold 100.00% of their variance"
      ]);
    }));

  test("need the same layers to be fitted on", () =>
    assert.rejects(
      reduced({narrow: 4}, () => undefined),
      /the activations to fit on lack the layer "wide"/
    ));
});
