/**
 * The sizes of one image's value, the batch left out: `[channels, height, width]` of a feature map, `[tokens, width]` of
 * a transformer's tokens, `[width]` of a vector.
 */
export type Shape = readonly number[];

/** How a parameter starts; every draw comes from our own seeded streams, never from a backend. */
export type Initial =
  | {kind: "constant"; value: number}
  | {kind: "normal"; deviation: number}
  /** A normal distribution cut at `low` and `high` (absolute values, not deviations) */
  | {kind: "truncated-normal"; deviation: number; low: number; high: number}
  | {kind: "uniform"; bound: number};

/** A trained tensor, by the name that the study's own code gives it (`layer1.0.conv1.weight`). */
export type Parameter = {
  readonly name: string;
  /** Canonical layouts: convolutions `[out, in / groups, height, width]`, linear layers `[out, in]` */
  readonly shape: readonly number[];
  readonly initial: Initial;
};

/** A tensor that training keeps but does not learn: a BatchNorm's running mean or variance. */
export type Buffer = {readonly name: string; readonly shape: readonly number[]; readonly value: number};

/** What a node computes from its inputs. Everything has static shapes; only the batch is free. */
export type Operation =
  | {op: "input"}
  | {
      op: "convolution";
      kernel: readonly [number, number];
      stride: number;
      padding: number;
      groups: number;
      weight: Parameter;
      bias?: Parameter;
    }
  /** On the last axis: a vector or tokens */
  | {op: "linear"; weight: Parameter; bias?: Parameter}
  | {
      op: "batch-norm";
      scale: Parameter;
      shift: Parameter;
      mean: Buffer;
      variance: Buffer;
      epsilon: number;
      /** The share of a batch's statistics in the running ones, as PyTorch has it */
      momentum: number;
    }
  /** Over the channels: the first axis of a map, the last axis of tokens or of a vector */
  | {op: "layer-norm"; scale: Parameter; shift: Parameter; epsilon: number}
  | {op: "relu"}
  /** The exact one, by the error function */
  | {op: "gelu"}
  | {op: "silu"}
  | {op: "sigmoid"}
  | {op: "max-pool"; kernel: number; stride: number; padding: number}
  /** Adaptive: to `size` pixels, whatever the input's size */
  | {op: "average-pool"; size: readonly [number, number]}
  /** Two values of one shape */
  | {op: "add"}
  /** A map `[c, h, w]` times a map `[c, 1, 1]`: squeeze and excitation */
  | {op: "multiply"}
  /** One learnt factor a channel: LayerScale */
  | {op: "channel-scale"; scale: Parameter}
  /** Multi-head self-attention on `[tokens, 3 width]` (queries, keys, values side by side, heads inside each) */
  | {op: "attention"; heads: number}
  /** `[c, h, w]` to `[h w, c]` */
  | {op: "to-tokens"}
  /** `[h w, c]` back to `[c, h, w]`, of the node's own shape */
  | {op: "to-map"}
  | {op: "prepend-token"; token: Parameter}
  | {op: "add-position"; position: Parameter}
  /** `[tokens, width]` to the vector of one token */
  | {op: "select-token"; index: number}
  /** `[c, h, w]` to `[c h w]` */
  | {op: "flatten"}
  /** In training: elements kept with probability 1 - rate, and scaled by its inverse; the mask is fed in */
  | {op: "dropout"; rate: number}
  /** In training: whole images of a residual branch dropped, the rest scaled; the mask is fed in */
  | {op: "stochastic-depth"; rate: number};

/** One step of the computation; its number is its place in `Network.nodes`, and its inputs come before it. */
export type Node = {readonly operation: Operation; readonly inputs: readonly number[]; readonly shape: Shape};

/** A layer that can be recorded, by the name of the study's own code. */
export type Layer = {
  readonly name: string;
  /** The node whose value the layer gives out */
  readonly node: number;
  /** The value that is in the layer's memory at the end of the forward pass, where an in-place operation follows it */
  readonly afterInPlace?: number;
};

/**
 * A model as data: the backends read it (compiled to ONNX, or interpreted by TensorFlow.js) and so do the counts of
 * parameters and of operations. The last node gives the logits `[classes]`.
 */
export type Network = {
  readonly name: string;
  readonly family: string;
  readonly nodes: readonly Node[];
  readonly layers: readonly Layer[];
};
