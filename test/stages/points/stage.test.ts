import assert from "node:assert/strict";
import {mkdtempSync, readFileSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {after, test} from "node:test";
import {selectionSchema} from "../../../science/scaling-laws/experiment.ts";
import {pointsSchema} from "../../../science/scaling-laws/points.ts";
import points from "../../../stages/points/stage.ts";
import published from "../../../stages/published/stage.ts";

const folder = mkdtempSync(join(tmpdir(), "points-"));
after(() => rmSync(folder, {recursive: true}));

const tables = join(import.meta.dirname, "../../../data/published");

test("the points stage writes the points of an experiment, and logs what was dropped and why", async () => {
  const selection = selectionSchema.parse({
    where: {is_pretrained: true, arch_family: "EfficientViT-B", region: ["V1", "V2", "V4", "IT", "Behavioral"]},
    group_by: ["model_id", "dataset", "n_params"],
    x: {n_params: 1e5}
  });
  const file = join(folder, "points.json");
  const log: string[] = [];
  const task = {
    params: {experiment: "mine", selection},
    inputs: {models: join(tables, "models.csv")},
    outputs: {points: file}
  };
  const run = () => points.run({...task, cores: 1, resume: "", log: (line) => log.push(line)});
  await assert.rejects(async () => run(), /experiment mine: no points left: 8 rows match, 8 of them have an empty key/);
  task.params.selection = {...selection, group_by: ["model_id", "n_params"]};
  await run();
  const made = pointsSchema.parse(JSON.parse(readFileSync(file, "utf8")));
  assert.equal(made.Y.length, 8);
  assert.equal(log.at(-1), "8 points from 8 rows, 0 dropped");
});

test("the published stage refuses a cell that does not fit, and says where it is", async () => {
  const good = readFileSync(join(tables, "models.csv"), "utf8");
  const models = join(folder, "models.csv");
  writeFileSync(
    models,
    good.replace(
      "alexnet_ecoset_100_seed-1,alexnet,AlexNet,ecoset,1,",
      "alexnet_ecoset_100_seed-1,alexnet,AlexNet,ecoset,one,"
    )
  );
  const input = (name: string) => join(tables, `${name}.csv`);
  const inputs = {
    models,
    dynamics: input("dynamics"),
    leaderboard: input("leaderboard"),
    fits: input("fits"),
    commitments: input("commitments")
  };
  const out = (name: string) => join(folder, `out-${name}.csv`);
  const outputs = {models: out("m"), dynamics: out("d"), leaderboard: out("l"), fits: out("f"), commitments: out("c")};
  await assert.rejects(
    async () => published.run({params: {}, inputs, outputs, cores: 1, resume: "", log: () => undefined}),
    /models\.csv:3: column "seed": "one" does not fit: expected a whole number/
  );
});
