import type {Initialisation} from "./initialisation.ts";
import type {Initial, Layer, Network, Node, Operation, Parameter, Shape} from "./network.ts";
import {NetworkMistake} from "./network-mistake.ts";

/** A node's place in the network. */
export type Value = number;

export type ConvolutionOptions = {
  channels: number;
  /** Pixels of the square kernel's side */
  kernel: number;
  stride?: number;
  /** Pixels on each side; half the kernel if not given, which keeps the size at stride 1 */
  padding?: number;
  groups?: number;
  bias?: boolean;
  initialisation: Initialisation;
};

const constant = (value: number): Initial => ({kind: "constant", value});

/**
 * Appends nodes and names layers. A layer's name is the module's in the study's own PyTorch code, and `NAME.weight` and
 * so on are its parameters. A name used again shares the parameters, and stands for the later call, as a recording
 * hook of PyTorch has it. `inPlace` says that PyTorch overwrites the operation's input.
 */
export class NetworkBuilder {
  readonly #nodes: Node[] = [];
  readonly #layers = new Map<string, Layer>();
  readonly #parameters = new Map<string, Parameter>();
  /** For each node, the node whose memory it shares at evaluation */
  readonly #memory: Value[] = [];

  input(shape: Shape): Value {
    return this.#append({op: "input"}, [], shape);
  }

  shape(value: Value): Shape {
    const node = this.#nodes[value];
    if (node === undefined) throw new RangeError(`no node ${value}`);
    return node.shape;
  }

  /** Names a value; containers of layers (`layer1`) are named for what their last layer gives. */
  layer(name: string, node: Value): Value {
    this.#layers.set(name, {name, node});
    return node;
  }

  convolution(name: string, input: Value, options: ConvolutionOptions): Value {
    const {channels, kernel, initialisation, stride = 1, groups = 1, bias = false} = options;
    const {padding = (kernel - 1) >> 1} = options;
    const [inputs, height, width] = this.#map(name, input);
    if (inputs % groups !== 0 || channels % groups !== 0)
      throw new NetworkMistake(`${name}: ${inputs} to ${channels} channels do not divide into ${groups} groups`);
    const shape = [channels, inputs / groups, kernel, kernel];
    const pixels = (side: number) => windows(name, side, kernel, stride, padding);
    const operation: Operation = {
      op: "convolution",
      kernel: [kernel, kernel],
      stride,
      padding,
      groups,
      weight: this.#parameter(`${name}.weight`, shape, initialisation.weight(shape)),
      ...(bias ? {bias: this.#parameter(`${name}.bias`, [channels], initialisation.bias(shape))} : {})
    };
    return this.layer(name, this.#append(operation, [input], [channels, pixels(height), pixels(width)]));
  }

  /** With a bias, on the last axis of a vector or of tokens. */
  linear(name: string, input: Value, outputs: number, initialisation: Initialisation): Value {
    const sizes = this.shape(input);
    if (sizes.length > 2) throw new NetworkMistake(`${name}: wants a vector or tokens, not ${print(sizes)}`);
    const shape = [outputs, sizes.at(-1) ?? 0];
    const weight = this.#parameter(`${name}.weight`, shape, initialisation.weight(shape));
    const bias = this.#parameter(`${name}.bias`, [outputs], initialisation.bias(shape));
    return this.layer(name, this.#append({op: "linear", weight, bias}, [input], [...sizes.slice(0, -1), outputs]));
  }

  /** With PyTorch's epsilon and momentum. */
  batchNorm(name: string, input: Value): Value {
    const [channels] = this.#map(name, input);
    const operation: Operation = {
      op: "batch-norm",
      scale: this.#parameter(`${name}.weight`, [channels], constant(1)),
      shift: this.#parameter(`${name}.bias`, [channels], constant(0)),
      mean: {name: `${name}.running_mean`, shape: [channels], value: 0},
      variance: {name: `${name}.running_var`, shape: [channels], value: 1},
      epsilon: 1e-5,
      momentum: 0.1
    };
    return this.layer(name, this.#append(operation, [input], this.shape(input)));
  }

  layerNorm(name: string, input: Value): Value {
    const shape = this.shape(input);
    const width = (shape.length === 3 ? shape[0] : shape.at(-1)) ?? 0;
    const scale = this.#parameter(`${name}.weight`, [width], constant(1));
    const shift = this.#parameter(`${name}.bias`, [width], constant(0));
    return this.layer(name, this.#append({op: "layer-norm", scale, shift, epsilon: 1e-6}, [input], shape));
  }

  activation(name: string, input: Value, op: "relu" | "gelu" | "silu" | "sigmoid", {inPlace = false} = {}): Value {
    const value = this.#append({op}, [input], this.shape(input));
    if (inPlace) this.#overwrite(input, value);
    return this.layer(name, value);
  }

  maxPool(name: string, input: Value, {kernel, stride, padding}: {kernel: number; stride: number; padding: number}) {
    const [channels, height, width] = this.#map(name, input);
    const pixels = (side: number) => windows(name, side, kernel, stride, padding);
    const shape = [channels, pixels(height), pixels(width)];
    return this.layer(name, this.#append({op: "max-pool", kernel, stride, padding}, [input], shape));
  }

  averagePool(name: string, input: Value, size = 1): Value {
    const [channels] = this.#map(name, input);
    return this.layer(name, this.#append({op: "average-pool", size: [size, size]}, [input], [channels, size, size]));
  }

  /** `branch + input`; in place, the branch's memory is overwritten. */
  add(branch: Value, input: Value, {inPlace = false} = {}): Value {
    const shape = this.shape(branch);
    if (print(shape) !== print(this.shape(input)))
      throw new NetworkMistake(`cannot add ${print(shape)} and ${print(this.shape(input))}`);
    const value = this.#append({op: "add"}, [branch, input], shape);
    if (inPlace) this.#overwrite(branch, value);
    return value;
  }

  /** A map times one factor a channel. */
  multiply(input: Value, factors: Value): Value {
    const [channels] = this.#map("multiply", input);
    if (print(this.shape(factors)) !== print([channels, 1, 1]))
      throw new NetworkMistake(`cannot multiply ${print(this.shape(input))} by ${print(this.shape(factors))}`);
    return this.#append({op: "multiply"}, [input, factors], this.shape(input));
  }

  /** LayerScale; its parameter has the sizes `[channels, 1, 1]` on a map. */
  channelScale(parameter: string, input: Value, initial: number): Value {
    const shape = this.shape(input);
    const sizes = shape.length === 3 ? [shape[0] ?? 0, 1, 1] : [shape.at(-1) ?? 0];
    const scale = this.#parameter(parameter, sizes, constant(initial));
    return this.#append({op: "channel-scale", scale}, [input], shape);
  }

  attention(input: Value, heads: number): Value {
    const [tokens, triple] = this.#tokens("attention", input);
    if (triple % (3 * heads) !== 0)
      throw new NetworkMistake(`attention: a width of ${triple / 3} does not divide into ${heads} heads`);
    return this.#append({op: "attention", heads}, [input], [tokens, triple / 3]);
  }

  toTokens(input: Value): Value {
    const [channels, height, width] = this.#map("to-tokens", input);
    return this.#append({op: "to-tokens"}, [input], [height * width, channels]);
  }

  toMap(input: Value, height: number, width: number): Value {
    const [tokens, channels] = this.#tokens("to-map", input);
    if (tokens !== height * width)
      throw new NetworkMistake(`to-map: ${tokens} tokens do not make a map of ${height} x ${width}`);
    return this.#append({op: "to-map"}, [input], [channels, height, width]);
  }

  /** The token's parameter has PyTorch's sizes `[1, 1, width]`. */
  prependToken(parameter: string, input: Value, initial: Initial): Value {
    const [tokens, width] = this.#tokens(parameter, input);
    const token = this.#parameter(parameter, [1, 1, width], initial);
    return this.#append({op: "prepend-token", token}, [input], [tokens + 1, width]);
  }

  /** The positions' parameter has PyTorch's sizes `[1, tokens, width]`. */
  addPosition(parameter: string, input: Value, initial: Initial): Value {
    const [tokens, width] = this.#tokens(parameter, input);
    const position = this.#parameter(parameter, [1, tokens, width], initial);
    return this.#append({op: "add-position", position}, [input], [tokens, width]);
  }

  selectToken(input: Value, index: number): Value {
    const [, width] = this.#tokens("select-token", input);
    return this.#append({op: "select-token", index}, [input], [width]);
  }

  flatten(input: Value): Value {
    const shape = this.shape(input);
    return this.#append({op: "flatten"}, [input], [shape.reduce((total, size) => total * size, 1)]);
  }

  /** No node at rate 0. */
  dropout(input: Value, rate: number): Value {
    return rate === 0 ? input : this.#append({op: "dropout", rate}, [input], this.shape(input), input);
  }

  /** No node at rate 0. */
  stochasticDepth(input: Value, rate: number): Value {
    return rate === 0 ? input : this.#append({op: "stochastic-depth", rate}, [input], this.shape(input), input);
  }

  build(name: string, family: string): Network {
    return {name, family, nodes: this.#nodes, layers: [...this.#layers.values()]};
  }

  #append(operation: Operation, inputs: Value[], shape: Shape, sharesMemoryWith?: Value): Value {
    const place = this.#nodes.push({operation, inputs, shape}) - 1;
    this.#memory.push(sharesMemoryWith === undefined ? place : this.#memoryOf(sharesMemoryWith));
    return place;
  }

  #memoryOf(value: Value): Value {
    return this.#memory[value] ?? value;
  }

  #overwrite(input: Value, by: Value): void {
    const memory = this.#memoryOf(input);
    for (const [name, layer] of this.#layers)
      if (this.#memoryOf(layer.afterInPlace ?? layer.node) === memory)
        this.#layers.set(name, {...layer, afterInPlace: by});
  }

  #parameter(name: string, shape: readonly number[], initial: Initial): Parameter {
    const known = this.#parameters.get(name);
    if (known !== undefined && print(known.shape) !== print(shape))
      throw new NetworkMistake(`${name}: shared between the sizes ${print(known.shape)} and ${print(shape)}`);
    const parameter = known ?? {name, shape, initial};
    this.#parameters.set(name, parameter);
    return parameter;
  }

  #map(name: string, value: Value): readonly [number, number, number] {
    const [channels, height, width, ...more] = this.shape(value);
    if (channels === undefined || height === undefined || width === undefined || more.length > 0)
      throw new NetworkMistake(`${name}: wants a map [channels, height, width], not ${print(this.shape(value))}`);
    return [channels, height, width];
  }

  #tokens(name: string, value: Value): readonly [number, number] {
    const [tokens, width, ...more] = this.shape(value);
    if (tokens === undefined || width === undefined || more.length > 0)
      throw new NetworkMistake(`${name}: wants tokens [tokens, width], not ${print(this.shape(value))}`);
    return [tokens, width];
  }
}

const print = (shape: Shape) => `[${shape.join(", ")}]`;

/** How often a window fits on a side. */
function windows(name: string, side: number, kernel: number, stride: number, padding: number): number {
  const count = Math.floor((side + 2 * padding - kernel) / stride) + 1;
  if (count < 1)
    throw new NetworkMistake(
      `${name}: a window of ${kernel} pixels does not fit on ${side} (padding ${padding}); a larger image or a smaller stem would`
    );
  return count;
}
