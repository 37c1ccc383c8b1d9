import assert from "node:assert/strict";
import {describe, test} from "node:test";
import fc from "fast-check";
import {DatasetMistake} from "../../../science/datasets/dataset-mistake.ts";
import {ofClasses, type Subset, subsample} from "../../../science/datasets/subsample.ts";

const everything: Subset = {seed: 0, classes: null, perClass: null, total: null};
/** 1,300 images of one class, then 732 of another, as two classes of ImageNet. */
const two = {labels: Int32Array.from({length: 2032}, (_, image) => (image < 1300 ? 0 : 1)), classes: ["dog", "cat"]};
const draw = (subset: Partial<Subset>, from = two) => subsample(from, {...everything, ...subset});

/** Made with numpy 1.24: seed, then choice(1300, 3) and choice(732, 3) without replacement, the second plus 1300. */
const numpy = {
  0: [579, 1014, 759, 1846, 1546, 2028],
  1: [1109, 370, 572, 1587, 1625, 1942],
  2: [593, 1261, 374, 1857, 1870, 1809]
};

describe("images of each class", () => {
  test("are those that numpy's legacy generator draws", () => {
    for (const [seed, images] of Object.entries(numpy)) {
      const drawn = draw({seed: Number(seed), perClass: 3});
      assert.deepEqual([...drawn.images], images);
      assert.deepEqual([...drawn.labels], [0, 0, 0, 1, 1, 1]);
    }
  });

  test("come in the order in which the classes first appear", () => {
    const swapped = {labels: two.labels.map((label) => 1 - label), classes: ["cat", "dog"]};
    const drawn = draw({perClass: 3}, swapped);
    assert.deepEqual([...drawn.images], numpy[0]);
    assert.deepEqual([...drawn.labels], [1, 1, 1, 0, 0, 0]);
  });

  test("of one seed are nested, for any classes and counts", () => {
    const labels = fc.array(fc.nat(4), {minLength: 1, maxLength: 60});
    fc.assert(
      fc.property(labels, fc.nat(1000), (list, seed) => {
        const set = {labels: Int32Array.from(list), classes: ["a", "b", "c", "d", "e"]};
        const least = Math.min(...[...new Set(list)].map((label) => list.filter((other) => other === label).length));
        const largest = draw({seed, perClass: least}, set);
        for (let perClass = 1; perClass < least; perClass++) {
          const smaller = draw({seed, perClass}, set);
          assert.ok(smaller.images.every((image) => largest.images.includes(image)));
          assert.equal(new Set(smaller.images).size, smaller.images.length);
          smaller.images.forEach((image, at) => {
            assert.equal(smaller.labels[at], list[image]);
          });
        }
      }),
      {numRuns: 30}
    );
  });

  test("fewer than asked for are an error that names the class", () => {
    assert.throws(
      () => draw({perClass: 1000}),
      new DatasetMistake('class "cat" has 732 images, but 1000 per class are asked for')
    );
  });
});

describe("classes", () => {
  const five = {
    labels: Int32Array.from({length: 50}, (_, image) => (image * 3) % 5),
    classes: ["a", "b", "c", "d", "e"]
  };

  test("are drawn first, from the same stream, and labelled in the order drawn", () => {
    const drawn = draw({seed: 1, classes: 3, perClass: 2}, five);
    // numpy: seed(1); choice([0, 3, 1, 4, 2], 3, replace=False), then choice of each one's ten images in order.
    assert.deepEqual(drawn.classes, ["b", "d", "c"]);
    assert.deepEqual([...drawn.images], [11, 16, 7, 37, 44, 19]);
    drawn.images.forEach((image, at) => {
      assert.equal(drawn.classes[drawn.labels[at]!], five.classes[five.labels[image]!]);
    });
  });

  test("give the validation images of the same classes the same labels", () => {
    const validation = {labels: Int32Array.of(0, 1, 2, 0, 3), classes: ["c", "a", "x", "e"]};
    const chosen = ofClasses(validation, ["e", "c"]);
    assert.deepEqual([...chosen.images], [0, 3, 4]);
    assert.deepEqual([...chosen.labels], [1, 1, 0]);
  });

  test("more than there are, are an error", () => {
    assert.throws(() => draw({classes: 6}, five), /6 classes are asked for, but the images are of 5/);
  });
});

describe("images of the whole dataset", () => {
  test("are the beginning of one permutation", () => {
    const ten = draw({seed: 3, total: 10});
    assert.deepEqual([...draw({seed: 3, total: 4}).images], [...ten.images.subarray(0, 4)]);
    assert.deepEqual([...ten.images], [921, 1512, 1608, 170, 2020, 411, 898, 1234, 1151, 596]);
  });

  test("are all of them, in order, where nothing is asked for", () => {
    assert.deepEqual([...draw({}).images], [...two.labels.keys()]);
  });

  test("cannot be more than there are, nor be asked for along with a number per class", () => {
    assert.throws(() => draw({total: 3000}), /3000 images are asked for, but there are 2032/);
    assert.throws(() => draw({total: 3, perClass: 3}), /choose one of the two/);
  });
});
