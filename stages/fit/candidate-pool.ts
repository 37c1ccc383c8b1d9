import type {Curve, CurveSpace} from "./curve.ts";
import {huber} from "./huber.ts";
import type {GroupedTable} from "./weighted-rows.ts";

/**
 * Curves that were the best of some resample, with the Huber loss of every row of the table under each.
 * The loss of a resample is linear in how often each row was drawn, so a dot product tells what any curve
 * would cost on any resample.
 */
export interface CandidatePool {
  readonly curves: Curve[];
  /** For each curve, which of the kinds present it is of: 0, 1, ... */
  readonly kinds: number[];
  add(curve: Curve): void;
  /**
   * The loss of each curve of the pool on a resample; overwritten by the next call.
   * @param counts how often each row of the table was drawn, from `offset` on
   */
  score(counts: Uint16Array, offset: number): Float64Array;
}

/** @param capacity most curves that will be added */
export function candidatePool(table: GroupedTable, space: CurveSpace, delta: number, capacity: number): CandidatePool {
  const {n} = table;
  const curves: Curve[] = [];
  const kinds: number[] = [];
  const kindsPresent = new Map<number, number>();
  const terms = new Float64Array(capacity * n);
  const prediction = new Float64Array(table.start.length - 1);
  const rows = new Int32Array(n);
  const drawn = new Float64Array(n);
  const losses = new Float64Array(capacity);
  return {
    curves,
    kinds,
    add(curve) {
      const offset = curves.length * n;
      space.predict(curve, prediction);
      for (let g = 0; g < prediction.length; g++)
        for (let i = table.start[g]!; i < table.start[g + 1]!; i++)
          terms[offset + i] = huber(prediction[g]! - table.y[i]!, delta);
      curves.push(curve.slice());
      const kind = space.kind(curve);
      if (!kindsPresent.has(kind)) kindsPresent.set(kind, kindsPresent.size);
      kinds.push(kindsPresent.get(kind)!);
    },
    score(counts, offset) {
      let count = 0;
      for (let i = 0; i < n; i++) {
        if (counts[offset + i] === 0) continue;
        rows[count] = i;
        drawn[count++] = counts[offset + i]!;
      }
      const size = curves.length;
      for (let j = 0; j < size; j += 4) {
        const a = j * n;
        const b = Math.min(j + 1, size - 1) * n;
        const c = Math.min(j + 2, size - 1) * n;
        const d = Math.min(j + 3, size - 1) * n;
        let sa = 0;
        let sb = 0;
        let sc = 0;
        let sd = 0;
        for (let k = 0; k < count; k++) {
          const row = rows[k]!;
          const weight = drawn[k]!;
          sa += weight * terms[a + row]!;
          sb += weight * terms[b + row]!;
          sc += weight * terms[c + row]!;
          sd += weight * terms[d + row]!;
        }
        losses[j] = sa;
        if (j + 1 < size) losses[j + 1] = sb;
        if (j + 2 < size) losses[j + 2] = sc;
        if (j + 3 < size) losses[j + 3] = sd;
      }
      return losses.subarray(0, size);
    }
  };
}
