const WORDS = 624;
const MIDDLE = 397;

/**
 * numpy's legacy `RandomState(seed)`: the Mersenne Twister MT19937 (Matsumoto & Nishimura 1998) with the draws
 * that numpy has frozen. Words, doubles, integers and shuffles are bit-equal to numpy's.
 */
export class Mt19937 {
  readonly #state = new Uint32Array(WORDS);
  #position = WORDS;
  /** Normals come in pairs; the second waits here. */
  #waitingNormal: number | undefined;

  /** @throws RangeError unless `seed` is an integer from 0 to 2^32 - 1. */
  constructor(seed: number) {
    if (!Number.isInteger(seed) || seed < 0 || seed >= 2 ** 32)
      throw new RangeError(`seed ${seed} is not an integer from 0 to ${2 ** 32 - 1}`);
    const state = this.#state;
    state[0] = seed;
    for (let i = 1; i < WORDS; i++) {
      const previous = state[i - 1]!;
      state[i] = Math.imul(1812433253, previous ^ (previous >>> 30)) + i;
    }
  }

  /** The next 32-bit word, 0 to 2^32 - 1. */
  uint32(): number {
    if (this.#position === WORDS) this.#twist();
    let word = this.#state[this.#position++]!;
    word ^= word >>> 11;
    word ^= (word << 7) & 0x9d2c5680;
    word ^= (word << 15) & 0xefc60000;
    return (word ^ (word >>> 18)) >>> 0;
  }

  /** Uniform in [0, 1) with 53 bits: numpy's `random_sample()`. */
  double(): number {
    const high = this.uint32() >>> 5;
    const low = this.uint32() >>> 6;
    return (high * 2 ** 26 + low) / 2 ** 53;
  }

  /**
   * Uniform integer from 0 to `largest`, both included: numpy's `randint(0, largest + 1)`.
   * Words are masked and rejected; nothing is drawn for 0.
   * @throws RangeError unless `largest` is an integer from 0 to 2^32 - 1
   */
  integer(largest: number): number {
    if (!Number.isInteger(largest) || largest < 0 || largest >= 2 ** 32)
      throw new RangeError(`largest ${largest} is not an integer from 0 to ${2 ** 32 - 1}`);
    if (largest === 0) return 0;
    const mask = 0xffffffff >>> Math.clz32(largest);
    let value: number;
    do value = (this.uint32() & mask) >>> 0;
    while (value > largest);
    return value;
  }

  /** Shuffles in place: numpy's `shuffle(array)` along the first axis. */
  shuffle<Item>(array: {length: number; [index: number]: Item}): void {
    for (let i = array.length - 1; i > 0; i--) {
      const j = this.integer(i);
      const moved = array[i]!;
      array[i] = array[j]!;
      array[j] = moved;
    }
  }

  /** 0 to count - 1 in random order: numpy's `permutation(count)`. */
  permutation(count: number): Uint32Array {
    const order = Uint32Array.from({length: count}, (_, i) => i);
    this.shuffle(order);
    return order;
  }

  /**
   * numpy's `choice(items, count, replace=False)`.
   * @throws RangeError if there are fewer items than `count`
   */
  choice<Item>(items: readonly Item[], count: number): Item[] {
    if (count > items.length) throw new RangeError(`cannot choose ${count} of ${items.length} without replacement`);
    return Array.from(this.permutation(items.length).subarray(0, count), (i) => items[i]!);
  }

  /**
   * Standard normal by the polar method (Marsaglia & Bray 1964), as numpy's `standard_normal()`; its last bit is that
   * of the platform's logarithm.
   */
  normal(): number {
    if (this.#waitingNormal !== undefined) {
      const waiting = this.#waitingNormal;
      this.#waitingNormal = undefined;
      return waiting;
    }
    let first: number;
    let second: number;
    let squared: number;
    do {
      first = 2 * this.double() - 1;
      second = 2 * this.double() - 1;
      squared = first * first + second * second;
    } while (squared >= 1 || squared === 0);
    const factor = Math.sqrt((-2 * Math.log(squared)) / squared);
    this.#waitingNormal = factor * first;
    return factor * second;
  }

  #twist(): void {
    const state = this.#state;
    for (let i = 0; i < WORDS; i++) {
      const joined = (state[i]! & 0x80000000) | (state[(i + 1) % WORDS]! & 0x7fffffff);
      state[i] = state[(i + MIDDLE) % WORDS]! ^ (joined >>> 1) ^ (joined & 1 ? 0x9908b0df : 0);
    }
    this.#position = 0;
  }
}
