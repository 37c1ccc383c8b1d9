import assert from "node:assert/strict";
import {describe, test} from "node:test";
import type {Network} from "../../../science/networks/network.ts";
import {drawMasks} from "../../../science/numerics/masks.ts";
import {probeBlock} from "../../../science/numerics/onnx/block.ts";
import {compileTraining, sizeOf} from "../../../science/numerics/onnx/compile-training.ts";
import {openRuntime, type Runtime} from "../../../science/numerics/onnx/runtime.ts";
import {Pcg64} from "../../../science/random/pcg64.ts";
import {formulaBatch, formulaWeights} from "./formula-tensors.ts";
import {layerNetworks} from "./layer-networks.ts";
import {crossEntropy, evaluate} from "./reference-network.ts";

const BATCH = 3;
const STEP = 1e-5;
const TOLERANCE = 1e-4;
/** Entries of each parameter whose slope is measured; the linear classifier has many. */
const ENTRIES = 25;

const runtime = await openRuntime();
const block = await probeBlock(runtime);

const layouts = block === undefined ? [undefined] : [block, undefined];
const nameOf = (layout: number | undefined) => (layout === undefined ? "standard" : "blocked");

describe(`gradients of ${layouts.map(nameOf).join(" and of ")} graphs are those of finite differences`, () => {
  for (const network of layerNetworks)
    test(network.name, async () => {
      const measured = measuredGradients(network);
      for (const layout of layouts) {
        const computed = await computedGradients(runtime, network, layout);
        for (const [name, slopes] of measured) {
          const largest = Math.max(...[...slopes.values()].map(Math.abs), 1e-2);
          for (const [entry, slope] of slopes) {
            const value = computed.get(name)![entry]!;
            assert.ok(
              Math.abs(value - slope) < TOLERANCE * largest,
              `${nameOf(layout)}, ${name}[${entry}]: computed ${value}, measured ${slope}`
            );
          }
        }
      }
    });
});

function inputsOf(network: Network) {
  const options = {batch: BATCH, loss: {kind: "cross-entropy"}, optimiser: sgd} as const;
  const program = compileTraining(network, {...options, gradients: true});
  const words = new Pcg64(1);
  const masks = drawMasks(program.masks, () => words.nextUint32());
  return {...formulaBatch(network, BATCH), weights: formulaWeights(network), masks, specs: program.masks, options};
}

const sgd = {kind: "sgd", momentum: 0, weightDecay: 0} as const;

/** By central differences of a loss in double precision. */
function measuredGradients(network: Network): Map<string, Map<number, number>> {
  const {images, targets, weights, masks, specs} = inputsOf(network);
  const doubles = new Map([...weights].map(([name, {data}]) => [name, Float64Array.from(data)]));
  const options = {
    batch: BATCH,
    training: true,
    masks: new Map(specs.map(({node}, i) => [node, Float64Array.from(masks[i]!)]))
  };
  const [x, t] = [Float64Array.from(images), Float64Array.from(targets)];
  const loss = () => crossEntropy(evaluate(network, doubles, x, options).at(-1)!, t, BATCH);
  const learnt = [...doubles].filter(([name]) => !name.includes("running"));
  return new Map(
    learnt.map(([name, values]) => {
      const stride = Math.max(1, Math.floor(values.length / ENTRIES));
      const slopes = new Map<number, number>();
      for (let i = 0; i < values.length; i += stride) {
        const value = values[i]!;
        values[i] = value + STEP;
        const above = loss();
        values[i] = value - STEP;
        slopes.set(i, (above - loss()) / (2 * STEP));
        values[i] = value;
      }
      return [name, slopes];
    })
  );
}

async function computedGradients(runtime: Runtime, network: Network, block: number | undefined) {
  const {images, targets, weights, masks, options} = inputsOf(network);
  const program = compileTraining(network, {...options, block, gradients: true});
  const session = await runtime.session(program.bytes);
  const feeds = {
    images: runtime.tensor(images, [BATCH, ...program.imageShape]),
    targets: runtime.tensor(targets, [BATCH, program.classes]),
    "learning rate": runtime.tensor(Float32Array.of(0.1), []),
    ...Object.fromEntries(program.masks.map(({node, shape}, i) => [`mask ${node}`, runtime.tensor(masks[i]!, shape)])),
    ...Object.fromEntries(
      program.groups.flatMap(({name, tensors, length}) => {
        const vector = new Float32Array(length);
        vector.set(tensors.flatMap((tensor) => [...weights.get(tensor.name)!.data]));
        const names = name === "buffers" ? [name] : [name, `${name} momentum`];
        return names.map((each) => [each, runtime.tensor(vector, [length])] as const);
      })
    )
  };
  const results = await session.run(feeds);
  const gradients = new Map<string, Float32Array>();
  for (const {name, tensors} of program.groups) {
    const vector = results[`gradient ${name}`]?.data;
    if (!(vector instanceof Float32Array)) continue;
    let offset = 0;
    for (const tensor of tensors) {
      const size = sizeOf(tensor.shape);
      gradients.set(tensor.name, vector.subarray(offset, offset + size));
      offset += size;
    }
  }
  await session.release();
  return gradients;
}
