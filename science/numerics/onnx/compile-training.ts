import type {Buffer, Network, Parameter} from "../../networks/network.ts";
import {parametersOf} from "../../networks/parameters.ts";
import type {MaskSpec, TrainerOptions} from "../backend.ts";
import {masksOf} from "../masks.ts";
import {slotsOf} from "../optimiser-slots.ts";
import {Emission} from "./emission.ts";
import {emitNetwork} from "./emit-network.ts";
import {entryLength, entryShape, entrywise} from "./entrywise.ts";
import {fuse} from "./fusion.ts";
import {Graph} from "./graph.ts";
import {emitLoss} from "./loss.ts";
import type {Port} from "./model.ts";
import {clipped, emitUpdate, scalarsOf} from "./optimiser.ts";
import {onlyWantedTokens} from "./wanted-tokens.ts";

/** Tensors that lie one after the other in one vector of the graph's inputs and outputs. */
export type Group<T extends {readonly name: string; readonly shape: readonly number[]} = Parameter | Buffer> = {
  /** `NAME` is fed the vector, `new NAME` gives it after the step; with slots: `NAME SLOT` too */
  readonly name: string;
  readonly tensors: readonly T[];
  /** Of the vector; zeros may follow the last tensor */
  readonly length: number;
};

export type TrainingProgram = {
  readonly bytes: Uint8Array;
  readonly outputs: readonly Port[];
  readonly groups: readonly Group[];
  /** The optimiser's, for every group of parameters */
  readonly slots: readonly string[];
  readonly masks: readonly MaskSpec[];
  readonly imageShape: readonly number[];
  readonly classes: number;
};

export const BUFFERS = "buffers";

export const newName = (name: string) => `new ${name}`;
export const slotName = (group: string, slot: string) => `${group} ${slot}`;
export const maskName = (node: number) => `mask ${node}`;
export const sizeOf = (shape: readonly number[]) => shape.reduce((product, size) => product * size, 1);

export type CompileTrainingOptions = Omit<TrainerOptions, "weights"> & {
  /** Channels a block; undefined for standard operators only */
  block?: number | undefined;
  /** Gives the gradients out too, as `gradient GROUP` */
  gradients?: boolean;
};

/** A whole training step as one ONNX graph: forward, loss, backward, update. */
export function compileTraining(whole: Network, options: CompileTrainingOptions): TrainingProgram {
  const {network, queries, origins} = onlyWantedTokens(whole);
  const {batch, block, optimiser, clipNorm, decays = () => true} = options;
  const graph = new Graph();
  const {parameters, buffers} = parametersOf(network);
  const groups = [
    group("decayed", parameters.filter(decays), block),
    group(
      "undecayed",
      parameters.filter((parameter) => !decays(parameter)),
      block
    )
  ].filter(({tensors}) => tensors.length > 0);

  const imageShape = network.nodes.find(({operation}) => operation.op === "input")?.shape;
  const classes = network.nodes.at(-1)?.shape[0];
  if (imageShape === undefined || classes === undefined) throw new Error(`${network.name} has no input or no output`);
  const image = graph.input("images", [batch, ...imageShape]);
  const targets = graph.input("targets", [batch, classes]);
  const stored = new Map(groups.flatMap((each) => splitGroup(graph, each)));
  const masks = masksOf(whole, batch);
  for (const {node, shape} of masks) graph.input(maskName(node), shape);

  const emission = new Emission({
    graph,
    batch,
    ...(block === undefined ? {} : {block}),
    queries,
    stored: ({name}) => stored.get(name) ?? missing(name),
    mask: (place) => masks.filter(({node}) => node === origins[place]).map(({node}) => maskName(node))[0]
  });
  const logits = emitNetwork(emission, network, image, fuse(network)).at(-1);
  if (!logits) throw new Error(`${network.name} has no logits`);
  const loss = emitLoss(graph, options.loss, {logits: logits.name, targets, batch, classes});
  emission.addGradient(logits, loss.gradient);
  const gradients = emission.backward();

  for (const name of ["learning rate", ...Object.keys(scalarsOf(optimiser, 1))]) graph.input(name, []);
  let vectors = groups.map(({tensors, length}) => {
    const parts = tensors.map(({name, shape}) => gradients.get(name) ?? zeros(graph, sizeOf(shape)));
    const rest = length - totalSize(tensors);
    return graph.concat(rest === 0 ? parts : [...parts, zeros(graph, rest)], 0);
  });
  if (clipNorm !== undefined) vectors = clipped(graph, vectors, clipNorm);
  const slots = slotsOf(optimiser);
  for (const [index, {name, length}] of groups.entries()) {
    const gradient = vectors[index]!;
    if (options.gradients) graph.output(gradient, `gradient ${name}`, [length]);
    const inputs = slots.map((slot) => graph.input(slotName(name, slot), [length]));
    const updated = entrywise(emission, length, [name, gradient, ...inputs], (entries, values) =>
      emitUpdate(entries, optimiser, values, name === "decayed")
    );
    for (const [i, vector] of [name, ...slots.map((slot) => slotName(name, slot))].entries())
      graph.output(updated[i]!, newName(vector), entryShape(length, block));
  }
  const running = group(BUFFERS, buffers);
  if (running.length > 0) emitRunningStatistics(graph, network, emission, running);
  graph.output(loss.loss, "loss", []);
  graph.output(loss.correct, "correct", []);
  return {
    bytes: graph.encode(network.name),
    outputs: graph.outputs,
    groups: running.length > 0 ? [...groups, running] : groups,
    slots,
    masks,
    imageShape,
    classes
  };
}

/** @param block zeros fill the vector up to a length that is computed with in blocks and slices */
function group<T extends Parameter | Buffer>(name: string, tensors: readonly T[], block?: number): Group<T> {
  const length = totalSize(tensors);
  return {name, tensors, length: block === undefined ? length : entryLength(length, block)};
}

function totalSize(tensors: readonly {readonly shape: readonly number[]}[]): number {
  return tensors.reduce((sum, {shape}) => sum + sizeOf(shape), 0);
}

/** The group as an input, and its tensors as the graph's values in their canonical shapes. */
function splitGroup(graph: Graph, {name, tensors, length}: Group): (readonly [string, string])[] {
  const vector = graph.input(name, [length]);
  const sizes = tensors.map(({shape}) => sizeOf(shape));
  const rest = length - totalSize(tensors);
  if (rest > 0) sizes.push(rest);
  const parts =
    sizes.length === 1 ? [vector] : graph.ops("Split", [vector, graph.integers(sizes)], sizes.length, {axis: {int: 0}});
  return tensors.map(({name, shape}, i) => [name, graph.reshape(parts[i]!, shape)] as const);
}

/** Running statistics as PyTorch keeps them: `(1 - momentum) old + momentum new`, with the unbiased variance. */
function emitRunningStatistics(graph: Graph, network: Network, emission: Emission, running: Group<Buffer>): void {
  const momenta = new Map<string, number>();
  for (const {operation} of network.nodes) {
    if (operation.op !== "batch-norm") continue;
    for (const {name} of [operation.mean, operation.variance]) {
      if (momenta.has(name)) throw new Error(`${name} follows more than one batch-norm`);
      momenta.set(name, operation.momentum);
    }
  }
  const before = graph.input(running.name, [running.length]);
  const batch = graph.concat(
    running.tensors.map((buffer) => emission.statistics.get(buffer) ?? missing(buffer.name)),
    0
  );
  const shares = new Float32Array(running.length);
  let offset = 0;
  for (const {name, shape} of running.tensors) {
    shares.fill(momenta.get(name) ?? missing(name), offset, offset + sizeOf(shape));
    offset += sizeOf(shape);
  }
  const share = graph.constant("momenta", [running.length], shares);
  const moved = graph.add(before, graph.multiply(share, graph.subtract(batch, before)));
  graph.output(moved, newName(running.name), [running.length]);
}

function zeros(graph: Graph, length: number): string {
  return graph.op("Expand", [graph.scalar(0), graph.integers([length])]);
}

function missing(name: string): never {
  throw new Error(`${name} is not in the network`);
}
