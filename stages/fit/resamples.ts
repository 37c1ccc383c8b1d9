import {resampleCounts} from "../../science/random/bounded-integers.ts";
import {drawRows, emptyRows, type GroupedTable, type WeightedRows} from "./weighted-rows.ts";

/** Up to this many points, resamples that draw every row equally often are looked for. */
const FEW_POINTS = 12;

/** The bootstrap resamples of a table and, last, the table itself. */
export interface Resamples {
  /** Index of the table itself; the number of resamples. */
  readonly original: number;
  /** How often each row of the grouped table was drawn: (resamples + 1) x n. */
  readonly counts: Uint16Array;
  /** Resamples that differ from each other, the table itself first. */
  readonly distinct: readonly number[];
  /** For each, the one in `distinct` that draws the same rows. */
  readonly twin: Int32Array;
  /** The rows of the resample that was drawn last. */
  readonly rows: WeightedRows;
  draw(index: number): void;
}

/** @param seed of numpy's generator, whose rows of indices these resamples are */
export function resamplesOf(table: GroupedTable, seed: number, count: number): Resamples {
  const {n, row} = table;
  const drawn = resampleCounts(seed, n, count);
  const counts = new Uint16Array((count + 1) * n).fill(1);
  for (let b = 0; b < count; b++) for (let i = 0; i < n; i++) counts[b * n + i] = drawn[b * n + row[i]!]!;
  const rows = emptyRows(table);
  const twin = Int32Array.from({length: count + 1}, (_, b) => b);
  if (n <= FEW_POINTS) {
    const known = new Map<string, number>();
    for (let b = count; b >= 0; b--) {
      const key = counts.subarray(b * n, (b + 1) * n).join();
      const first = known.get(key);
      if (first === undefined) known.set(key, b);
      else twin[b] = first;
    }
  }
  const distinct = [count, ...twin.subarray(0, count).filter((first, b) => first === b)];
  return {original: count, counts, distinct, twin, rows, draw: (index) => drawRows(rows, table, counts, index * n)};
}
