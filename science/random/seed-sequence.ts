const POOL_SIZE = 4;

/**
 * numpy's `SeedSequence(seed).generate_state(words, uint32)`: a hash of any non-negative integer
 * (M. E. O'Neill's seed_seq design, as in numpy/random/bit_generator.pyx).
 * @throws RangeError if `seed` is negative or not an integer.
 */
export function seedState(seed: number | bigint, words: number): Uint32Array {
  const entropy = uint32Words(seed);
  const pool = new Uint32Array(POOL_SIZE);
  const hash = hasher(0x43b0d7e5, 0x931e8875);
  for (let i = 0; i < POOL_SIZE; i++) pool[i] = hash(entropy[i] ?? 0);
  for (let source = 0; source < POOL_SIZE; source++)
    for (let target = 0; target < POOL_SIZE; target++)
      if (source !== target) pool[target] = mix(pool[target]!, hash(pool[source]!));
  for (const word of entropy.slice(POOL_SIZE))
    for (let target = 0; target < POOL_SIZE; target++) pool[target] = mix(pool[target]!, hash(word));

  const output = hasher(0x8b51f9dd, 0x58f38ded);
  return Uint32Array.from({length: words}, (_, i) => output(pool[i % POOL_SIZE]!));
}

/** A hash of 32-bit words whose constant moves on with each word. */
function hasher(start: number, multiplier: number): (word: number) => number {
  let constant = start;
  return (word) => {
    const mixed = word ^ constant;
    constant = Math.imul(constant, multiplier);
    const product = Math.imul(mixed, constant);
    return (product ^ (product >>> 16)) >>> 0;
  };
}

function mix(x: number, y: number): number {
  const difference = Math.imul(0xca01f9dd, x) - Math.imul(0x4973f715, y);
  return (difference ^ (difference >>> 16)) >>> 0;
}

/** 32-bit words of a non-negative integer, lowest first; one word for 0. */
function uint32Words(seed: number | bigint): number[] {
  if (typeof seed === "number" && !Number.isSafeInteger(seed)) throw new RangeError(`seed ${seed} is not an integer`);
  let rest = BigInt(seed);
  if (rest < 0n) throw new RangeError(`seed ${seed} is negative`);
  const words: number[] = [];
  do {
    words.push(Number(rest & 0xffffffffn));
    rest >>= 32n;
  } while (rest > 0n);
  return words;
}
