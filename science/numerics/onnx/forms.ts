import type {Shape} from "../../networks/network.ts";
import type {Graph} from "./graph.ts";

/**
 * How a map `[c, h, w]` of a batch lies in memory:
 * - `plain`: `[n, c, h, w]`;
 * - `blocked`: `[n, c / block, h, w, block]`, declared `[n, c, h, w]`, zero channels added to fill the last block;
 * - `last`: `[n h w, c]`, a matrix. Tokens and vectors have this form: `[n tokens, width]`, `[n, width]`;
 * - `lanes`: `[width / block, n tokens, block]`, of tokens between two linear layers only.
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

/** Appends the operations that bring a map into another form. */
export function converted(
  {graph, block}: {graph: Graph; block: number | undefined},
  value: string,
  shape: Shape,
  from: Form,
  to: Form
): string {
  if (from === to) return value;
  if (from === "lanes" || to === "lanes") throw new Error("a map has no lanes");
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
    const moved = blocks === 1 || pixels === 1 ? padded : swapMiddleAxes(graph, padded, pixels, blocks, block);
    return graph.reshape(moved, [-1, filled, height, width]);
  }
  const moved = blocks === 1 || pixels === 1 ? value : swapMiddleAxes(graph, value, blocks, pixels, block);
  const last = graph.reshape(moved, [-1, filled]);
  return missing === 0 ? last : graph.slice(last, 1, 0, channels);
}

function swapLastAxes(graph: Graph, value: string, rows: number, columns: number): string {
  if (rows === 1 || columns === 1) return value;
  return graph.transpose(graph.reshape(value, [-1, rows, columns]), [0, 2, 1]);
}

function swapMiddleAxes(graph: Graph, value: string, first: number, second: number, inner: number): string {
  return graph.transpose(graph.reshape(value, [-1, first, second, inner]), [0, 2, 1, 3]);
}
