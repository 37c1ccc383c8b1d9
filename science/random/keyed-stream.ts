/**
 * A random stream of its own for each key: whatever is drawn for one image does not depend on what was drawn for
 * others, nor on their order. The key is hashed (MurmurHash3's mixing) into the state of sfc32 (Chris Doty-Humphrey's
 * PractRand), whose period is at least 2^32.
 */
export class KeyedStream {
  #a: number;
  #b: number;
  #c: number;
  #counter = 1;

  /** @param key integers: a seed, what the stream is for, the number of an image ... */
  constructor(...key: readonly number[]) {
    this.#a = hash(key, 0x9e3779b9);
    this.#b = hash(key, 0x85ebca6b);
    this.#c = hash(key, 0xc2b2ae35);
    for (let round = 0; round < 12; round++) this.uint32();
  }

  /** The next 32-bit word, 0 to 2^32 - 1. */
  uint32(): number {
    const word = (this.#a + this.#b + this.#counter) | 0;
    this.#counter = (this.#counter + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + word) | 0;
    return word >>> 0;
  }

  /** Uniform in [low, high), in steps of (high - low) / 2^32. */
  uniform(low = 0, high = 1): number {
    return low + (high - low) * (this.uint32() / 2 ** 32);
  }

  /** Uniform integer from 0 to bound - 1, for bounds far below 2^32. */
  integer(bound: number): number {
    return Math.floor((this.uint32() / 2 ** 32) * bound);
  }

  /** Standard normal (Box & Muller 1958). */
  normal(): number {
    const radius = Math.sqrt(-2 * Math.log((this.uint32() + 1) / 2 ** 32));
    return radius * Math.cos(2 * Math.PI * this.uniform());
  }

  /** Gamma of unit scale (Marsaglia & Tsang 2000; below shape 1 by their boost). */
  gamma(shape: number): number {
    if (shape < 1) return this.gamma(shape + 1) * ((this.uint32() + 1) / 2 ** 32) ** (1 / shape);
    const d = shape - 1 / 3;
    const c = 1 / Math.sqrt(9 * d);
    for (;;) {
      const x = this.normal();
      const v = (1 + c * x) ** 3;
      if (v > 0 && Math.log((this.uint32() + 1) / 2 ** 32) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v;
    }
  }

  /** Beta of two equal parameters. */
  symmetricBeta(parameter: number): number {
    const first = this.gamma(parameter);
    const second = this.gamma(parameter);
    return first + second === 0 ? 0.5 : first / (first + second);
  }

  /** Shuffles in place (Fisher & Yates, Durstenfeld 1964). */
  shuffle(array: Uint32Array): Uint32Array {
    for (let i = array.length - 1; i > 0; i--) {
      const j = this.integer(i + 1);
      const moved = array[i]!;
      array[i] = array[j]!;
      array[j] = moved;
    }
    return array;
  }
}

/** 32 bits of a key; each number counts with its low and its high word. */
function hash(key: readonly number[], start: number): number {
  let state = start | 0;
  for (const number of key) {
    state = absorb(state, number | 0);
    state = absorb(state, Math.floor(number / 2 ** 32) | 0);
  }
  state ^= key.length;
  state = Math.imul(state ^ (state >>> 16), 0x85ebca6b);
  state = Math.imul(state ^ (state >>> 13), 0xc2b2ae35);
  return state ^ (state >>> 16);
}

function absorb(state: number, word: number): number {
  let block = Math.imul(word, 0xcc9e2d51);
  block = Math.imul((block << 15) | (block >>> 17), 0x1b873593);
  const mixed = state ^ block;
  return (Math.imul((mixed << 13) | (mixed >>> 19), 5) + 0xe6546b64) | 0;
}
