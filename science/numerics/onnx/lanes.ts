import type {Emission} from "./emission.ts";
import {NCHWC} from "./model.ts";

/** Lanes as one blocked image of `batch x blocks` channels' blocks, `[1, batch width, height, rows]`. */
export function imagesOfLanes({graph, batch}: Emission, value: string, width: number, [height, rows]: Size): string {
  return graph.reshape(value, [1, batch * width, height, rows]);
}

type Size = readonly [height: number, width: number];

/** The sum over all rows, by channel. */
export function laneSums(emission: Emission, value: string, width: number, rows: number): string {
  const {graph, batch, block = 1} = emission;
  const each = rows / batch;
  const means = graph.op("GlobalAveragePool", [imagesOfLanes(emission, value, width, [1, each])], {}, NCHWC);
  const sums = graph.sum(graph.reshape(means, [width / block, batch, block]), [1]);
  return graph.scale(graph.reshape(sums, [width]), each);
}

/**
 * For each row, the sum over its channels, weighted; it stands in every lane: `[1, block, 1, rows]`.
 * @param filter of `sumFilter`
 * @param shift added to each sum
 */
export function rowSums({graph, block = 1}: Emission, value: string, filter: string, shift?: number): string {
  const bias = shift === undefined ? undefined : graph.constant(`lanes of ${shift}`, [block], filledWith(block, shift));
  return graph.blockedConvolution(value, filter, {kernel: [1, 1], bias});
}

/** The filter by which `rowSums` weights every channel alike. */
export function evenFilter({graph, block = 1}: Emission, width: number, weight: number): string {
  return graph.constant(`${width} weights of ${weight}`, [block, width, 1, 1], filledWith(block * width, weight));
}

/** The filter by which `rowSums` weights channels by a vector. */
export function vectorFilter({graph, block = 1}: Emission, vector: string, width: number): string {
  const columns = graph.op("Expand", [graph.reshape(vector, [width, 1]), graph.integers([width, block])]);
  return graph.reshape(columns, [block, width, 1, 1]);
}

/** Lanes with a number for each row, which stands in every lane: `combine` is given both in shapes that broadcast. */
export function withRows(
  {graph, block = 1}: Emission,
  value: string,
  rowNumbers: string,
  width: number,
  type: "Add" | "Sub" | "Mul"
): string {
  const lanes = graph.reshape(value, [width / block, -1]);
  const result = graph.op(type, [lanes, graph.reshape(rowNumbers, [1, -1])]);
  return graph.reshape(result, [1, width, 1, -1]);
}

function filledWith(length: number, value: number): Float32Array {
  return new Float32Array(length).fill(value);
}
