import {byCodePoint} from "../formats/json.ts";
import {Mt19937} from "../random/mt19937.ts";

/** One split of the rows: indices in the order drawn. */
export interface Split {
  train: Uint32Array;
  test: Uint32Array;
}

/** How many rows of each side. */
export interface Sizes {
  train: number;
  test: number;
}

/** scikit-learn's `train_size=share, test_size=None`: the training rows are rounded down. */
export function trainingShare(rows: number, share: number): Sizes {
  const train = Math.floor(share * rows);
  return {train, test: rows - train};
}

/** scikit-learn's `test_size=share, train_size=None`: the test rows are rounded up. */
export function testShare(rows: number, share: number): Sizes {
  const test = Math.ceil(share * rows);
  return {train: rows - test, test};
}

/** scikit-learn's `ShuffleSplit(n_splits, random_state=seed)` over 0..rows-1. */
export function shuffleSplits(rows: number, sizes: Sizes, count = 10, seed = 1): Split[] {
  const random = new Mt19937(seed);
  return Array.from({length: count}, () => {
    const order = random.permutation(rows);
    return {test: order.slice(0, sizes.test), train: order.slice(sizes.test, sizes.test + sizes.train)};
  });
}

/**
 * scikit-learn's `StratifiedShuffleSplit(n_splits, random_state=seed)`: each class gives its share of rows to either
 * side. Classes are taken in sorted order: by number where all labels are integers, else by code point.
 * @throws RangeError where a class has one member, or a side has fewer rows than there are classes
 */
export function stratifiedShuffleSplits(labels: readonly string[], sizes: Sizes, count = 10, seed = 1): Split[] {
  const classes = membersByClass(labels);
  for (const [label, members] of classes)
    if (members.length < 2) throw new RangeError(`class "${label}" has only one row; a stratified split needs two`);
  for (const [side, size] of Object.entries(sizes))
    if (size < classes.length) throw new RangeError(`${size} ${side} rows cannot hold all ${classes.length} classes`);
  const counts = classes.map(([, members]) => members.length);
  const random = new Mt19937(seed);
  return Array.from({length: count}, () => {
    const trainCounts = quotas(counts, sizes.train, random);
    const testCounts = quotas(
      counts.map((total, c) => total - trainCounts[c]!),
      sizes.test,
      random
    );
    const train: number[] = [];
    const test: number[] = [];
    for (const [c, [, members]] of classes.entries()) {
      const order = Array.from(random.permutation(members.length), (i) => members[i]!);
      train.push(...order.slice(0, trainCounts[c]));
      test.push(...order.slice(trainCounts[c], trainCounts[c]! + testCounts[c]!));
    }
    random.shuffle(train);
    random.shuffle(test);
    return {train: Uint32Array.from(train), test: Uint32Array.from(test)};
  });
}

function membersByClass(labels: readonly string[]): [label: string, members: number[]][] {
  const members = new Map<string, number[]>();
  for (const [row, label] of labels.entries()) {
    const list = members.get(label);
    if (list) list.push(row);
    else members.set(label, [row]);
  }
  const numeric = [...members.keys()].every((label) => /^-?\d+$/.test(label));
  return [...members].sort(([a], [b]) => (numeric ? Number(a) - Number(b) : byCodePoint(a, b)));
}

/**
 * `draws` shared out in proportion to `counts` (scikit-learn's `_approximate_mode`): the missing ones go to the largest
 * remainders, equal remainders by lot.
 */
function quotas(counts: readonly number[], draws: number, random: Mt19937): number[] {
  const total = counts.reduce((sum, value) => sum + value, 0);
  const shares = counts.map((value) => (value / total) * draws);
  const result = shares.map(Math.floor);
  let missing = draws - result.reduce((sum, value) => sum + value, 0);
  const remainders = shares.map((share, c) => share - result[c]!);
  for (const remainder of [...new Set(remainders)].sort((a, b) => b - a)) {
    if (missing <= 0) break;
    const tied = [...remainders.keys()].filter((c) => remainders[c] === remainder);
    for (const c of random.choice(tied, Math.min(tied.length, missing))) {
      result[c]! += 1;
      missing -= 1;
    }
  }
  return result;
}
