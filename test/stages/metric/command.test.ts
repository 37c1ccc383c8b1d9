import assert from "node:assert/strict";
import {readFileSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {describe, test} from "node:test";
import {withFolder} from "../../temporary-folder.ts";
import {projectRoot, vvs} from "../../vvs.ts";
import {npyFile} from "./npy-file.ts";

interface Expected {
  score: number;
  error?: number;
  splits?: number[];
  neuroids?: number[][];
}

interface Case {
  name: string;
  /** Files of numpy, base64. */
  X: string;
  Y: string;
  groups: string[] | null;
  expected: Record<string, Expected>;
}

const cases: Case[] = JSON.parse(readFileSync(new URL("metric.golden.json", import.meta.url), "utf8"));

const metric = (folder: string, name: string, ...more: string[]) =>
  vvs(projectRoot, ["metric", name, "--source", join(folder, "X.npy"), "--target", join(folder, "Y.npy"), ...more]);

describe("vvs metric says what scikit-learn says", () => {
  for (const {name, X, Y, groups, expected} of cases)
    test(name, () =>
      withFolder(groups ? {"groups.txt": `${groups.join("\n")}\n`} : {}, async (folder) => {
        writeFileSync(join(folder, "X.npy"), Buffer.from(X, "base64"));
        writeFileSync(join(folder, "Y.npy"), Buffer.from(Y, "base64"));
        const grouped = groups ? ["--groups", join(folder, "groups.txt")] : [];
        for (const [which, wanted] of Object.entries(expected)) {
          const {status, stdout, stderr} = await metric(folder, which, ...grouped, "--json");
          assert.equal(status, 0, stderr);
          const found = JSON.parse(stdout);
          assert.deepEqual(Object.keys(found), ["error", "metric", "neuroids", "score", "splits"]);
          assert.equal(found.metric, which);
          close([found.score], [wanted.score], which);
          if (wanted.error !== undefined) close([found.error], [wanted.error], which);
          if (wanted.splits) close(found.splits, wanted.splits, which);
          if (wanted.neuroids) close(found.neuroids.flat(), wanted.neuroids.flat(), which);
        }
      })
    );
});

test("people read a line", () =>
  withArrays(30, 26, 2, async (folder) => {
    const {stdout} = await metric(folder, "pls");
    assert.match(stdout, /^pls {2}-?\d\.\d{6} ± \d\.\d{6} {2}\(10 splits, median of 2 neuroids\)\n$/);
  }));

describe("a mistake exits with 2 and one block", () => {
  const refused = async (folder: string, args: string[], message: RegExp) => {
    const {status, stdout, stderr} = await metric(folder, args[0]!, ...args.slice(1));
    assert.equal(status, 2, stderr);
    assert.equal(stdout, "");
    assert.match(stderr, message);
    assert.doesNotMatch(stderr, /\n {4}at /);
  };

  test("an unknown metric gets the nearest name", () =>
    withArrays(30, 30, 2, (folder) =>
      refused(folder, ["ridgee"], /no metric is named "ridgee", did you mean "ridge"/)
    ));

  test("different numbers of rows", () =>
    withArrays(30, 30, 2, async (folder) => {
      writeFileSync(join(folder, "Y.npy"), npyFile([29, 2]));
      await refused(folder, ["pls"], /X\.npy: has 30 rows, but .*Y\.npy has 29/);
    }));

  test("NaN, with its row and column", () =>
    withArrays(30, 30, 2, async (folder) => {
      writeFileSync(join(folder, "X.npy"), npyFile([30, 30], {at: 4 * 30 + 7, value: Number.NaN}));
      await refused(folder, ["pls"], /X\.npy: row 4, column 7 is NaN/);
      writeFileSync(join(folder, "X.npy"), npyFile([30, 30]));
      writeFileSync(join(folder, "Y.npy"), npyFile([30, 2], {at: 3, value: Number.POSITIVE_INFINITY}));
      await refused(folder, ["rdm"], /Y\.npy: row 1, column 1 is Infinity/);
    }));

  test("fewer features than components", () =>
    withArrays(40, 24, 2, (folder) => refused(folder, ["pls"], /has 24 features; pls needs at least 25/)));

  test("fewer rows than components", () =>
    withArrays(26, 30, 2, (folder) => refused(folder, ["pls"], /has 26 rows; pls needs at least 28/)));

  test("files that are missing, no arrays, or cut off", () =>
    withArrays(30, 30, 2, async (folder) => {
      writeFileSync(join(folder, "Y.npy"), "1,2\n3,4\n");
      await refused(folder, ["cka"], /Y\.npy: not a \.npy file/);
      writeFileSync(join(folder, "Y.npy"), npyFile([30, 2]).subarray(0, 300));
      await refused(folder, ["cka"], /Y\.npy: holds 172 bytes of numbers, but shape \(30, 2\) of <f8 needs 480/);
      await refused(folder, ["cka", "--groups", join(folder, "none.txt")], /none\.txt: no such file/);
    }));

  test("groups that do not fit", () =>
    withArrays(30, 30, 2, async (folder) => {
      const groups = (labels: string[]) => {
        const file = join(folder, "groups.txt");
        writeFileSync(file, labels.join("\n"));
        return ["ridge", "--groups", file];
      };
      const two: string[] = Array.from({length: 30}, (_, i) => (i % 2 ? "a" : "b"));
      await refused(folder, groups(two.slice(1)), /groups\.txt: has 29 labels, but the arrays have 30 rows/);
      await refused(folder, groups(["lone", ...two.slice(1)]), /label "lone" has one row/);
      await refused(folder, groups(two.map((_, i) => `g${i % 5}`)), /5 labels, but .* only 3 rows/);
      await refused(folder, groups(two.with(2, "")), /groups\.txt:3: expected a label/);
    }));
});

function withArrays(rows: number, features: number, neuroids: number, use: (folder: string) => Promise<void>) {
  return withFolder({}, async (folder) => {
    writeFileSync(join(folder, "X.npy"), npyFile([rows, features]));
    writeFileSync(join(folder, "Y.npy"), npyFile([rows, neuroids]));
    await use(folder);
  });
}

function close(found: number[], expected: number[], name: string): void {
  assert.equal(found.length, expected.length, name);
  for (const [i, value] of expected.entries())
    assert.ok(Math.abs(found[i]! - value) < 1e-9, `${name} ${i}: ${found[i]}`);
}
