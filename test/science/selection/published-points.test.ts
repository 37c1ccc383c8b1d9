import assert from "node:assert/strict";
import {createHash} from "node:crypto";
import {existsSync, readFileSync} from "node:fs";
import {join} from "node:path";
import {describe, test} from "node:test";
import {parse} from "yaml";
import {z} from "zod";
import {readTable} from "../../../science/formats/table.ts";
import {experimentSchema} from "../../../science/scaling-laws/experiment.ts";
import {scoreColumns} from "../../../science/selection/original-tables.ts";
import {modelColumns} from "../../../science/selection/published-tables.ts";
import {selectPoints} from "../../../science/selection/select-points.ts";

const root = join(import.meta.dirname, "../../..");
const read = (path: string) => readFileSync(join(root, path), "utf8");

const {experiments} = z
  .object({params: z.object({experiments: z.record(z.string(), experimentSchema)})})
  .parse(parse(read("stages/fit/experiments.yaml"))).params;

const point = z.strictObject({
  n: z.int(),
  first: z.string(),
  last: z.string(),
  ids: z.string(),
  X: z.string(),
  Y: z.string()
});
const golden = z.record(z.string(), point).parse(JSON.parse(read("test/science/selection/pandas-points.golden.json")));

const models = readTable(read("data/published/models.csv"), modelColumns);

const mirror = process.env.VVS_MIRROR;
const original = mirror === undefined ? undefined : join(mirror, "benchmark_scores.csv");
const noOriginal =
  original !== undefined && existsSync(original)
    ? false
    : "the released table is not here (VVS_MIRROR names its folder)";

function digest(values: string | readonly (number | null)[]): string {
  const data = typeof values === "string" ? values : new Uint8Array(Float64Array.from(values, Number).buffer);
  return createHash("sha256").update(data).digest("hex");
}

function summary(rows: Parameters<typeof selectPoints>[0], name: string) {
  const experiment = experiments[name];
  assert.ok(experiment, `no experiment ${name}`);
  const {ids, X, Y} = selectPoints(rows, experiment, name);
  const text = {first: ids[0], last: ids.at(-1), ids: digest(ids.join("\n"))};
  return {n: Y.length, ...text, X: digest(X.flat()), Y: digest(Y)};
}

test("there are 43 experiments, each with its delta and form", () => {
  assert.deepEqual(Object.keys(experiments).sort(), Object.keys(golden).sort());
  for (const experiment of Object.values(experiments)) assert.equal(experiment.delta, 1e-3);
  assert.equal(Object.keys(experiments).length, 43);
});

describe("one row a model gives the rows, order and doubles of pandas on the released table", () => {
  for (const [name, expected] of Object.entries(golden)) {
    test(`${name}: ${expected.n} points`, () => assert.deepEqual(summary(models, name), expected));
  }
});

test("one row a benchmark gives the same", {skip: noOriginal}, () => {
  const rows = readTable(readFileSync(original ?? "", "utf8"), scoreColumns);
  for (const [name, expected] of Object.entries(golden)) assert.deepEqual(summary(rows, name), expected, name);
});

test("19 of 155 pretrained models have an empty key: 8 no dataset, 11 no size; no other experiment loses one", () => {
  for (const [name, experiment] of Object.entries(experiments)) {
    const {rows, dropped, dropped_by} = selectPoints(models, experiment, name);
    if (name !== "parameter_pretrained_scaling") {
      assert.equal(dropped, 0, name);
      continue;
    }
    assert.deepEqual({rows, dropped}, {rows: 155, dropped: 19});
    assert.deepEqual(dropped_by, {dataset: 8, flops: 11, n_params: 11, total_flops: 11});
  }
});
