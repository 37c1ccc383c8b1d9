import assert from "node:assert/strict";
import {createHash} from "node:crypto";
import {appendFileSync, existsSync, readdirSync, readFileSync, rmSync} from "node:fs";
import {join} from "node:path";
import {describe, test} from "node:test";
import {withProjectCopy} from "../project-copy.ts";
import {vvs} from "../vvs.ts";

const FEW = ["--profile", "published", "--set", "fit.bootstraps=20"];

interface Run {
  counts: Record<string, number>;
  tasks: {name: string; state: string; reason?: string}[];
}

async function run(folder: string, ...args: string[]): Promise<Run> {
  const {stdout, stderr} = await vvs(folder, ["run", "--json", ...args]);
  assert.notEqual(stdout, "", stderr);
  return JSON.parse(stdout);
}

function ran({tasks}: Run): string[] {
  return tasks.filter(({state}) => state === "ran").map(({name}) => name);
}

/** Digest of each published file. */
function figures(folder: string): Record<string, string> {
  return Object.fromEntries(
    readdirSync(join(folder, "figures")).map((name) => {
      const bytes = readFileSync(join(folder, "figures", name));
      return [name, createHash("sha256").update(bytes).digest("hex")];
    })
  );
}

describe("the published study", () => {
  test("runs from the project's tables alone; what changed, and only that, runs again; figures keep their bytes", () =>
    withProjectCopy(async (folder) => {
      const first = await vvs(folder, ["run", ...FEW]);
      assert.equal(first.status, 0, first.stderr);
      assert.match(first.stdout, /neural, Fig 1b +620 {2}0\.48 - 0\.55 C\^-0\.16 +0\.48 - 0\.55 C\^-0\.16/);
      assert.match(first.stdout, /both, Fig 4a +444 {2}0\.48 - 0\.18 N\^-0\.58 - 0\.50 D\^-0\.22/);
      assert.match(first.stderr, /ran 122, cached 0 in/);
      assert.match(first.stderr, /published: figures\/ \(129 files: svg, png, pdf, csv, html\)/);

      assert.deepEqual(ran(await run(folder, ...FEW)), []);
      appendFileSync(join(folder, "stages/fit/stage.ts"), "// a comment\n");
      appendFileSync(join(folder, "stages/figures/figures.yaml"), "# a comment\n");
      assert.deepEqual(ran(await run(folder, ...FEW)), []);

      const other = ["--set", "experiments.region_v4_group1.delta=1e-2"];
      assert.deepEqual(ran(await run(folder, ...FEW, ...other)), [
        "fit[experiment=region_v4_group1]",
        "figure[figure=fig5a]",
        "figure[figure=fig5b]",
        "report",
        "gallery"
      ]);
      assert.deepEqual(ran(await run(folder, ...FEW)), [], "back again");

      const before = figures(folder);
      for (const name of ["cache", "figures"]) rmSync(join(folder, name), {recursive: true});
      await run(folder, "figure", "gallery", ...FEW);
      assert.deepEqual(figures(folder), before);
    }));

  test(
    "is checked against the authors' files where they can be had",
    {
      skip: process.env.VVS_MIRROR ? false : "VVS_MIRROR is not set: the authors' files are not here"
    },
    () =>
      withProjectCopy(async (folder) => {
        const {status, stderr} = await vvs(folder, ["run", "verify"], {VVS_MIRROR: process.env.VVS_MIRROR ?? ""});
        assert.equal(status, 0, stderr);
        const {cells} = JSON.parse((await vvs(folder, ["cat", "verify"])).stdout);
        assert.equal(cells["benchmark_scores.csv"], 4965 * 27);
        assert.ok(!existsSync(join(folder, "data/benchmark_scores.csv")), "nothing is left in data/");
      })
  );
});
