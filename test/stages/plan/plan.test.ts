import assert from "node:assert/strict";
import {readFileSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {describe, test} from "node:test";
import {parse} from "yaml";
import * as z from "zod";
import {withProjectCopy} from "../../project-copy.ts";
import {projectRoot, vvs} from "../../vvs.ts";

const planSchema = z.object({
  tasks: z.number(),
  models: z.array(z.object({model: z.string(), parameters: z.number(), flops: z.number().nullable()})),
  flops: z.number(),
  cores: z.number(),
  hours: z.number(),
  bytes: z.number(),
  downloads: z.number(),
  unsized: z.number()
});

const SOURCES: Record<string, {file: string; bytes?: number}> = parse(
  readFileSync(join(projectRoot, "data/sources.yaml"), "utf8")
).params.sources;

async function plan(folder: string, ...more: string[]) {
  const {stdout, stderr} = await vvs(folder, ["plan", "--json", "--throughput", "5e10", ...more]);
  assert.notEqual(stdout, "", stderr);
  return planSchema.parse(JSON.parse(stdout));
}

describe("vvs plan", () => {
  test("counts the models that would be trained, and their FLOPs by the study's accounting", () =>
    withProjectCopy(async (folder) => {
      const {models, flops, cores, hours, downloads} = await plan(folder, "--profile", "mini");
      const named = (name: string) => models.find(({model}) => model === `train[model=${name},seed=0]`)?.flops ?? 0;
      assert.equal(models.length, new Set(models.map(({model}) => model)).size);
      const [few, many] = [4, 108].map((perClass) => named(`resnet-16,dataset=objects,perClass=${perClass}`));
      assert.ok(few! > 0);
      assert.equal(many, 27 * few!, "the same epochs on 27 times as many images");
      assert.equal(
        flops,
        models.reduce((sum, model) => sum + (model.flops ?? 0), 0)
      );
      assert.ok(hours >= flops / 5e10 / cores / 3600);
      assert.equal(downloads, 0, "the artworks are in installed packages");
      const {models: fewer} = await plan(folder, "--profile", "mini", "--set", "mini.perClass=[4, 108]");
      assert.equal(fewer.length, models.length / 2);
      const twice = await plan(folder, "--profile", "mini", "--throughput", "1e11");
      assert.ok(twice.hours < hours);
    }));

  test("says what is downloaded, unless it is here, and counts it among what the disk must hold", () =>
    withProjectCopy(async (folder) => {
      const publicFiles = Object.entries(SOURCES).flatMap(([name, source]) =>
        /^(FreemanZiemba|MajajHong|Rajalingham)/.test(name) ? [source] : []
      );
      const {bytes, downloads, unsized} = await plan(folder, "--profile", "full");
      assert.equal(
        downloads,
        publicFiles.reduce((sum, source) => sum + (source.bytes ?? 0), 0)
      );
      assert.equal(unsized, publicFiles.filter((source) => source.bytes === undefined).length);
      assert.ok(bytes > downloads, `${bytes} on disk, ${downloads} to download`);
      const [first] = publicFiles;
      writeFileSync(join(folder, "data", first!.file), "laid here by a person");
      assert.equal((await plan(folder, "--profile", "full")).downloads, downloads - first!.bytes!);
    }));

  test("names what is wrong with a throughput", async () => {
    const {status, stderr} = await vvs(projectRoot, ["plan", "--throughput", "fast"]);
    assert.equal(status, 2);
    assert.match(stderr, /--throughput fast: expected FLOP\/s above 0, such as 9e10/);
  });
});
