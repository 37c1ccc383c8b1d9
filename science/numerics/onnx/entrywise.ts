import {channelAffine} from "./blocked.ts";
import type {Emission, Tensor} from "./emission.ts";
import {filledChannels} from "./forms.ts";
import type {Graph} from "./graph.ts";

/** Entries whose tensors, a few of them, fit in a core's second-level cache. */
const SLICE = 2 ** 17;

/** What computes on tensors of one length entry by entry. */
export type Entrywise = {
  readonly graph: Graph;
  /** `scale value + shift + summand`, in one pass where the layout allows; a scale is a number or the graph's name. */
  affine(value: string, terms: {scale: number | string; shift?: number; summand?: string}): string;
};

/**
 * Computes with tensors of `length` entries, whatever these stand for, and big ones in slices: passes over what lies in
 * the caches cost less than passes over memory.
 * @returns the results of `compute`, in the shape `entryShape`
 */
export function entrywise(
  {graph, block}: Context,
  length: number,
  values: readonly string[],
  compute: (entries: Entrywise, values: readonly string[]) => readonly string[]
): readonly string[] {
  const shape = entryShape(length, block);
  const shaped = values.map((value) => graph.reshape(value, shape));
  const [slices, ...slice] = shape;
  if (slices === undefined || slice.length < 4) return compute(entriesIn(graph, block, shape), shaped);
  return graph.slicewise(shaped, slice, (inner, parts) => compute(entriesIn(inner, block, slice), parts));
}

type Context = Pick<Emission, "graph" | "block">;

/** How many entries a tensor has, those that fill the last block too. */
export function entriesOf({batch, block}: Emission, {form, shape}: Tensor): number {
  const [first = 1, ...rest] = shape;
  const channels = form === "blocked" ? filledChannels(first, block ?? 1) : first;
  return rest.reduce((product, size) => product * size, batch * channels);
}

/** The smallest length, at least `length`, that slices and blocks divide. */
export function entryLength(length: number, block: number): number {
  const unit = block * Math.ceil(length / SLICE);
  return Math.ceil(length / unit) * unit;
}

/** `[length]`; as the blocked layout wants it where blocks divide the length; with the slices first where there are any. */
export function entryShape(length: number, block: number | undefined): readonly number[] {
  if (block === undefined || length % block !== 0) return [length];
  const blocks = length / block;
  const least = Math.ceil(length / SLICE);
  for (let slices = least; slices > 1 && slices <= 4 * least; slices++)
    if (blocks % slices === 0) return [slices, 1, block, 1, blocks / slices];
  return [1, block, 1, blocks];
}

function entriesIn(graph: Graph, block: number | undefined, shape: readonly number[]): Entrywise {
  if (block === undefined || shape.length === 1)
    return {
      graph,
      affine(value, {scale, shift = 0, summand}) {
        const scaled = typeof scale === "number" ? graph.scale(value, scale) : graph.multiply(value, scale);
        const moved = shift === 0 ? scaled : graph.add(scaled, graph.scalar(shift));
        return summand === undefined ? moved : graph.add(moved, summand);
      }
    };
  const lanes = (number: number) =>
    graph.constant(`${block} times ${number}`, [block], new Float32Array(block).fill(number));
  return {
    graph,
    affine: (value, {scale, shift = 0, summand}) =>
      channelAffine({graph}, value, block, {
        scale: typeof scale === "number" ? lanes(scale) : graph.op("Expand", [scale, graph.integers([block])]),
        ...(shift === 0 ? {} : {shift: lanes(shift)}),
        summand
      })
  };
}
