import type {Shape} from "../../networks/network.ts";
import type {Graph} from "./graph.ts";

/**
 * How a map `[c, h, w]` of a batch lies in memory:
 * - `plain`: `[n, c, h, w]`;
 * - `blocked`: `[n, c / block, h, w, block]`, declared `[n, c, h, w]`, zero channels added to fill the last block;
 * - `last`: `[n h w, c]`, a matrix. Tokens and vectors have this form: `[n tokens, width]`, `[n, width]`;
 * - `lanes`: `[c / block, n h w, block]` or `[width / block, n tokens, block]`, declared `[1, c, 1, n h w]`: to a blocked
 *   1x1 convolution, all rows are one image. Training only.
 */
export type Form = "plain" | "blocked" | "last" | "lanes";

export function isMap(shape: Shape): shape is readonly [number, number, number] {
  return shape.length === 3;
}

/** @throws Error if the value is no map */
export function mapSizes(shape: Shape): readonly [channels: number, height: number, width: number] {
  if (!isMap(shape)) throw new Error(`a map [channels, height, width] is needed, not [${shape}]`);
  return shape;
}

export function filledChannels(channels: number, block: number): number {
  return Math.ceil(channels / block) * block;
}

export function channelsOf(shape: Shape): number {
  const channels = isMap(shape) ? shape[0] : shape.at(-1);
  if (channels === undefined) throw new Error("a value without channels");
  return channels;
}

/** Appends the operations that bring a map into another form, or tokens from rows to lanes and back. */
export function converted(emission: Context, value: string, shape: Shape, from: Form, to: Form): string {
  if (from === to) return value;
  if (from === "lanes") {
    if (to === "plain") return converted(emission, lanesTo(emission, value, shape, "blocked"), shape, "blocked", to);
    return lanesTo(emission, value, shape, to === "last" ? "last" : "blocked");
  }
  if (to === "lanes") {
    if (from === "plain")
      return toLanes(emission, converted(emission, value, shape, from, "blocked"), shape, "blocked");
    return toLanes(emission, value, shape, from);
  }
  const {graph, block} = emission;
  const [channels, height, width] = mapSizes(shape);
  const pixels = height * width;
  if (from === "plain" && to === "last")
    return graph.reshape(swapLastAxes(graph, value, channels, pixels), [-1, channels]);
  if (from === "last" && to === "plain")
    return graph.reshape(swapLastAxes(graph, value, pixels, channels), [-1, channels, height, width]);

  if (block === undefined) throw new Error("the blocked form needs a block");
  const filled = filledChannels(channels, block);
  const blocks = filled / block;
  const missing = filled - channels;
  if (from === "plain") {
    const padded = graph.pad(value, [0, 0, 0, 0], [0, missing, 0, 0]);
    return graph.reshape(swapLastAxes(graph, padded, block, pixels), [-1, filled, height, width]);
  }
  if (to === "plain") {
    const plain = graph.reshape(swapLastAxes(graph, value, pixels, block), [-1, filled, height, width]);
    return missing === 0 ? plain : graph.slice(plain, 1, 0, channels);
  }
  if (from === "last") {
    const padded = graph.pad(value, [0, 0], [0, missing]);
    if (blocks === 1 || pixels === 1) return graph.reshape(padded, [-1, filled, height, width]);
    return graph.toBlocked(graph.reshape(padded, [-1, height, width, filled]));
  }
  return graph.reshape(graph.fromBlocked(value, channels), [-1, channels]);
}

type Context = {graph: Graph; block: number | undefined};

function toLanes({graph, block = 1}: Context, value: string, shape: Shape, from: "blocked" | "last"): string {
  const channels = channelsOf(shape);
  const blocks = channels / block;
  if (blocks === 1) return graph.reshape(value, [1, channels, 1, -1]);
  if (from === "last") return graph.toBlocked(graph.reshape(value, [1, 1, -1, channels]));
  const chunks = graph.transpose(graph.reshape(value, [-1, blocks, sizeOf(shape) / blocks]), [1, 0, 2]);
  return graph.reshape(chunks, [1, channels, 1, -1]);
}

function lanesTo({graph, block = 1}: Context, value: string, shape: Shape, to: "blocked" | "last"): string {
  const channels = channelsOf(shape);
  const blocks = channels / block;
  if (to === "last") return graph.reshape(graph.fromBlocked(value, channels), [-1, channels]);
  if (blocks === 1) return graph.reshape(value, [-1, ...mapSizes(shape)]);
  const chunks = graph.transpose(graph.reshape(value, [blocks, -1, sizeOf(shape) / blocks]), [1, 0, 2]);
  return graph.reshape(chunks, [-1, ...mapSizes(shape)]);
}

function sizeOf(shape: Shape): number {
  return shape.reduce((product, size) => product * size, 1);
}

function swapLastAxes(graph: Graph, value: string, rows: number, columns: number): string {
  if (rows === 1 || columns === 1) return value;
  return graph.transpose(graph.reshape(value, [-1, rows, columns]), [0, 2, 1]);
}
