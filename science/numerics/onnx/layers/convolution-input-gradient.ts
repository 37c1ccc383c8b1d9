import type {Shape} from "../../../networks/network.ts";
import type {Emission, Tensor} from "../emission.ts";
import {filledChannels, mapSizes} from "../forms.ts";
import type {Graph} from "../graph.ts";
import type {OperationOf} from "./layer.ts";

type InputGradient = {
  operation: OperationOf<"convolution">;
  input: Tensor;
  /** Of the convolution's result, blocked */
  gradient: string;
  /** The convolution's result's */
  shape: Shape;
  /** The blocked filter that leads back, made of the given taps (row-major numbers) in the given order */
  filter: (taps: readonly number[], size: readonly [number, number]) => string;
  groups: number;
};

/**
 * Adds the gradient of a blocked convolution's input. With stride s, the input's pixels fall into s x s phases that see
 * different taps: one small convolution each, their results interleaved.
 */
export function inputGradient(emission: Emission, given: InputGradient): void {
  const {graph, block} = emission;
  if (block === undefined) throw new Error("the blocked layout needs a block");
  const {operation, input, gradient, shape, filter, groups} = given;
  const {kernel, stride, padding} = operation;
  const [channels, height, width] = mapSizes(input.shape);
  const [outputs, outHeight, outWidth] = mapSizes(shape);
  const rows = phases(kernel[0], stride, padding, height, outHeight);
  const columns = phases(kernel[1], stride, padding, width, outWidth);

  const phase = (row: Phase, column: Phase, summand?: string) => {
    const taps = row.taps.flatMap((i) => column.taps.map((j) => i * kernel[1] + j));
    if (taps.length === 0) return undefined;
    const pads = [row.before, column.before, row.after, column.after] as const;
    const crops = pads.map((count) => Math.min(count, 0));
    const cropped = croppedMap(graph, gradient, outputs, outHeight, outWidth, block, crops);
    return graph.blockedConvolution(cropped, filter(taps, [row.taps.length, column.taps.length]), {
      kernel: [row.taps.length, column.taps.length],
      pads: [Math.max(pads[0], 0), Math.max(pads[1], 0), Math.max(pads[2], 0), Math.max(pads[3], 0)],
      groups,
      summand
    });
  };
  if (stride === 1) {
    const only = phase(rows[0]!, columns[0]!, emission.takeGradient(input));
    if (only !== undefined) emission.addGradient(input, only);
    return;
  }
  const tall = Math.ceil(height / stride);
  const wide = Math.ceil(width / stride);
  const lines = rows.map((row) =>
    interleaved(
      graph,
      columns.map((column) => phase(row, column)),
      [-1, tall, wide, block]
    )
  );
  const whole = interleaved(graph, lines, [-1, tall, wide * stride * block]);
  if (whole === undefined) return;
  const [extraRows, extraColumns] = [tall * stride - height, wide * stride - width];
  const map = graph.pad(
    graph.reshape(whole, [-1, tall * stride, wide * stride, block]),
    [0, 0, 0, 0],
    [0, -extraRows, -extraColumns, 0]
  );
  emission.addGradient(input, graph.reshape(map, [-1, filledChannels(channels, block), height, width]));
}

/** One axis of a phase: its taps, in the order of a forward convolution, and the padding that it needs. */
type Phase = {taps: number[]; before: number; after: number};

/**
 * Input pixel i takes part in output o through tap t where i + padding = stride o + t; so i's phase is the remainder
 * of i + padding, and its taps are those with that remainder.
 */
function phases(kernel: number, stride: number, padding: number, size: number, outSize: number): Phase[] {
  return Array.from({length: stride}, (_, first) => {
    const remainder = (first + padding) % stride;
    const ascending: number[] = [];
    for (let tap = remainder; tap < kernel; tap += stride) ascending.push(tap);
    const count = ascending.length;
    const before = count - 1 - Math.floor((first + padding) / stride);
    return {taps: ascending.reverse(), before, after: Math.ceil(size / stride) - outSize - before + count - 1};
  });
}

/** Entries of the parts in turn along the last axis but one: the parts put side by side on the last axis. */
function interleaved(graph: Graph, parts: readonly (string | undefined)[], shape: readonly number[]) {
  const present = parts.filter((part) => part !== undefined);
  const [first] = present;
  if (first === undefined) return undefined;
  const inner = shape.at(-1)!;
  if (present.length === 1) {
    const zeros = shape.map(() => 0);
    const at = parts.indexOf(first);
    const last = (count: number) => [...zeros.slice(1), count * inner];
    return graph.pad(graph.reshape(first, shape), last(at), last(parts.length - 1 - at));
  }
  const zero = () => graph.scale(first, 0);
  return graph.concat(
    parts.map((part) => graph.reshape(part ?? zero(), shape)),
    shape.length - 1
  );
}

function croppedMap(
  graph: Graph,
  value: string,
  channels: number,
  height: number,
  width: number,
  block: number,
  [top, left, bottom, right]: readonly number[]
): string {
  const [t, l, b, r] = [top ?? 0, left ?? 0, bottom ?? 0, right ?? 0];
  if (t === 0 && l === 0 && b === 0 && r === 0) return value;
  const cropped = graph.pad(graph.reshape(value, [-1, height, width, block]), [0, t, l, 0], [0, b, r, 0]);
  return graph.reshape(cropped, [-1, filledChannels(channels, block), height + t + b, width + l + r]);
}
