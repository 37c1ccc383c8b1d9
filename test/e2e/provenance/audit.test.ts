import assert from "node:assert/strict";
import {chmodSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync} from "node:fs";
import {join, relative} from "node:path";
import {describe, test} from "node:test";
import {audit} from "../../../runner/provenance/audit/audit.ts";
import type {Problem} from "../../../runner/provenance/audit/problem.ts";
import type {TaskRecord} from "../../../runner/store/record.ts";
import {openStore} from "../../../runner/store/store.ts";
import {vvs} from "../../vvs.ts";
import {withCopy, withFigureProject} from "./figure-project.ts";

interface Told {
  ok: boolean;
  objects: number;
  records: number;
  replayed: number;
  problems: Problem[];
  manifest: string;
  stages: {stage: string; same: number; within: number}[];
}

async function auditOf(folder: string, args: string[] = [], env: Record<string, string> = {}) {
  const {status, stdout, stderr} = await vvs(folder, ["audit", "--json", ...args], env);
  assert.notEqual(stdout, "", stderr);
  const told: Told = JSON.parse(stdout);
  return {status, ...told};
}

/** What an audit of the cache alone finds after `tamper`, in a copy of the project. */
async function found(
  project: string,
  tamper: (folder: string) => void
): Promise<{kind: string; what: string; file: string}[]> {
  let problems: Problem[] = [];
  await withCopy(project, async (folder) => {
    tamper(folder);
    const scope = async () => ({graph: undefined, targets: undefined});
    const found = await audit(openStore(folder), {whole: true, scope});
    problems = found.problems.map((problem) => ({...problem, file: relative(folder, problem.file)}));
  });
  return problems;
}

function records(folder: string): {path: string; record: TaskRecord}[] {
  const room = join(folder, "cache/records");
  return readdirSync(room, {recursive: true, encoding: "utf8"})
    .filter((name) => name.endsWith(".json"))
    .map((name) => ({path: join(room, name), record: JSON.parse(readFileSync(join(room, name), "utf8"))}));
}

function recordOf(folder: string, task: string): {path: string; record: TaskRecord} {
  const found = records(folder).find(({record}) => record.task === task);
  assert.ok(found, `no record of ${task}`);
  return found;
}

function write(path: string, text: string): void {
  chmodSync(path, 0o644);
  writeFileSync(path, text);
}

function objectPath(folder: string, digest: string): string {
  return join(folder, "cache/objects", digest.slice(0, 2), digest.slice(2));
}

const inRecords = (folder: string, path: string) => relative(folder, path);

describe("vvs audit", () => {
  test("finds every kind of tampering, names the file, and gives no false alarm", () =>
    withFigureProject(async (project) => {
      const {stdout} = await vvs(project, ["run", "--json"]);
      const {run} = JSON.parse(stdout);

      const clean = await auditOf(project, ["--manifest", run]);
      assert.deepEqual(clean.problems, []);
      assert.deepEqual([clean.status, clean.ok, clean.records, clean.manifest], [0, true, 3, run]);
      assert.equal((await vvs(project, ["run", "draw"])).status, 0);
      assert.deepEqual((await auditOf(project)).problems, [], "after a second run");
      assert.equal((await auditOf(project, ["--manifest", "0".repeat(64)])).status, 1, "another manifest was kept");

      const {record: draw} = recordOf(project, "draw");
      const svg = draw.outputs.svg?.digest ?? "";
      const bundle = draw.components.code.kind === "module" ? draw.components.code.bundle : "";

      await test("an object that was edited", async () => {
        const [problem, ...others] = await found(project, (folder) => write(objectPath(folder, svg), "<svg/>"));
        assert.deepEqual([problem?.kind, problem?.file], ["object", objectPath("", svg)]);
        assert.match(problem?.what ?? "", /^draw\/svg: its bytes are not those of its name/);
        assert.deepEqual(others, []);
      });

      await test("an object that was renamed", async () => {
        const other = `${svg.slice(0, 63)}${svg.endsWith("0") ? "1" : "0"}`;
        const problems = await found(project, (folder) =>
          renameSync(objectPath(folder, svg), objectPath(folder, other))
        );
        assert.deepEqual(
          problems.map(({kind, file}) => [kind, file]),
          [
            ["object", objectPath("", other)],
            ["output", inRecords(project, recordOf(project, "draw").path)]
          ]
        );
      });

      await test("a bundle that was edited", async () => {
        const [problem] = await found(project, (folder) => {
          const path = objectPath(folder, bundle);
          write(path, `${readFileSync(path, "utf8")}\n// a comment\n`);
        });
        assert.deepEqual([problem?.kind, problem?.file], ["bundle", objectPath("", bundle)]);
      });

      await test("a record: what it was made from, when, or what it made", async () => {
        const path = (folder: string) => recordOf(folder, "draw").path;
        const edit = (change: (record: TaskRecord) => void) => (folder: string) => {
          const {record} = recordOf(folder, "draw");
          change(record);
          write(path(folder), `${JSON.stringify(record)}\n`);
        };
        const edits: [RegExp, (record: TaskRecord) => void][] = [
          [/gives another key/, (record) => Object.assign(record.components.params, {factor: 7})],
          [/is not the record of draw that the manifest/, (record) => Object.assign(record, {host: "elsewhere"})],
          [
            /names other bytes for draw\/svg/,
            ({outputs}) => Object.assign(outputs.svg ?? {}, {digest: outputs.png?.digest})
          ],
          [/is not whole: startedAt/, (record) => Object.assign(record, {startedAt: 7})]
        ];
        for (const [what, change] of edits) {
          const problems = await found(project, edit(change));
          assert.deepEqual(
            problems.map(({kind, file}) => [kind, file]),
            [["record", inRecords(project, path(project))]],
            String(what)
          );
          assert.match(problems[0]?.what ?? "", what);
        }
      });

      await test("two records that were swapped, as files or with what they name", async () => {
        const pair = (folder: string) =>
          [recordOf(folder, "scale[by=double]"), recordOf(folder, "scale[by=triple]")] as const;
        const paths = pair(project)
          .map(({path}) => inRecords(project, path))
          .sort();
        const swaps = [
          (folder: string) => {
            const [one, two] = pair(folder);
            for (const [path, {record}] of [
              [one.path, two],
              [two.path, one]
            ] as const)
              write(path, `${JSON.stringify(record)}\n`);
          },
          (folder: string) => {
            const [one, two] = pair(folder);
            for (const [{path, record}, {record: other}] of [
              [one, two],
              [two, one]
            ] as const)
              write(path, `${JSON.stringify({...record, outputs: other.outputs})}\n`);
          }
        ];
        for (const swap of swaps) {
          const problems = await found(project, swap);
          assert.deepEqual(problems.map(({file}) => file).sort(), paths);
          assert.ok(problems.every(({kind}) => kind === "record"));
        }
      });

      await test("a record that was removed", async () => {
        const problems = await found(project, (folder) => rmSync(recordOf(folder, "scale[by=double]").path));
        assert.deepEqual(
          problems.map(({what}) => what.replace(/ which .*/, "")),
          ["the record of scale[by=double] is gone,"]
        );
      });

      await test("a manifest that was edited, or edited and renamed", async () => {
        const [problem] = await found(project, (folder) => {
          const path = join(folder, `cache/runs/${run}.json`);
          write(path, readFileSync(path, "utf8").replace('"profile":null', '"profile":"other"'));
        });
        assert.deepEqual([problem?.kind, problem?.file], ["manifest", `cache/runs/${run}.json`]);
        const forged = "f".repeat(64);
        const problems = await found(project, (folder) =>
          renameSync(join(folder, `cache/runs/${run}.json`), join(folder, `cache/runs/${forged}.json`))
        );
        assert.deepEqual(
          problems.map(({kind, file}) => [kind, file]).sort(),
          [
            ["manifest", `cache/runs/${run}.json`],
            ["manifest", `cache/runs/${forged}.json`]
          ].sort()
        );
      });

      await test("a manifest that was removed, or a line of the history", async () => {
        const [problem, ...others] = await found(project, (folder) => rmSync(join(folder, `cache/runs/${run}.json`)));
        assert.deepEqual([problem?.kind, problem?.file], ["manifest", `cache/runs/${run}.json`]);
        assert.match(problem?.what ?? "", /^the manifest of the run of 20\d\d-.* is gone, which history.jsonl lists$/);
        assert.deepEqual(others, []);
        const history = "cache/runs/history.jsonl";
        const edits: [string, (lines: string[]) => string[]][] = [
          ["taken out", (lines) => lines.slice(1)],
          ["changed", ([first = "", ...rest]) => [first.replace('"ran":3', '"ran":2'), ...rest]]
        ];
        for (const [how, edit] of edits) {
          const problems = await found(project, (folder) => {
            const path = join(folder, history);
            write(path, edit(readFileSync(path, "utf8").split("\n")).join("\n"));
          });
          const told = problems.find(({file}) => file === history);
          assert.match(told?.what ?? "", /^line \d goes on from a line that is not here/, how);
        }
      });

      await test("an input that no record made and nothing declares", async () => {
        const problems = await found(project, (folder) => {
          const {path, record} = recordOf(folder, "draw");
          write(path, JSON.stringify({...record, declared: {}}));
        });
        assert.match(problems.map(({what}) => what).join("\n"), /input numbers of draw was made by no record/);
      });

      await test("a published file that was changed, or is older than its inputs", () =>
        withCopy(project, async (folder) => {
          const figure = join(folder, "figures/figure.svg");
          const text = readFileSync(figure, "utf8");
          writeFileSync(figure, text.replace('height="2"', 'height="9"'));
          const changed = await auditOf(folder);
          assert.equal(changed.status, 1);
          assert.deepEqual(
            changed.problems.map(({kind, file}) => [kind, file]),
            [["published", "figures/figure.svg"]]
          );
          writeFileSync(figure, text);
          writeFileSync(join(folder, "numbers.csv"), "4\n5\n");
          const older = await auditOf(folder);
          assert.match(older.problems[0]?.what ?? "", /is older than its inputs: numbers.csv has changed since/);
          assert.equal(older.problems.length, 3);
        }));

      await test("what was made again, after a loss or a killed run, is no tampering", () =>
        withCopy(project, async (folder) => {
          rmSync(recordOf(folder, "scale[by=double]").path);
          assert.equal((await vvs(folder, ["run"])).status, 0);
          assert.deepEqual((await auditOf(folder)).problems, []);
          rmSync(recordOf(folder, "scale[by=triple]").path);
          const history = join(folder, "cache/runs/history.jsonl");
          const before = readFileSync(history, "utf8");
          assert.equal((await vvs(folder, ["run", "scale"])).status, 0);
          writeFileSync(history, before);
          rmSync(join(folder, "cache/runs", newest(join(folder, "cache/runs"))));
          assert.equal((await vvs(folder, ["run"])).status, 0);
          assert.deepEqual((await auditOf(folder)).problems, []);
        }));
    }));

  test("runs the recorded code again elsewhere, in another time zone and language, and gets the same bytes", () =>
    withFigureProject(async (project) => {
      await vvs(project, ["run"]);
      await withCopy(project, async (folder) => {
        for (const name of ["stages", "scale.sh", "figures"]) rmSync(join(folder, name), {recursive: true});
        const again = await auditOf(folder, ["--replay", "all", "-j", "3"], {TZ: "Asia/Tokyo", LANG: "tr_TR.UTF-8"});
        assert.deepEqual(again.problems, []);
        assert.deepEqual(
          [again.replayed, ...again.stages.map(({stage, same}) => `${stage} ${same}`).sort()],
          [3, "draw 1", "scale 2"]
        );
        const some = await auditOf(folder, ["--replay", "2"]);
        assert.equal(some.replayed, 2);
      });
    }));

  test("a task that makes other bytes when it is run again is told, unless it is declared so", () =>
    withFigureProject(async (folder) => {
      const yaml = readFileSync(join(folder, "pipeline.yaml"), "utf8");
      writeFileSync(join(folder, "scale.sh"), 'date +%s%N > "$3"\n');
      await vvs(folder, ["run", "scale"]);
      const varying = await auditOf(folder, ["scale", "--replay", "all"]);
      assert.equal(varying.status, 1);
      assert.match(
        varying.problems[0]?.what ?? "",
        /^scale\[by=\w+\] was made again with other bytes: other bytes: table/
      );
      rmSync(join(folder, "cache"), {recursive: true});
      writeFileSync(
        join(folder, "pipeline.yaml"),
        yaml.replace("    code: [scale.sh]\n", "    code: [scale.sh]\n    deterministic: false\n")
      );
      await vvs(folder, ["run", "scale"]);
      assert.equal((await auditOf(folder, ["scale", "--replay", "all"])).status, 0);
    }));

  test("a stage that varies is held to the tolerance that it declares, which is no part of its keys", () =>
    withFigureProject(async (folder) => {
      const yaml = readFileSync(join(folder, "pipeline.yaml"), "utf8");
      const declare = (tolerance: string) =>
        writeFileSync(
          join(folder, "pipeline.yaml"),
          yaml.replace("    code: [scale.sh]\n", `    code: [scale.sh]\n    deterministic: false\n    ${tolerance}\n`)
        );
      declare("tolerance: {table: 1e-6}");
      writeFileSync(join(folder, "scale.sh"), 'echo "x,$(date +%s%N)" > "$3"\n');
      await vvs(folder, ["run", "scale"]);
      const within = await auditOf(folder, ["scale", "--replay", "all"]);
      assert.deepEqual([within.problems, within.stages.map(({within}) => within)], [[], [2]]);
      assert.match(
        (await vvs(folder, ["audit", "scale", "--replay", "all"])).stdout,
        /within scale\[by=\w+\]: within tolerance \(largest relative difference \d/
      );
      declare("tolerance: {table: 1e-16}");
      assert.match((await vvs(folder, ["run", "scale"])).stderr, /ran 0, cached 2/);
      const beyond = await auditOf(folder, ["scale", "--replay", "all"]);
      assert.equal(beyond.problems.length, 2);
      assert.match(
        beyond.problems[0]?.what ?? "",
        /table is beyond its tolerance of 1e-16: largest relative difference \d/
      );
      declare("tolerance: {tables: 1e-16}");
      assert.match((await vvs(folder, ["run"])).stderr, /the stage has no output tables.*table/);
    }));
});

/** The manifest that was written last. */
function newest(runs: string): string {
  const manifests = readdirSync(runs).filter((name) => /^[0-9a-f]{64}\.json$/.test(name));
  const told = new Set(readFileSync(join(runs, "history.jsonl"), "utf8").match(/[0-9a-f]{64}/g));
  return manifests.find((name) => !told.has(name.slice(0, 64))) ?? "";
}
