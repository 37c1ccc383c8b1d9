import assert from "node:assert/strict";
import {readFileSync} from "node:fs";
import {join} from "node:path";
import {describe, test} from "node:test";
import {fitSchema} from "../../../science/scaling-laws/fit.ts";
import {misalignment} from "../../../science/scaling-laws/form.ts";
import {withFolder} from "../../temporary-folder.ts";
import {projectRoot, vvs} from "../../vvs.ts";
import {normalStream} from "./synthetic.ts";

const truth = {e: -0.65, a: -0.3, alpha: 0.25};
const normal = normalStream(8);
const scored = Array.from({length: 30}, (_, i) => {
  const compute = 10 ** (13 + i / 5);
  const score = () => 1 - misalignment("power_law", truth, [compute / 1e13]) * Math.exp(0.02 * normal());
  return {id: `net-${String(i).padStart(2, "0")}`, compute, V1: score(), IT: score(), trained: i % 10 !== 3};
});

const wide = [
  "model_id,total_flops,is_random,V1,IT",
  ...scored.map(({id, compute, V1, IT, trained}) => `${id},${compute},${!trained},${V1},${IT}`)
].join("\n");
const long = [
  "score,region,model_id,total_flops,is_random",
  ...scored.flatMap(({id, compute, V1, IT, trained}) => [
    `${V1},V1,${id},${compute},${!trained}`,
    `${IT},IT,${id},${compute},${!trained}`
  ])
].join("\n");
const experiment = `compute_mine:
  where: {region: [V1, IT], is_random: false}
  group_by: [model_id, total_flops]
  x: {total_flops: 1e13}
  form: power_law
  bootstraps: 50
`;
const files = {"wide.csv": `${wide}\n`, "long.csv": `${long}\n`, "mine.yaml": experiment};
const fit = (folder: string, scores: string, ...more: string[]) =>
  vvs(projectRoot, ["fit", "--scores", join(folder, scores), "--experiment", join(folder, "mine.yaml"), ...more]);

test("vvs fit --json prints the fit of a table of one's own, the same for long and wide", async () => {
  await withFolder(files, async (folder) => {
    const [fromWide, fromLong] = [await fit(folder, "wide.csv", "--json"), await fit(folder, "long.csv", "--json")];
    assert.equal(fromWide.status, 0, fromWide.stderr);
    assert.equal(fromLong.stdout, fromWide.stdout);

    const found = fitSchema.parse(JSON.parse(fromWide.stdout));
    assert.deepEqual(
      [found.experiment, found.form, found.n, found.dropped, found.delta, found.seed],
      ["compute_mine", "power_law", 27, 0, 1e-3, 42]
    );
    const names = ["a", "alpha", "e"];
    for (const part of [found.parameters, found.intervals, found.identifiability, found.bootstrap.parameters[49] ?? {}])
      assert.deepEqual(Object.keys(part).sort(), names);
    assert.deepEqual(Object.keys(found.natural).sort(), ["A", "alpha", "asymptote"]);
    assert.equal(found.bootstrap.losses.length, 50);
    assert.equal(found.bootstrap.parameters.length, 50);
    assert.ok(Math.abs(found.natural.asymptote! - (1 - Math.exp(truth.e))) < 0.06, String(found.natural.asymptote));
  });
});

test("vvs fit without --json says the fit in words, and --out writes the same JSON to a file", async () => {
  await withFolder(files, async (folder) => {
    const out = join(folder, "fit.json");
    const {status, stdout, stderr} = await fit(folder, "wide.csv", "--out", out);
    assert.equal(status, 0, stderr);
    assert.match(stdout, /^compute_mine: power_law, n = 27, 50 resamples$/m);
    assert.match(stdout, /^alpha = \S+ \[\S+, \S+\]: determined/m);
    const json = await fit(folder, "wide.csv", "--json");
    assert.equal(readFileSync(out, "utf8").trimEnd(), json.stdout.trimEnd());
  });
});

describe("a mistake ends with exit code 2 and says what is wrong and where", () => {
  const mistakes: {what: string; change: Record<string, string>; scores?: string; says: RegExp[]}[] = [
    {
      what: "a missing column",
      change: {"wide.csv": wide.replace("total_flops", "total_flop")},
      says: [/no column "total_flops".*did you mean.*total_flop/is]
    },
    {
      what: "a cell that is no number",
      change: {"wide.csv": wide.replace(/^(net-02,)[^,]+/m, "$1lots")},
      says: [/wide\.csv:4/, /total_flops/, /lots/]
    },
    {
      what: "conditions that no row meets",
      change: {"mine.yaml": experiment.replace("[V1, IT]", "MT")},
      says: [/compute_mine: no rows left/, /region/]
    },
    {
      what: "a misalignment of 0",
      change: {"wide.csv": wide.replace(/^(net-05,[^,]+,false),.*$/m, "$1,1,1")},
      says: [/point net-05: misalignment 1 - score is 0/]
    },
    {
      what: "fewer points than parameters",
      change: {"wide.csv": wide.split("\n").slice(0, 3).join("\n")},
      says: [/compute_mine: 2 points, fewer than the 3 parameters of power_law/]
    },
    {
      what: "an unknown key",
      change: {"mine.yaml": `${experiment}  sed: 1\n`},
      says: [/mine\.yaml:7:3/, /unknown key "sed"/, /did you mean/i, /seed/]
    },
    {what: "a table that is not there", change: {}, scores: "none.csv", says: [/none\.csv/, /ENOENT/]}
  ];
  for (const {what, change, scores = "wide.csv", says} of mistakes)
    test(what, async () => {
      await withFolder({...files, ...change}, async (folder) => {
        const {status, stdout, stderr} = await fit(folder, scores);
        assert.equal(status, 2, `${stdout}\n${stderr}`);
        assert.equal(stdout, "");
        for (const pattern of says) assert.match(stderr, pattern);
        assert.doesNotMatch(stderr, /\n {4}at /);
      });
    });
});
