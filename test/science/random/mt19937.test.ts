import assert from "node:assert/strict";
import {createHash} from "node:crypto";
import {readFileSync} from "node:fs";
import {describe, test} from "node:test";
import {Mt19937} from "../../../science/random/mt19937.ts";

/** Drawn with numpy's `RandomState`; the keys that are numbers are seeds. */
const drawn = JSON.parse(readFileSync(new URL("mt19937.golden.json", import.meta.url), "utf8"));

const times = <Value>(count: number, draw: () => Value) => Array.from({length: count}, draw);

for (const seed of [0, 1, 12]) {
  const expected = drawn[seed];
  describe(`numpy's RandomState(${seed})`, () => {
    test("32-bit words", () => {
      const stream = new Mt19937(seed);
      assert.deepEqual(
        times(10, () => stream.uint32()),
        expected.uint32_first_10
      );
    });

    test("doubles", () => {
      const stream = new Mt19937(seed);
      assert.deepEqual(
        times(5, () => stream.double()),
        expected.random_sample_5
      );
    });

    test("permutations, one after another", () => {
      const stream = new Mt19937(seed);
      assert.deepEqual(
        [1, 2, 10, 23].map((count) => [...stream.permutation(count)]),
        expected.permutations_of_1_2_10_23_in_sequence
      );
    });

    test("a shuffled list", () => {
      const list = times(17, () => 0).map((_, i) => i);
      new Mt19937(seed).shuffle(list);
      assert.deepEqual(list, expected.shuffle_list_17);
    });

    test("normals, in pairs", () => {
      const stream = new Mt19937(seed);
      for (const value of expected.standard_normal_6) {
        const ours = stream.normal();
        assert.ok(Math.abs(ours - value) <= 4e-16 * Math.abs(value), `${ours} for ${value}`);
      }
    });

    test("a choice without replacement", () => {
      const items = times(10, () => 100).map((first, i) => first + i);
      assert.deepEqual(new Mt19937(seed).choice(items, 4), expected.choice4_of_100_109_without_replacement);
    });
  });
}

test("two shuffles of 585,511 trials from one stream", () => {
  const expected = drawn.i2n_halves_public_n585511_seed0;
  const stream = new Mt19937(0);
  const digest = () => createHash("sha256").update(stream.permutation(585511)).digest("hex");
  assert.equal(digest(), expected.first_sha256_u32le);
  assert.equal(digest(), expected.second_sha256_u32le);
});

test("bounds and seeds outside the 32 bits are refused", () => {
  assert.throws(() => new Mt19937(-1), RangeError);
  assert.throws(() => new Mt19937(2 ** 32), RangeError);
  assert.throws(() => new Mt19937(0.5), RangeError);
  assert.throws(() => new Mt19937(0).integer(2 ** 32), RangeError);
  assert.throws(() => new Mt19937(0).choice([1, 2], 3), RangeError);
});
