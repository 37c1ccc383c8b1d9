import assert from "node:assert/strict";
import {describe, test} from "node:test";
import {integerStream, randomIntegers, resampleCounts} from "../../../science/random/bounded-integers.ts";
import {golden} from "./golden.ts";

const total = (values: Iterable<number>) => Array.from(values).reduce((sum, value) => sum + value, 0);

describe("integers are those of numpy's default_rng(seed).integers(0, bound)", () => {
  for (const seed of new Set(golden.integers.map((entry) => entry.seed)))
    test(`seed ${seed}: the first twelve, and the sum of 3,000, for bounds from 1 to 2^21`, () => {
      for (const {bound, first, sum} of golden.integers.filter((entry) => entry.seed === seed)) {
        const drawn = randomIntegers(BigInt(seed), bound, 3000);
        assert.deepEqual(Array.from(drawn.subarray(0, first.length)), first, `bound ${bound}`);
        assert.equal(total(drawn), sum, `bound ${bound}`);
      }
    });

  test("a bound must be a whole number from 1 to 2^21", () => {
    for (const bound of [0, -1, 1.5, Number.NaN, 2 ** 21 + 1])
      assert.throws(() => integerStream(42, bound), RangeError);
  });
});

describe("the bootstrap of seed 42", () => {
  for (const {n, rows, sum, sumOfSquares} of golden.resamples)
    test(`1,000 resamples of ${n} rows are numpy's, row by row`, () => {
      const drawn = randomIntegers(42, n, 1000 * n);
      for (const [b, start] of Object.entries(rows)) {
        const offset = Number(b) * n;
        assert.deepEqual(Array.from(drawn.subarray(offset, offset + start.length)).slice(0, n), start, `row ${b}`);
      }
      assert.equal(total(drawn), sum);
      assert.equal(total(drawn.map((value) => value * value)), sumOfSquares);
    });

  test("has the indices that the released fits were drawn with", () => {
    const starts: [number, number[]][] = [
      [620, [55, 479, 405, 272, 268, 532, 53, 432, 124, 58, 326, 604]],
      [444, [39, 343, 290, 194, 192, 381, 38, 309, 89, 41]],
      [364, [32, 281, 238, 159, 157, 312]],
      [256, [22, 198, 167, 112, 110, 219]],
      [191, [17, 147, 125, 83, 82, 163]],
      [35, [3, 27, 22, 15, 15, 30, 3, 24]],
      [4, [0, 3, 2, 1]]
    ];
    for (const [n, start] of starts) assert.deepEqual(Array.from(randomIntegers(42, n, start.length)), start);
    const sums = starts.map(([n]) => total(randomIntegers(42, n, 1000 * n)));
    assert.deepEqual(sums, [191_825_290, 98_354_807, 66_067_149, 32_658_202, 18_164_267, 594_411, 5_988]);
  });

  test("counts how often each row is drawn, n draws a resample", () => {
    const [n, resamples] = [35, 20];
    const counts = resampleCounts(42, n, resamples);
    const drawn = randomIntegers(42, n, n * resamples);
    for (let b = 0; b < resamples; b++) {
      const row = Array.from(drawn.subarray(b * n, (b + 1) * n));
      const expected = Array.from({length: n}, (_, i) => row.filter((index) => index === i).length);
      assert.deepEqual(Array.from(counts.subarray(b * n, (b + 1) * n)), expected);
      assert.equal(total(expected), n);
    }
  });

  test("resample b is the same however many are drawn", () => {
    const few = resampleCounts(42, 620, 3);
    assert.deepEqual(few, resampleCounts(42, 620, 10).subarray(0, few.length));
  });
});
