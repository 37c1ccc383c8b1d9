import assert from "node:assert/strict";
import {createHash} from "node:crypto";
import {readFileSync} from "node:fs";
import {describe, test} from "node:test";
import fc from "fast-check";
import {shuffleSplits, stratifiedShuffleSplits, testShare, trainingShare} from "../../../science/metrics/splits.ts";

const drawn = JSON.parse(readFileSync(new URL("splits.golden.json", import.meta.url), "utf8"));

describe("the splits of scikit-learn", () => {
  test("FreemanZiemba2013: 135 images of two kinds", () => {
    const {stratum, splits} = drawn.freemanziemba;
    sameSplits(stratifiedShuffleSplits(stratum, trainingShare(135, 0.9)), splits);
  });

  test("MajajHong2015: 3,200 images of 64 objects", () => {
    const {stratum_index_by_sorted_object_name: indices, splits} = drawn.majajhong;
    const labels = indices.map((index: number) => `object ${String(index).padStart(2, "0")}`);
    sameSplits(stratifiedShuffleSplits(labels, trainingShare(3200, 0.9)), splits);
  });

  test("the public 30% of FreemanZiemba2013, seed 12", () => {
    const {labels, train_public, test_private} = drawn.publicSubset;
    const [split] = stratifiedShuffleSplits(labels, trainingShare(450, 0.3), 1, 12);
    assert.deepEqual([...split!.train], train_public);
    assert.deepEqual([...split!.test], test_private);
  });

  test("halves of 20, 28, 47 and 51 repetitions", () => {
    for (const [count, halves] of Object.entries<{half1: number[]; half2: number[]}[]>(drawn.repetitions.splits)) {
      const splits = shuffleSplits(Number(count), trainingShare(Number(count), 0.5));
      assert.deepEqual(
        splits.map(({train, test}) => ({half1: [...train], half2: [...test]})),
        halves
      );
    }
  });
});

test("a training share is rounded down, a test share up", () => {
  assert.deepEqual(trainingShare(135, 0.9), {train: 121, test: 14});
  assert.deepEqual(testShare(135, 0.9), {train: 13, test: 122});
});

test("labels that are all integers are sorted as numbers", () => {
  const numbers = Array.from({length: 120}, (_, i) => String(i % 12));
  const padded = numbers.map((label) => label.padStart(2, "0"));
  const sizes = trainingShare(120, 0.8);
  assert.deepEqual(stratifiedShuffleSplits(numbers, sizes), stratifiedShuffleSplits(padded, sizes));
});

test("each side has its size, no row is on both, and each class its share within one row", () => {
  const labels = fc.array(fc.constantFrom("a", "b", "c"), {minLength: 40, maxLength: 120});
  fc.assert(
    fc.property(labels, fc.integer({min: 0, max: 1000}), (rest, seed) => {
      const all = ["a", "a", "b", "b", "c", "c", ...rest];
      const sizes = trainingShare(all.length, 0.9);
      for (const {train, test} of stratifiedShuffleSplits(all, sizes, 2, seed)) {
        assert.equal(train.length, sizes.train);
        assert.equal(test.length, sizes.test);
        assert.equal(new Set([...train, ...test]).size, all.length);
        for (const label of "abc") {
          const inClass = (rows: Uint32Array) => rows.filter((row) => all[row] === label).length;
          const share = (all.filter((other) => other === label).length * sizes.train) / all.length;
          assert.ok(Math.abs(inClass(train) - share) <= 1);
        }
      }
    }),
    {numRuns: 50}
  );
});

test("a class of one row, and more classes than rows, are refused", () => {
  assert.throws(() => stratifiedShuffleSplits(["a", "a", "b"], {train: 2, test: 1}), /class "b" has only one row/);
  assert.throws(() => stratifiedShuffleSplits(["a", "a", "b", "b"], {train: 3, test: 1}), /1 test rows/);
});

interface Drawn {
  test: number[];
  train_sha256_u32le: string;
  train_head: number[];
}

function sameSplits(splits: {train: Uint32Array; test: Uint32Array}[], expected: Drawn[]): void {
  assert.deepEqual(
    splits.map(({train, test}) => ({
      test: [...test],
      train_sha256_u32le: createHash("sha256").update(train).digest("hex"),
      train_head: [...train.subarray(0, 10)]
    })),
    expected
  );
}
