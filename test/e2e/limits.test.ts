import assert from "node:assert/strict";
import {mkdirSync, readdirSync, readFileSync, readlinkSync, symlinkSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {describe, test} from "node:test";
import {withFolder} from "../temporary-folder.ts";
import {projectRoot, vvs} from "../vvs.ts";

const notLinux = process.platform === "linux" ? false : "memory is watched on Linux only";

function pipeline(command: string, resources = "{}"): Record<string, string> {
  const stages = {
    hungry: {command, resources: "RESOURCES", outputs: {out: "out.txt"}},
    other: {command: `echo 1 > \${outputs.one}`, outputs: {one: "one.txt"}}
  };
  return {"pipeline.yaml": JSON.stringify({stages}).replace('"RESOURCES"', resources)};
}

/** Processes whose folder is this one or below it. */
function running(folder: string): string[] {
  return readdirSync("/proc").filter((pid) => {
    try {
      return /^\d+$/.test(pid) && readlinkSync(`/proc/${pid}/cwd`).startsWith(folder);
    } catch {
      return false;
    }
  });
}

/** A program that holds `megabytes` of memory for a second. */
function holding(megabytes: number): string {
  return `${process.execPath} -e 'const held = Buffer.alloc(${megabytes}e6, 1); setTimeout(() => held.length, 1000)'`;
}

describe("a command", () => {
  test("that takes longer than its time is ended with all that it started, and the rest goes on", () =>
    withFolder(pipeline("sleep 60.25 & sleep 60.25", "{time: 300ms}"), async (folder) => {
      const {status, stderr} = await vvs(folder, ["run"]);
      assert.equal(status, 1);
      assert.match(stderr, /failed: hungry\n {2}it took longer than its limit of 300 ms\n/);
      assert.match(stderr, /ran 1, cached 0, failed 1/);
      if (!notLinux) assert.deepEqual(running(folder), []);
    }));

  test("that holds more memory than its limit is ended, and the failure says how much it had", {skip: notLinux}, () =>
    withFolder(pipeline(`sh -c "${holding(300)}"`, "{memory: 150MB}"), async (folder) => {
      const {status, stderr} = await vvs(folder, ["run"]);
      assert.equal(status, 1);
      assert.match(stderr, /failed: hungry\n {2}it used more than its limit of 150 MB of memory \(peak \d+ MB\)\n/);
    })
  );

  test("within its limits runs, and its record says what it took", {skip: notLinux}, () =>
    withFolder(pipeline(`${holding(100)}; touch out.txt`, "{memory: 1GB, time: 1min}"), async (folder) => {
      const {stdout} = await vvs(folder, ["run", "hungry", "--json"]);
      const {key} = JSON.parse(stdout).tasks[0];
      const record = JSON.parse(
        readFileSync(join(folder, "cache/records", key.slice(0, 2), `${key.slice(2)}.json`), "utf8")
      );
      assert.ok(record.peakMemory > 100e6 && record.peakMemory < 300e6, String(record.peakMemory));
    })
  );

  test("that someone else kills is said to have been killed", () =>
    withFolder(pipeline("sh -c 'kill -9 $$'"), async (folder) => {
      const {stderr} = await vvs(folder, ["run"]);
      assert.match(stderr, /failed: hungry\n {2}the command was killed \(out of memory\?\)\n/);
    }));
});

const STAGE = (resources: string, body: string) => `import {writeFileSync} from "node:fs";
import {z} from "zod";
export default {
  params: z.strictObject({}), inputs: {}, resources: ${resources},
  outputs: {out: {file: "out.json", format: "json"}},
  async run({outputs, log}) { ${body}; writeFileSync(outputs.out, "1"); }
};
`;

function modules(stages: Record<string, string>, use: (folder: string) => Promise<void>): Promise<void> {
  const named = Object.keys(stages).map((name) => `  ${name}: {run: stages/${name}}\n`);
  return withFolder({"pipeline.yaml": `stages:\n${named.join("")}`}, async (folder) => {
    symlinkSync(join(projectRoot, "node_modules"), join(folder, "node_modules"));
    for (const [name, text] of Object.entries(stages)) {
      mkdirSync(join(folder, "stages", name), {recursive: true});
      writeFileSync(join(folder, "stages", name, "stage.ts"), text);
    }
    await use(folder);
  });
}

describe("a TypeScript stage", () => {
  test("that takes longer than its time is ended, even in the midst of a computation", () =>
    modules({busy: STAGE('{time: "300ms"}', "for (;;);"), other: STAGE("{}", "log('here')")}, async (folder) => {
      const {status, stderr} = await vvs(folder, ["run", "-j", "1"]);
      assert.equal(status, 1);
      assert.match(stderr, /failed: busy\n {2}it took longer than its limit of 300 ms\n/);
      assert.match(stderr, /ran 1, cached 0, failed 1/);
    }));

  test("that holds more memory than its limit is ended", {skip: notLinux}, () =>
    modules(
      {
        hungry: STAGE(
          '{memory: "300MB"}',
          "const held = Buffer.alloc(500e6, 1); await new Promise((done) => setTimeout(done, 2000)); log(held.length)"
        )
      },
      async (folder) => {
        const {stderr} = await vvs(folder, ["run"]);
        assert.match(stderr, /it used more than its limit of 300 MB of memory \(peak \d+ MB\)/);
      }
    )
  );

  test("that takes its process with it fails alone", () =>
    modules(
      {
        killed: STAGE("{}", "process.kill(process.pid, 'SIGKILL')"),
        left: STAGE("{}", "process.exit(7)"),
        other: STAGE("{}", "log('here')")
      },
      async (folder) => {
        const {status, stderr} = await vvs(folder, ["run", "-j", "1"]);
        assert.equal(status, 1);
        assert.match(stderr, /failed: killed\n {2}its process was killed \(out of memory\?\)\n/);
        assert.match(stderr, /failed: left\n {2}its process ended with status 7\n/);
        assert.match(stderr, /ran 1, cached 0, failed 2/);
      }
    ));
});
