import {
  type Attribute,
  encodeModel,
  type Initialiser,
  NCHWC,
  type OnnxGraph,
  type OnnxNode,
  type Port
} from "./model.ts";

export type Attributes = Readonly<Record<string, Attribute>>;

/** A growing ONNX graph. Values are names; every method that computes appends a node and gives its output's name. */
export class Graph {
  readonly #nodes: OnnxNode[] = [];
  readonly #initialisers = new Map<string, Initialiser>();
  readonly #inputs: Port[] = [];
  readonly #outputs: Port[] = [];
  /** The value that each output gives out */
  readonly #sources = new Map<string, string>();
  /** The graph whose values and constants this one, a part of a node of it, reads */
  readonly #outer: Graph | undefined;
  #values = 0;

  constructor(outer?: Graph) {
    this.#outer = outer;
  }

  input(name: string, shape: readonly (number | string)[]): string {
    this.#inputs.push({name, shape});
    return name;
  }

  output(value: string, name: string, shape: readonly (number | string)[]): void {
    this.#outputs.push({name, shape});
    this.#sources.set(name, value);
  }

  get outputs(): readonly Port[] {
    return this.#outputs;
  }

  op(type: string, inputs: readonly string[], attributes: Attributes = {}, domain = ""): string {
    return this.ops(type, inputs, 1, attributes, domain)[0]!;
  }

  /** A node with `count` outputs. */
  ops(type: string, inputs: readonly string[], count: number, attributes: Attributes = {}, domain = ""): string[] {
    const outputs = Array.from({length: count}, () => this.#newName(type));
    this.#nodes.push({type, domain, inputs, outputs, attributes});
    return outputs;
  }

  scalar(value: number): string {
    return this.#constant(`scalar ${value}`, {shape: [], data: Float32Array.of(value)});
  }

  integers(values: readonly number[]): string {
    const data = BigInt64Array.from(values, (value) => BigInt(value));
    return this.#constant(`integers ${values}`, {shape: [values.length], data});
  }

  /** A float32 tensor that the model file holds. */
  constant(name: string, shape: readonly number[], data: Float32Array): string {
    return this.#constant(name, {shape, data});
  }

  reshape(value: string, shape: readonly number[]): string {
    return this.op("Reshape", [value, this.integers(shape)]);
  }

  transpose(value: string, order: readonly number[]): string {
    return this.op("Transpose", [value], {perm: order});
  }

  add(a: string, b: string): string {
    return this.op("Add", [a, b]);
  }

  subtract(a: string, b: string): string {
    return this.op("Sub", [a, b]);
  }

  multiply(a: string, b: string): string {
    return this.op("Mul", [a, b]);
  }

  scale(a: string, factor: number): string {
    return factor === 1 ? a : this.multiply(a, this.scalar(factor));
  }

  /** Zeros around; negative counts crop. All axes: first what goes before, then what goes after. */
  pad(value: string, before: readonly number[], after: readonly number[]): string {
    if ([...before, ...after].every((count) => count === 0)) return value;
    return this.op("Pad", [value, this.integers([...before, ...after])]);
  }

  /** `from` (inclusive) to `to` (exclusive) on one axis. */
  slice(value: string, axis: number, from: number, to: number): string {
    return this.op("Slice", [value, this.integers([from]), this.integers([to]), this.integers([axis])]);
  }

  /** The order of the entries on some axes turned round. */
  reverse(value: string, axes: readonly number[]): string {
    const all = (entry: number) => this.integers(axes.map(() => entry));
    return this.op("Slice", [value, all(-1), all(-(2 ** 31)), this.integers(axes), all(-1)]);
  }

  concat(values: readonly string[], axis: number): string {
    return values.length === 1 ? values[0]! : this.op("Concat", values, {axis: {int: axis}});
  }

  sum(value: string, axes: readonly number[], keep = false): string {
    return this.op("ReduceSum", [value, this.integers(axes)], {keepdims: {int: keep ? 1 : 0}});
  }

  mean(value: string, axes: readonly number[], keep = false): string {
    return this.op("ReduceMean", [value, this.integers(axes)], {keepdims: {int: keep ? 1 : 0}});
  }

  matrixProduct(a: string, b: string, options: {transposeA?: boolean; transposeB?: boolean} = {}): string {
    return this.op("Gemm", [a, b], {
      ...(options.transposeA ? {transA: {int: 1}} : {}),
      ...(options.transposeB ? {transB: {int: 1}} : {})
    });
  }

  /**
   * ONNX Runtime's blocked convolution. Values are declared `[n, c, h, w]` and lie as `[n, c / block, h, w, block]`;
   * the operator checks nothing of that.
   */
  blockedConvolution(value: string, filter: string, options: BlockedConvolution): string {
    const {kernel, pads = [0, 0, 0, 0], stride = 1, dilation = [1, 1], groups = 1, bias, summand, relu} = options;
    const inputs = [value, filter];
    if (bias !== undefined || summand !== undefined) inputs.push(bias ?? "");
    if (summand !== undefined) inputs.push(summand);
    return this.op(
      "Conv",
      inputs,
      {
        kernel_shape: kernel,
        pads,
        strides: [stride, stride],
        dilations: dilation,
        group: {int: groups},
        ...(relu ? {activation: {text: "Relu"}} : {})
      },
      NCHWC
    );
  }

  /** `[n, c, h, w]` that lies blocked as `[n, h, w, channels]`, without the channels that only fill the last block. */
  fromBlocked(value: string, channels: number): string {
    return this.op("ReorderOutput", [value], {channels: {int: channels}, channels_last: {int: 1}}, NCHWC);
  }

  /** `[n, h, w, c]` as `[n, c, h, w]` that lies blocked; the block divides c. */
  toBlocked(value: string): string {
    return this.op("ReorderInput", [value], {channels_last: {int: 1}}, NCHWC);
  }

  /**
   * What `body` makes of the slices of values on their first axis, one slice after the other: what lies between its
   * operations is small enough for the processor's caches.
   * @param values of shape `[n, ...shape]`, as the results are
   */
  slicewise(values: readonly string[], shape: readonly number[], body: SliceBody): string[] {
    const inner = new Graph(this);
    const slices = values.map(() => inner.input(this.#newName("slice"), shape));
    for (const result of body(inner, slices)) inner.output(result, this.#newName("result"), shape);
    const attributes = {body: {graph: inner.#parts("slice")}, num_scan_inputs: {int: values.length}};
    return this.ops("Scan", values, inner.outputs.length, attributes);
  }

  encode(name: string): Uint8Array {
    return encodeModel(this.#parts(name));
  }

  #parts(name: string): OnnxGraph {
    return {
      name,
      nodes: this.#nodesWithOutputs(),
      initialisers: this.#initialisers,
      inputs: this.#inputs,
      outputs: this.#outputs
    };
  }

  #newName(type: string): string {
    return this.#outer ? this.#outer.#newName(type) : `${type}-${this.#values++}`;
  }

  /** A value that is given out takes its output's name, so that nothing is copied; where it cannot, a node copies it. */
  #nodesWithOutputs(): OnnxNode[] {
    const computed = new Set(this.#nodes.flatMap(({outputs}) => outputs));
    const renamed = new Map<string, string>();
    const copies: OnnxNode[] = [];
    for (const [name, value] of this.#sources) {
      if (computed.has(value) && !renamed.has(value)) renamed.set(value, name);
      else copies.push({type: "Identity", domain: "", inputs: [value], outputs: [name], attributes: {}});
    }
    const named = (values: readonly string[]) => values.map((value) => renamed.get(value) ?? value);
    return [...this.#nodes, ...copies].map((node) => ({
      ...node,
      inputs: named(node.inputs),
      outputs: named(node.outputs)
    }));
  }

  #constant(name: string, value: Initialiser): string {
    if (this.#outer) return this.#outer.#constant(name, value);
    if (!this.#initialisers.has(name)) this.#initialisers.set(name, value);
    return name;
  }
}

/** Appends to a graph of its own, which reads the surrounding graph's values too. The results have the slices' shape. */
export type SliceBody = (graph: Graph, slices: readonly string[]) => readonly string[];

export type BlockedConvolution = {
  kernel: readonly [number, number];
  /** Top, left, bottom, right */
  pads?: readonly [number, number, number, number];
  stride?: number;
  dilation?: readonly [number, number];
  groups?: number;
  bias?: string | undefined;
  /** Added to the result, before the activation */
  summand?: string | undefined;
  relu?: boolean;
};
