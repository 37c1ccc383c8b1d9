import assert from "node:assert/strict";
import {describe, test} from "node:test";
import {readTable} from "../../science/formats/table.ts";
import {modelColumns} from "../../science/selection/published-tables.ts";
import {withProjectCopy} from "../project-copy.ts";
import {vvs} from "../vvs.ts";

/** One small model on two subsets, for one epoch: every stage of the mini study, and none of its patience. */
const SMALL = [
  "mini.datasets=[objects]",
  "mini.perClass=[4, 108]",
  "mini.models={tiny: {network: {family: resnet, blocks: [1, 1, 0, 0], width: 4, stem: small, size: 32}, of: {family: ResNet, layers: [relu, layer2, avgpool], behaviour: avgpool, recipe: {optimiser: {kind: sgd}, schedule: {peak: 0.05}, epochs: 1, batch: 64, checkpoints: [0]}}}}"
].flatMap((setting) => ["--set", setting]);

interface Run {
  counts: Record<string, number>;
  tasks: {name: string; state: string; reason?: string}[];
}

async function run(folder: string, ...more: string[]): Promise<Run> {
  const {stdout, stderr} = await vvs(folder, ["run", "models", "--json", ...SMALL, ...more]);
  assert.notEqual(stdout, "", stderr);
  const made: Run = JSON.parse(stdout);
  assert.equal(made.counts.failed, 0, JSON.stringify(made.tasks.filter(({state}) => state === "failed")));
  return made;
}

function ran({tasks}: Run): string[] {
  return tasks.flatMap(({name, state}) => (state === "ran" ? [name.replace(/\[.*/, "")] : []));
}

describe("the mini study", () => {
  test("goes from artworks to a table of scores; a scoring parameter trains nothing", () =>
    withProjectCopy(async (folder) => {
      await run(folder);
      const table = (await vvs(folder, ["cat", "models", ...SMALL])).stdout;
      const models = readTable(table, modelColumns);
      assert.deepEqual(
        models.map(({model_id}) => model_id),
        ["tiny_objects_4_seed-0", "tiny_objects_108_seed-0", "tiny_objects_untrained_seed-0"]
      );
      for (const model of models) {
        for (const region of ["V1", "V2", "V4", "IT"] as const) {
          const score = model[region] ?? -1;
          assert.ok(score >= 0 && score < 1, `${model.model_id} ${region} ${score}`);
        }
        assert.ok(Number.isFinite(model.Behavioral), `${model.Behavioral}`);
      }
      const [few, all, untrained] = models;
      assert.equal(few?.n_samples_seen, 4 * 48);
      assert.equal(all?.total_flops, 3 * (all?.flops ?? 0) * 108 * 48);
      assert.equal(untrained?.is_random, true);

      for (const [region, reliability] of [
        ["V1", 0.88],
        ["IT", 0.82]
      ] as const) {
        const {score} = JSON.parse((await vvs(folder, ["cat", `ceiling[region=${region}]`, ...SMALL])).stdout);
        assert.ok(Math.abs(score - reliability) < 0.01, `${region}: ${score}`);
      }
      assert.deepEqual(ran(await run(folder)), []);
      const other = new Set(ran(await run(folder, "--set", "mini.formula=r^2/c")));
      assert.deepEqual([...other].sort(), ["commitment", "models", "row", "untrained_row"]);
    }));
});
