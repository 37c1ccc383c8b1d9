import type {Network, Node, Operation, Parameter} from "../../../science/networks/network.ts";

const parameter = (name: string, shape: readonly number[], value?: number): Parameter => ({
  name,
  shape,
  initial: value === undefined ? {kind: "normal", deviation: 1} : {kind: "constant", value}
});

const convolution = (
  name: string,
  shape: readonly number[],
  rest: {stride?: number; padding?: number; groups?: number; bias?: boolean} = {}
): Operation => {
  const {stride = 1, padding = 0, groups = 1, bias = true} = rest;
  const [outs = 0, , height = 1, width = 1] = shape;
  return {
    op: "convolution",
    kernel: [height, width],
    stride,
    padding,
    groups,
    weight: parameter(`${name}.weight`, shape),
    ...(bias ? {bias: parameter(`${name}.bias`, [outs], 0)} : {})
  };
};

const linear = (name: string, outs: number, ins: number): Operation => ({
  op: "linear",
  weight: parameter(`${name}.weight`, [outs, ins]),
  bias: parameter(`${name}.bias`, [outs], 0)
});

const batchNorm = (name: string, channels: number): Operation => ({
  op: "batch-norm",
  scale: parameter(`${name}.weight`, [channels], 1),
  shift: parameter(`${name}.bias`, [channels], 0),
  mean: {name: `${name}.running_mean`, shape: [channels], value: 0.1},
  variance: {name: `${name}.running_var`, shape: [channels], value: 1.5},
  epsilon: 1e-5,
  momentum: 0.1
});

const layerNorm = (name: string, width: number): Operation => ({
  op: "layer-norm",
  scale: parameter(`${name}.weight`, [width], 1),
  shift: parameter(`${name}.bias`, [width], 0),
  epsilon: 1e-6
});

type Step = readonly [operation: Operation, shape: readonly number[], inputs?: readonly number[]];

const CLASSES = 3;

/**
 * A network that has the steps between a convolution, so that their own input's gradient is seen in its weights, and a
 * linear classifier. Steps number from 2; a step reads the one before unless it says otherwise.
 */
function around(name: string, [channels, size]: readonly [number, number], steps: readonly Step[]): Network {
  const nodes: Node[] = [
    {operation: {op: "input"}, inputs: [], shape: [3, size, size]},
    {operation: convolution("first", [channels, 3, 1, 1], {bias: false}), inputs: [0], shape: [channels, size, size]}
  ];
  for (const [operation, shape, inputs] of steps) nodes.push({operation, shape, inputs: inputs ?? [nodes.length - 1]});
  const layers = nodes.map((_, node) => ({name: `node ${node}`, node}));
  const width = nodes.at(-1)!.shape.reduce((product, count) => product * count, 1);
  nodes.push({operation: {op: "flatten"}, inputs: [nodes.length - 1], shape: [width]});
  nodes.push({operation: linear("head", CLASSES, width), inputs: [nodes.length - 1], shape: [CLASSES]});
  return {name, family: "test", nodes, layers};
}

const tokens = (steps: readonly Step[]): readonly Step[] => [
  [{op: "to-tokens"}, [9, 12]],
  ...steps,
  [{op: "select-token", index: 1}, [steps.at(-1)?.[1][1] ?? 12]]
];

/** Small networks, each around one kind of layer; together they have every operation of the IR. */
export const layerNetworks: readonly Network[] = [
  around("convolution, padded", [16, 5], [[convolution("layer", [16, 16, 3, 3], {padding: 1}), [16, 5, 5]]]),
  around(
    "convolution, channels that fill no block",
    [6, 5],
    [[convolution("layer", [20, 6, 3, 3], {padding: 1}), [20, 5, 5]]]
  ),
  around("convolution, stride 2", [6, 6], [[convolution("layer", [5, 6, 3, 3], {stride: 2, padding: 1}), [5, 3, 3]]]),
  around(
    "convolution, stride 2, odd size, large kernel",
    [4, 7],
    [[convolution("layer", [5, 4, 5, 5], {stride: 2, padding: 2}), [5, 4, 4]]]
  ),
  around(
    "convolution, stride 3, uncovered edge",
    [4, 9],
    [[convolution("layer", [5, 4, 4, 4], {stride: 3, padding: 1}), [5, 3, 3]]]
  ),
  around(
    "convolution, 1x1, stride 2",
    [6, 5],
    [[convolution("layer", [5, 6, 1, 1], {stride: 2, bias: false}), [5, 3, 3]]]
  ),
  around("convolution, oblong kernel", [4, 5], [[convolution("layer", [5, 4, 1, 3]), [5, 5, 3]]]),
  around("convolution, groups", [6, 4], [[convolution("layer", [4, 3, 3, 3], {groups: 2, padding: 1}), [4, 4, 4]]]),
  around(
    "convolution, patches of channels last",
    [8, 4],
    [
      [layerNorm("norm", 8), [8, 4, 4]],
      [convolution("layer", [5, 8, 2, 2], {stride: 2}), [5, 2, 2]]
    ]
  ),
  around(
    "depthwise convolution",
    [20, 5],
    [[convolution("layer", [20, 1, 3, 3], {padding: 1, groups: 20}), [20, 5, 5]]]
  ),
  around(
    "depthwise convolution, stride 2",
    [6, 5],
    [[convolution("layer", [6, 1, 3, 3], {stride: 2, padding: 1, groups: 6, bias: false}), [6, 3, 3]]]
  ),
  around("batch norm", [6, 4], [[batchNorm("layer", 6), [6, 4, 4]]]),
  around(
    "batch norm, sum, rectifier",
    [6, 4],
    [
      [convolution("layer", [6, 6, 1, 1], {bias: false}), [6, 4, 4], [1]],
      [batchNorm("norm", 6), [6, 4, 4]],
      [{op: "add"}, [6, 4, 4], [3, 1]],
      [{op: "relu"}, [6, 4, 4]]
    ]
  ),
  around("layer norm of a map", [12, 3], [[layerNorm("layer", 12), [12, 3, 3]]]),
  around("rectifier", [6, 4], [[{op: "relu"}, [6, 4, 4]]]),
  around("gelu", [6, 4], [[{op: "gelu"}, [6, 4, 4]]]),
  around("silu", [6, 4], [[{op: "silu"}, [6, 4, 4]]]),
  around("max pool, overlapping", [6, 7], [[{op: "max-pool", kernel: 3, stride: 2, padding: 1}, [6, 4, 4]]]),
  around("average pool, uneven windows", [6, 5], [[{op: "average-pool", size: [2, 3]}, [6, 2, 3]]]),
  around("average pool, global", [6, 5], [[{op: "average-pool", size: [1, 1]}, [6, 1, 1]]]),
  around(
    "squeeze and excitation",
    [20, 4],
    [
      [{op: "average-pool", size: [1, 1]}, [20, 1, 1]],
      [convolution("squeeze", [5, 20, 1, 1]), [5, 1, 1]],
      [{op: "silu"}, [5, 1, 1]],
      [convolution("excite", [20, 5, 1, 1]), [20, 1, 1]],
      [{op: "sigmoid"}, [20, 1, 1]],
      [{op: "multiply"}, [20, 4, 4], [1, 6]]
    ]
  ),
  around(
    "channel scale of a map",
    [6, 4],
    [[{op: "channel-scale", scale: parameter("layer", [6, 1, 1], 0.5)}, [6, 4, 4]]]
  ),
  around(
    "tokens and back to a map",
    [12, 3],
    [
      [{op: "to-tokens"}, [9, 12]],
      [{op: "to-map"}, [12, 3, 3]]
    ]
  ),
  around(
    "attention",
    [12, 3],
    tokens([
      [layerNorm("norm", 12), [9, 12]],
      [linear("layer.qkv", 36, 12), [9, 36]],
      [{op: "attention", heads: 3}, [9, 12]]
    ])
  ),
  around(
    "class token and positions",
    [12, 3],
    tokens([
      [{op: "add-position", position: parameter("position", [1, 9, 12])}, [9, 12]],
      [{op: "prepend-token", token: parameter("token", [1, 1, 12])}, [10, 12]],
      [layerNorm("layer", 12), [10, 12]],
      [{op: "channel-scale", scale: parameter("scale", [12], 0.5)}, [10, 12]]
    ])
  ),
  around(
    "perceptron and attention of whole blocks",
    [16, 4],
    [
      [{op: "to-tokens"}, [16, 16]],
      [linear("layer.0", 32, 16), [16, 32]],
      [{op: "gelu"}, [16, 32]],
      [linear("layer.1", 32, 32), [16, 32]],
      [layerNorm("norm", 32), [16, 32]],
      [linear("layer.qkv", 96, 32), [16, 96]],
      [{op: "attention", heads: 2}, [16, 32]],
      [{op: "select-token", index: 1}, [32]]
    ]
  ),
  around(
    "two attentions of whole blocks, of which one token is wanted",
    [16, 4],
    [
      [{op: "to-tokens"}, [16, 16]],
      [layerNorm("norm", 16), [16, 16]],
      [linear("layer.qkv", 96, 16), [16, 96]],
      [{op: "attention", heads: 2}, [16, 32]],
      [linear("layer.proj", 16, 32), [16, 16]],
      [{op: "channel-scale", scale: parameter("scale", [16], 0.5)}, [16, 16]],
      [{op: "add"}, [16, 16], [2, 7]],
      [linear("last.qkv", 96, 16), [16, 96]],
      [{op: "attention", heads: 2}, [16, 32]],
      [linear("last.proj", 16, 32), [16, 16]],
      [{op: "add"}, [16, 16], [8, 11]],
      [{op: "stochastic-depth", rate: 0.5}, [16, 16]],
      [{op: "gelu"}, [16, 16]],
      [{op: "select-token", index: 2}, [16]]
    ]
  ),
  around(
    "map of whole blocks: norm, depthwise convolution, perceptron, sum, patches",
    [32, 4],
    [
      [layerNorm("norm", 32), [32, 4, 4]],
      [convolution("depthwise", [32, 1, 3, 3], {padding: 1, groups: 32}), [32, 4, 4]],
      [{op: "to-tokens"}, [16, 32]],
      [linear("narrow", 16, 32), [16, 16]],
      [{op: "gelu"}, [16, 16]],
      [linear("wide", 32, 16), [16, 32]],
      [{op: "to-map"}, [32, 4, 4]],
      [{op: "channel-scale", scale: parameter("scale", [32, 1, 1], 0.5)}, [32, 4, 4]],
      [{op: "add"}, [32, 4, 4], [9, 2]],
      [layerNorm("shrink.norm", 32), [32, 4, 4]],
      [convolution("shrink", [16, 32, 2, 2], {stride: 2}), [16, 2, 2]]
    ]
  ),
  around(
    "map of whole blocks: norm, scale, stochastic depth, pool",
    [16, 4],
    [
      [layerNorm("norm", 16), [16, 4, 4]],
      [convolution("depthwise", [16, 1, 7, 7], {padding: 3, groups: 16}), [16, 4, 4]],
      [{op: "channel-scale", scale: parameter("scale", [16, 1, 1], 0.5)}, [16, 4, 4]],
      [layerNorm("second", 16), [16, 4, 4]],
      [{op: "stochastic-depth", rate: 0.5}, [16, 4, 4]],
      [{op: "add"}, [16, 4, 4], [5, 1]],
      [{op: "average-pool", size: [1, 1]}, [16, 1, 1]]
    ]
  ),
  around("dropout of a map", [6, 4], [[{op: "dropout", rate: 0.5}, [6, 4, 4]]]),
  around(
    "stochastic depth",
    [6, 4],
    [
      [{op: "stochastic-depth", rate: 0.5}, [6, 4, 4]],
      [{op: "add"}, [6, 4, 4], [1, 2]]
    ]
  ),
  around(
    "weights used twice",
    [6, 4],
    [
      [convolution("layer", [6, 6, 3, 3], {padding: 1}), [6, 4, 4]],
      [{op: "relu"}, [6, 4, 4]],
      [convolution("layer", [6, 6, 3, 3], {padding: 1}), [6, 4, 4]]
    ]
  )
];
