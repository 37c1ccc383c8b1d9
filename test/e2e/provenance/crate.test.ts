import assert from "node:assert/strict";
import {execFileSync, spawnSync} from "node:child_process";
import {mkdirSync, readFileSync, symlinkSync, writeFileSync} from "node:fs";
import {hostname} from "node:os";
import {join} from "node:path";
import {describe, test} from "node:test";
import {crateProblems} from "../../runner/provenance/crate/check-crate.ts";
import {withFolder} from "../../temporary-folder.ts";
import {projectRoot, vvs} from "../../vvs.ts";
import {withFigureProject} from "./figure-project.ts";

interface Action {
  "@id": string;
  "@type": string;
  name: string;
  description: string;
  startTime: string;
}

const metadata = (crate: string) => readFileSync(join(crate, "ro-crate-metadata.json"), "utf8");

/** Does any file in a folder hold these words? */
function holds(folder: string, words: string): boolean {
  return spawnSync("grep", ["-rqF", "--exclude-dir=node_modules", words, folder]).status === 0;
}

describe("vvs export crate", () => {
  test("holds every MUST of the profiles, with an action for each task, reused or not", () =>
    withFigureProject(async (folder) => {
      await vvs(folder, ["run", "scale"]);
      await vvs(folder, ["run"]);
      const crate = join(folder, "crate");
      const {status, stderr} = await vvs(folder, ["export", "crate", crate]);
      assert.equal(status, 0, stderr);
      assert.match(stderr, new RegExp(`tells: host name ${hostname()} \\(3 tasks\\)`));
      assert.deepEqual(crateProblems(crate), []);
      const actions: Action[] = JSON.parse(metadata(crate))["@graph"].filter(
        (entity: Action) => entity["@type"] === "CreateAction" && entity["@id"].startsWith("#task-")
      );
      assert.deepEqual(actions.map(({name, description}) => `${name}: ${description.split(" ")[0]}`).sort(), [
        "draw: Made",
        "scale[by=double]: Reused",
        "scale[by=triple]: Reused"
      ]);
      const page = readFileSync(join(crate, "ro-crate-preview.html"), "utf8");
      assert.match(page, /<img src="figures\/figure\.svg"[\s\S]*CC-BY-4\.0[\s\S]*scale\[by=double\]/);
      execFileSync("sha256sum", ["-c", "--quiet", "SHA256SUMS"], {cwd: crate});
      assert.equal((await vvs(folder, ["whence", join(crate, "figures/figure.png")])).status, 0);
      assert.equal((await vvs(folder, ["export", "crate", crate])).status, 2, "not over another one");

      const broken = metadata(crate)
        .replaceAll(/"instrument": \{[^}]*\},?/g, "")
        .replace(/"license": \{[^}]*\},?/, "")
        .replace(/"datePublished": "[^"]*"/, '"datePublished": "yesterday"');
      writeFileSync(join(crate, "ro-crate-metadata.json"), broken);
      const problems = crateProblems(crate);
      assert.ok(problems.includes("the root has license"));
      assert.ok(problems.includes("the root was published on a day of the calendar"));
      assert.ok(problems.some((problem) => /^CreateAction .*: instrument is missing$/.test(problem)));
    }));

  test("with objects: can be audited and run again where nothing else is; in public it names no host and no changes", () =>
    withFigureProject(async (folder) => {
      const git = (...args: string[]) =>
        execFileSync("git", ["-c", "user.name=a", "-c", "user.email=a@b", ...args], {cwd: folder});
      writeFileSync(join(folder, ".gitignore"), "cache\nnode_modules\nfigures\n");
      git("init", "-q");
      git("add", ".");
      git("commit", "-qm", "first");
      writeFileSync(join(folder, "scale.sh"), `# a secret thought\n${readFileSync(join(folder, "scale.sh"), "utf8")}`);
      const keep = "  keep:\n    command: cp -rL ${inputs.given} ${outputs.kept}\n    inputs: {given: ./given}\n";
      const pipeline = readFileSync(join(folder, "pipeline.yaml"), "utf8");
      writeFileSync(
        join(folder, "pipeline.yaml"),
        `${pipeline}${keep}    outputs: {kept: kept}\n    publish: {kept: figures/kept}\n`
      );
      mkdirSync(join(folder, "given"));
      writeFileSync(join(folder, "given/a b.txt"), "a file in a folder\n");
      await vvs(folder, ["run"]);
      for (const given of [[], ["--public"]]) {
        await withFolder({}, async (elsewhere) => {
          const crate = join(elsewhere, "crate");
          const {status, stdout, stderr} = await vvs(folder, [
            "export",
            "crate",
            crate,
            "--with-objects",
            "--json",
            ...given
          ]);
          assert.equal(status, 0, stderr);
          assert.match(stderr, new RegExp(`${given.length ? "left out" : "tells"}: uncommitted changes of 1 states`));
          assert.deepEqual(crateProblems(crate), []);
          const told = [`"host":"${hostname()}"`, "diff --git"].map((words) => holds(crate, words));
          assert.deepEqual(told, given.length ? [false, false] : [true, true]);
          symlinkSync(join(projectRoot, "node_modules"), join(crate, "node_modules"));
          const again = await vvs(crate, [
            "audit",
            "--replay",
            "all",
            "--json",
            "--manifest",
            JSON.parse(stdout).manifest
          ]);
          const {problems, replayed} = JSON.parse(again.stdout);
          assert.deepEqual(problems, []);
          assert.equal(replayed, 4);
        });
      }
    }));
});
