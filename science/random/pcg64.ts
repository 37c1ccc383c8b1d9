import {seedState} from "./seed-sequence.ts";

const LIMB_BITS = 22;
const LIMBS = 6;
const LIMB = 2 ** LIMB_BITS;
/** 128 bits are five limbs and 18 bits of the sixth. */
const TOP_LIMB = 2 ** (128 - LIMB_BITS * (LIMBS - 1));
const MULTIPLIER = limbsOf(0x2360ed051fc65da44385df649fccf645n);

/**
 * The 32-bit words of numpy's `PCG64(seed)` (O'Neill 2014, XSL-RR 128/64): each 64-bit output gives its low word,
 * then its high word, as numpy's buffered 32-bit draws do.
 *
 * The 128-bit state is kept in limbs of 22 bits, whose products and their sums are exact in doubles.
 */
export class Pcg64 {
  readonly #state = new Float64Array(LIMBS);
  readonly #increment: Float64Array;
  #high = 0;
  #highWaits = false;

  /** @throws RangeError if `seed` is negative or not an integer. */
  constructor(seed: number | bigint) {
    const words = seedState(seed, 8);
    const pair = (i: number) => BigInt(words[i]!) | (BigInt(words[i + 1]!) << 32n);
    const start = (pair(0) << 64n) | pair(2);
    const sequence = (pair(4) << 64n) | pair(6);
    this.#increment = limbsOf(BigInt.asUintN(128, (sequence << 1n) | 1n));
    this.#step();
    add(this.#state, limbsOf(start));
    this.#step();
  }

  /** The next 32-bit word, 0 to 2^32 - 1. */
  nextUint32(): number {
    if (this.#highWaits) {
      this.#highWaits = false;
      return this.#high;
    }
    this.#step();
    const s = this.#state;
    const low = (s[0]! | (s[1]! << 22)) ^ ((s[2]! >>> 20) | (s[3]! << 2) | (s[4]! << 24));
    const high = ((s[1]! >>> 10) | (s[2]! << 12)) ^ ((s[4]! >>> 8) | (s[5]! << 14));
    const rotation = s[5]! >>> 12;
    const [from, to] = rotation & 32 ? [high, low] : [low, high];
    const bits = rotation & 31;
    this.#highWaits = true;
    if (bits === 0) {
      this.#high = to >>> 0;
      return from >>> 0;
    }
    this.#high = ((to >>> bits) | (from << (32 - bits))) >>> 0;
    return ((from >>> bits) | (to << (32 - bits))) >>> 0;
  }

  /** state <- state x multiplier + increment, modulo 2^128. */
  #step(): void {
    const state = this.#state;
    const increment = this.#increment;
    for (let i = LIMBS - 1; i >= 0; i--) {
      let sum = increment[i]!;
      for (let j = 0; j <= i; j++) sum += state[j]! * MULTIPLIER[i - j]!;
      state[i] = sum;
    }
    carry(state);
  }
}

function limbsOf(value: bigint): Float64Array {
  return Float64Array.from({length: LIMBS}, (_, i) =>
    Number((value >> BigInt(i * LIMB_BITS)) & (i === LIMBS - 1 ? BigInt(TOP_LIMB - 1) : BigInt(LIMB - 1)))
  );
}

function add(target: Float64Array, summand: Float64Array): void {
  for (let i = 0; i < LIMBS; i++) target[i]! += summand[i]!;
  carry(target);
}

function carry(limbs: Float64Array): void {
  let over = 0;
  for (let i = 0; i < LIMBS - 1; i++) {
    const sum = limbs[i]! + over;
    over = Math.floor(sum / LIMB);
    limbs[i] = sum - over * LIMB;
  }
  const sum = limbs[LIMBS - 1]! + over;
  limbs[LIMBS - 1] = sum - Math.floor(sum / TOP_LIMB) * TOP_LIMB;
}
