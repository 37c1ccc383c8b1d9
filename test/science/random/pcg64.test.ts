import assert from "node:assert/strict";
import {describe, test} from "node:test";
import {Pcg64} from "../../../science/random/pcg64.ts";
import {seedState} from "../../../science/random/seed-sequence.ts";
import {golden} from "./golden.ts";

describe("the generator is numpy's PCG64", () => {
  for (const {seed, words} of golden.states)
    test(`a seed of ${seed} is spread over the state as SeedSequence does`, () => {
      assert.deepEqual(Array.from(seedState(BigInt(seed), words.length)), words);
    });

  for (const {seed, outputs} of golden.outputs)
    test(`after seed ${seed}, each 64-bit output gives its low 32 bits first, then its high 32 bits`, () => {
      const generator = new Pcg64(BigInt(seed));
      const made = outputs.map(() => {
        const low = BigInt(generator.nextUint32());
        return `0x${((BigInt(generator.nextUint32()) << 32n) | low).toString(16)}`;
      });
      assert.deepEqual(made, outputs);
    });

  test("the words of seed 42 come in the order of the buffered 32-bit draws", () => {
    const generator = new Pcg64(42);
    const words = Array.from({length: 6}, () => generator.nextUint32());
    assert.deepEqual(words, [0x16d92688, 0xc621fbcd, 0xa791ffc1, 0x705a5661, 0x6eda1624, 0xdbcd12c2]);
  });

  test("a number and a bigint of the same value are the same seed", () => {
    assert.deepEqual(seedState(123456789012, 8), seedState(123456789012n, 8));
  });

  test("a seed that is negative, fractional or not a number is refused", () => {
    for (const seed of [-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53, -1n])
      assert.throws(() => new Pcg64(seed), RangeError);
  });
});
