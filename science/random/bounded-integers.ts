import {Pcg64} from "./pcg64.ts";

/** Above this, a 32-bit word times the bound is no longer exact in a double. */
const LARGEST_BOUND = 2 ** 21;

/**
 * numpy's `default_rng(seed).integers(0, bound, size=count)`: Lemire's method on 32-bit words, with rejection
 * (Lemire 2019, "Fast random integer generation in an interval", algorithm 5).
 * A matrix is filled row by row, so that `size=(rows, columns)` is `count = rows * columns`.
 *
 * @throws RangeError unless 1 <= bound <= 2^21.
 */
export function randomIntegers(seed: number | bigint, bound: number, count: number): Uint32Array {
  if (!Number.isInteger(bound) || bound < 1 || bound > LARGEST_BOUND)
    throw new RangeError(`bound ${bound} is not an integer from 1 to ${LARGEST_BOUND}`);
  const integers = new Uint32Array(count);
  if (bound === 1) return integers;
  const words = new Pcg64(seed);
  const rejected = (2 ** 32 - bound) % bound;
  for (let i = 0; i < count; i++) {
    let product: number;
    do product = words.nextUint32() * bound;
    while (product >>> 0 < rejected);
    integers[i] = Math.floor(product / 2 ** 32);
  }
  return integers;
}

/**
 * How often each of `n` rows occurs in each of `resamples` draws with replacement:
 * resamples x n, row b from row b of numpy's `default_rng(seed).integers(0, n, size=(resamples, n))`.
 */
export function resampleCounts(seed: number | bigint, n: number, resamples: number): Uint16Array {
  const rows = randomIntegers(seed, n, n * resamples);
  const counts = new Uint16Array(n * resamples);
  for (let i = 0; i < rows.length; i++) counts[Math.floor(i / n) * n + rows[i]!]! += 1;
  return counts;
}
