import {Pcg64} from "./pcg64.ts";

/** Above this, a 32-bit word times the bound is no longer exact in a double. */
const LARGEST_BOUND = 2 ** 21;

/**
 * A stream of numpy's `default_rng(seed).integers(0, bound)`: Lemire's method on 32-bit words, with rejection
 * (Lemire 2019, "Fast random integer generation in an interval", algorithm 5). A matrix of
 * `size=(rows, columns)` is filled row by row.
 * @throws RangeError unless 1 <= bound <= 2^21, and for a seed that is negative or no integer
 */
export function integerStream(seed: number | bigint, bound: number): () => number {
  if (!Number.isInteger(bound) || bound < 1 || bound > LARGEST_BOUND)
    throw new RangeError(`bound ${bound} is not an integer from 1 to ${LARGEST_BOUND}`);
  const words = new Pcg64(seed);
  if (bound === 1) return () => 0;
  const rejected = (2 ** 32 - bound) % bound;
  return () => {
    let product: number;
    do product = words.nextUint32() * bound;
    while (product >>> 0 < rejected);
    return Math.floor(product / 2 ** 32);
  };
}

/** numpy's `default_rng(seed).integers(0, bound, size=count)`. */
export function randomIntegers(seed: number | bigint, bound: number, count: number): Uint32Array {
  const next = integerStream(seed, bound);
  const integers = new Uint32Array(count);
  for (let i = 0; i < count; i++) integers[i] = next();
  return integers;
}

/**
 * How often each of `n` rows occurs in each of `resamples` draws with replacement:
 * resamples x n, row b from row b of numpy's `default_rng(seed).integers(0, n, size=(resamples, n))`.
 */
export function resampleCounts(seed: number | bigint, n: number, resamples: number): Uint16Array {
  const next = integerStream(seed, n);
  const counts = new Uint16Array(n * resamples);
  for (let offset = 0; offset < counts.length; offset += n) for (let i = 0; i < n; i++) counts[offset + next()]! += 1;
  return counts;
}
