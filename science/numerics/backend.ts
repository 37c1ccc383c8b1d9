import type {Network, Parameter} from "../networks/network.ts";

/** A parameter, buffer or optimiser slot in its canonical layout (`Parameter.shape`), whatever a backend computes in. */
export type NamedTensor = {readonly shape: readonly number[]; readonly data: Float32Array};

/** Parameters and buffers by the names of `Parameter` and `Buffer`. */
export type Weights = ReadonlyMap<string, NamedTensor>;

export type Optimiser =
  /** As `torch.optim.SGD`: decay is added to the gradient, momentum without dampening */
  | {kind: "sgd"; momentum: number; weightDecay: number}
  /** As `torch.optim.AdamW`: decoupled decay (Loshchilov & Hutter 2019) */
  | {kind: "adamw"; beta1: number; beta2: number; epsilon: number; weightDecay: number};

export type Loss =
  /** Mean over the images; targets may be soft */
  | {kind: "cross-entropy"; labelSmoothing?: number}
  /** Mean over images and classes, each class on its own */
  | {kind: "binary-cross-entropy"};

export type TrainerOptions = {
  /** Images a step; every step has the same number */
  batch: number;
  loss: Loss;
  optimiser: Optimiser;
  /** The gradient's greatest norm over all parameters; longer ones are scaled down to it */
  clipNorm?: number;
  /** Which parameters weight decay acts on; all by default */
  decays?: (parameter: Parameter) => boolean;
  /** Where to start; by default `initialWeights(network, seed)` with seed 0 */
  weights?: Weights;
};

export type StepInput = {
  /** batch x channels x height x width, ready for the network (normalised) */
  images: Float32Array;
  /** batch x classes: one-hot or soft */
  targets: Float32Array;
  learningRate: number;
  /** One for each of `Trainer.masks`, in that order */
  masks?: readonly Float32Array[];
};

export type StepResult = {
  /** The batch's mean loss before the step's update */
  loss: number;
  /** Images whose greatest logit is at the greatest target */
  correct: number;
};

/** A mask that a training step is fed; see `drawMasks`. */
export type MaskSpec = {
  /** The node of the dropout or the stochastic depth */
  readonly node: number;
  readonly rate: number;
  /** `[batch, ...shape]` for dropout, `[batch]` for stochastic depth; values are 0 or 1 / (1 - rate) */
  readonly shape: readonly number[];
};

/** Everything that the next step depends on. */
export type TrainerState = {
  /** Steps done; AdamW's bias correction counts them */
  readonly steps: number;
  readonly weights: Weights;
  /** By slot (`momentum`; `first-moment`, `second-moment`), then by parameter */
  readonly slots: ReadonlyMap<string, Weights>;
};

/** A model in training. One step at a time; the methods must not be called while a step runs. */
export type Trainer = {
  readonly masks: readonly MaskSpec[];
  step(input: StepInput): Promise<StepResult>;
  /** The parameters and buffers now. Arrays may be views that later steps overwrite: copy what is to be kept. */
  weights(): Weights;
  /** As `weights()`, with the optimiser's slots. */
  state(): TrainerState;
  /** @throws Error if a tensor is missing or has another length */
  restore(state: TrainerState): void;
  close(): Promise<void>;
};

/** The name under which an extractor gives the network's last node. */
export const LOGITS = "logits";

/** A model that computes layers, batch-norms at their running statistics, dropout off. Any number of images a call. */
export type Extractor = {
  /** `images`: count x channels x height x width. Result: by layer, count x the layer's shape, flat. */
  run(images: Float32Array): Promise<ReadonlyMap<string, Float32Array>>;
  close(): Promise<void>;
};

/** What computes. Bytes of results depend on all four descriptions, so they belong in a task's key. */
export type Backend = {
  readonly name: string;
  readonly version: string;
  /** Channels side by side in memory in convolutions; 1 for the plain layout */
  readonly block: number;
  /** The widest vector instructions, as the caller found them: `avx512`, `avx2`, `neon`, ... */
  readonly vectorClass: string;
  createTrainer(network: Network, options: TrainerOptions): Promise<Trainer>;
  /** @param layers names of `network.layers`, or `LOGITS` */
  createExtractor(network: Network, weights: Weights, layers: readonly string[]): Promise<Extractor>;
};

/** What of a backend decides the bytes of results, by name, for a task's key. */
export function describeBackend({name, version, block, vectorClass}: Backend): Record<string, string> {
  return {backend: name, version, block: String(block), vectors: vectorClass};
}

export type BackendOptions = {
  vectorClass: string;
  /** `standard` uses no operator of ONNX Runtime's own layout: slower, the way out. Default: `blocked` where it works */
  layout?: "blocked" | "standard";
};

/** Opens the default backend: ONNX Runtime on one thread of the CPU. Takes some 100 ms. */
export async function openBackend(options: BackendOptions): Promise<Backend> {
  const {openOnnxBackend} = await import("./onnx/backend.ts");
  return openOnnxBackend(options);
}
