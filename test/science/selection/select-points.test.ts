import assert from "node:assert/strict";
import {describe, test} from "node:test";
import type {z} from "zod";
import {TableMistake} from "../../../science/formats/table-mistake.ts";
import {experimentSchema} from "../../../science/scaling-laws/experiment.ts";
import type {ScoreRow} from "../../../science/selection/long-table.ts";
import {selectPoints} from "../../../science/selection/select-points.ts";

const wide: ScoreRow[] = [
  {model_id: "b", arch_family: "ResNet", samples_per_class: 0, N: 4e5, dataset: "imagenet", ok: true, V1: 0.2, IT: 0.4},
  {
    model_id: "B",
    arch_family: "ResNetFlex",
    samples_per_class: 1,
    N: 1e5,
    dataset: "ecoset",
    ok: false,
    V1: 0.3,
    IT: 0.5
  },
  {model_id: "a", arch_family: "ViT", samples_per_class: 10, N: 2e5, dataset: null, ok: true, V1: 0.1, IT: null},
  {model_id: "c", arch_family: "ViT", samples_per_class: 300, N: 3e5, dataset: "imagenet", ok: true, V1: 0.25, IT: 0.35}
];

const long: ScoreRow[] = wide.flatMap(({V1 = null, IT = null, ...model}) => [
  {...model, region: "V1", score: V1},
  {...model, region: "IT", score: IT}
]);

function select(rows: ScoreRow[], experiment: Omit<z.input<typeof experimentSchema>, "form" | "x">) {
  return selectPoints(rows, experimentSchema.parse({...experiment, x: {N: 1e5}, form: "power_law"}), "mine");
}

const fails = (rows: ScoreRow[], experiment: Parameters<typeof select>[1], message: RegExp) =>
  assert.throws(
    () => select(rows, experiment),
    (error) => error instanceof TableMistake && message.test(error.message)
  );

const keys = ["model_id", "N", "arch_family", "samples_per_class"];

describe("points of an experiment", () => {
  test("are means over the regions asked for, sorted by the keys in code-point order", () => {
    const points = select(wide, {group_by: keys, where: {region: ["V1", "IT"], model_id: ["b", "B", "c"]}});
    assert.deepEqual(points.ids, ["B", "b", "c"]);
    assert.deepEqual(points.X, [[1, 4, 3]]);
    assert.deepEqual(points.Y, [1 - 0.4, 1 - (0.2 + 0.4) / 2, 1 - 0.3]);
    assert.deepEqual({rows: points.rows, dropped: points.dropped}, {rows: 3, dropped: 0});
  });

  test("are the same from a long and from a wide table", () => {
    for (const experiment of [{group_by: keys}, {where: {region: "V1"}}, {group_by: keys, where: {region: ["V1"]}}]) {
      const {rows: wideRows, ...fromWide} = select(wide, experiment);
      const {rows: longRows, ...fromLong} = select(long, experiment);
      assert.deepEqual(fromWide, fromLong);
      assert.equal(wideRows, 4);
      assert.ok(longRows === 4 || longRows === 8);
    }
  });

  test("without group_by are the rows, in the table's order", () => {
    assert.deepEqual(select(wide, {where: {region: "V1"}}).ids, ["b", "B", "a", "c"]);
    assert.deepEqual(
      select(
        [
          {N: 1e5, score: 0.5},
          {N: 2e5, score: 0.6}
        ],
        {}
      ).ids,
      ["1", "2"]
    );
  });

  test("skip empty scores in a mean, as pandas does", () => {
    const points = select(wide, {group_by: keys, where: {model_id: "a", region: ["V1", "IT"]}});
    assert.deepEqual(points.Y, [1 - 0.1]);
  });

  test("lose the rows without a key, which are counted", () => {
    const points = select(wide, {group_by: [...keys, "dataset"], where: {region: "V1"}});
    assert.deepEqual(points.ids, ["B", "b", "c"]);
    assert.deepEqual({dropped: points.dropped, by: points.dropped_by}, {dropped: 1, by: {dataset: 1}});
  });

  test("count Flex families as their parents only where families are combined", () => {
    const where = {arch_family: "ResNet", region: "V1"};
    assert.deepEqual(select(wide, {where}).ids, ["b"]);
    assert.deepEqual(select(wide, {where, families: "combined"}).ids, ["b", "B"]);
  });

  test("leave out a family at other samples per class than those kept", () => {
    const few_samples = {families: ["ViT"], keep: [0, 300]};
    assert.deepEqual(select(wide, {few_samples, where: {region: "V1"}}).ids, ["b", "B", "c"]);
  });

  test("meet conditions by value, whatever its type, and inclusive ranges", () => {
    const ids = (where: z.input<typeof experimentSchema>["where"]) =>
      select(wide, {where: {region: "V1", ...where}}).ids;
    assert.deepEqual(ids({ok: "True"}), ["b", "a", "c"]);
    assert.deepEqual(ids({N: "4e5"}), ["b"]);
    assert.deepEqual(ids({N: {min: 2e5, max: 3e5}}), ["a", "c"]);
    assert.deepEqual(ids({samples_per_class: [1, "10"]}), ["B", "a"]);
  });

  test("fit a column as it is where the experiment says so", () => {
    const points = select([{N: 1e5, acc: 0.7}], {y: {column: "acc", as: "is"}});
    assert.deepEqual({Y: points.Y, y: points.y}, {Y: [0.7], y: {column: "acc", as: "is"}});
  });
});

describe("a selection that cannot be made says why", () => {
  test("a column that is missing, and the nearest right name", () => {
    fails(
      wide,
      {where: {archfamily: "ViT"}},
      /experiment mine: the table has no column "archfamily", did you mean "arch_family"\?/
    );
    fails([{model_id: "a", N: 1}], {}, /no column "score"/);
    fails([], {}, /no column "N"/);
  });

  test("how many rows each condition left", () => {
    const where = {arch_family: "ViT", region: "V1", N: {min: 1e6}};
    fails(
      wide,
      {where},
      /no rows left: of 4 rows, arch_family = ViT left 2, region = V1 left 2, N from 1000000 to any left 0/
    );
  });

  test("a point without a value, and which", () => {
    fails(wide, {where: {region: "IT"}}, /experiment mine, point a: "score" is empty/);
    fails(wide, {group_by: keys, where: {region: "IT"}}, /point a: "score" is empty/);
    fails([{model_id: "z", N: "big", score: 0.5}], {}, /point z: "N" is "big", not a number/);
  });

  test("a column that grouping loses", () => {
    fails(wide, {group_by: ["model_id"]}, /"N" is used after grouping, but is not a key of group_by/);
  });
});
