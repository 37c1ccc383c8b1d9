import assert from "node:assert/strict";
import {mkdirSync, symlinkSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {describe, test} from "node:test";
import {whyNotTraced} from "../../runner/execute/trace.ts";
import {withFolder} from "../temporary-folder.ts";
import {projectRoot, vvs} from "../vvs.ts";

const skip = whyNotTraced() ?? false;

async function states(folder: string, ...args: string[]): Promise<string[]> {
  const {stdout, stderr} = await vvs(folder, ["run", "--json", ...args]);
  assert.notEqual(stdout, "", stderr);
  return (JSON.parse(stdout) as {tasks: {state: string}[]}).tasks.map(({state}) => state);
}

/** A pipeline of one command, which sees the project's folder as PROJECT. */
function command(text: string, more = ""): string {
  return `stages:\n  leaf: {command: "${text}", env: [PROJECT], inputs: {one: ./in/1.txt}, outputs: {out: out.txt}${more}}\n`;
}

function run(folder: string, ...args: string[]) {
  return vvs(folder, ["run", ...args], {PROJECT: folder});
}

describe("a strict run of a command", {skip}, () => {
  test("fails a task that reads a file which it does not declare, and names the file", () =>
    withFolder(
      {
        "pipeline.yaml": command(`sh $PROJECT/PLAN \${inputs.one} \${outputs.out}`),
        PLAN: `cat $1 "$PROJECT/hidden file" > $2\n`,
        "hidden file": "1\n",
        "in/1.txt": "one\n"
      },
      async (folder) => {
        assert.equal((await run(folder)).status, 0, "unnoticed without --strict");
        const {status, stderr} = await run(folder, "--strict");
        assert.equal(status, 1);
        assert.match(stderr, /failed: leaf\n {2}it read PLAN, hidden file, which it does not declare\n/);
        assert.match(stderr, /declare each as an input, or as code, of stage leaf in pipeline.yaml/);
      }
    ));

  test("fails a task that asks whether an undeclared file of the project is there", () =>
    withFolder(
      {"pipeline.yaml": command(`test -e $PROJECT/PLAN || cp \${inputs.one} \${outputs.out}`), "in/1.txt": "one\n"},
      async (folder) => {
        const {status, stderr} = await run(folder, "--strict");
        assert.equal(status, 1);
        assert.match(stderr, /it looked for PLAN, which it does not declare/);
      }
    ));

  test("says so of a task that fails for another reason, too", () =>
    withFolder(
      {"pipeline.yaml": command("cat $PROJECT/PLAN && exit 3"), PLAN: "", "in/1.txt": "one\n"},
      async (folder) => {
        const {stderr} = await run(folder, "--strict");
        assert.match(stderr, /the command ended with status 3; it read PLAN, which it does not declare/);
      }
    ));

  test("sees through links, other folders and grandchildren", () =>
    withFolder(
      {
        "pipeline.yaml": command(`cd / && (sh -c 'cat $PROJECT/alias') > $OLDPWD/\${outputs.out}`),
        "hidden.txt": "1\n",
        "in/1.txt": "one\n"
      },
      async (folder) => {
        symlinkSync("hidden.txt", join(folder, "alias"));
        assert.match((await run(folder, "--strict")).stderr, /it read hidden.txt, which it does not declare/);
      }
    ));

  test("passes a task that declares what it reads, whatever scratch files it makes", () =>
    withFolder(
      {
        "pipeline.yaml": command(
          `sh plan.sh \${inputs.one} > mid && T=$(mktemp) && sort mid > $T && cat $T > \${outputs.out} && rm $T`,
          ", code: [plan.sh]"
        ),
        "plan.sh": "cat $1\n",
        "in/1.txt": "one\n"
      },
      async (folder) => {
        const {status, stderr} = await run(folder, "--strict");
        assert.equal(status, 0, stderr);
      }
    ));

  test("checks results that an ordinary run made, once", () =>
    withFolder({"pipeline.yaml": command(`cp \${inputs.one} \${outputs.out}`), "in/1.txt": "one\n"}, async (folder) => {
      assert.deepEqual(await states(folder), ["ran"]);
      assert.deepEqual(await states(folder), ["cached"]);
      assert.deepEqual(await states(folder, "--strict"), ["ran"]);
      assert.deepEqual(await states(folder, "--strict"), ["cached"]);
      assert.deepEqual(await states(folder), ["cached"]);
      writeFileSync(join(folder, "in/1.txt"), "two\n");
      assert.deepEqual(await states(folder), ["ran"]);
      assert.deepEqual(await states(folder, "--strict"), ["ran"]);
    }));
});

test("a strict run reports a result that comes out otherwise than without it", {skip}, () =>
  withFolder({"pipeline.yaml": command(`date +%N > \${outputs.out}`), "in/1.txt": ""}, async (folder) => {
    await run(folder);
    assert.match((await run(folder, "--strict")).stderr, /not deterministic: leaf made other bytes/);
  })
);

test("a strict run passes nothing where opens cannot be traced", () =>
  withFolder({"pipeline.yaml": command(`cp \${inputs.one} \${outputs.out}`), "in/1.txt": "one\n"}, async (folder) => {
    const bin = join(folder, "bin");
    mkdirSync(bin);
    symlinkSync(process.execPath, join(bin, "node"));
    const {status, stderr} = await vvs(folder, ["run", "--strict"], {PATH: bin});
    assert.equal(status, 1, stderr);
    assert.match(stderr, /failed: leaf\n {2}not traced: /);
    assert.match(stderr, process.platform === "linux" ? /install it \(apt-get install strace\)/ : /on Linux only/);
  }));

const STAGE = (body: string) => `import {readFileSync, writeFileSync} from "node:fs";
import {z} from "zod";
export default {
  params: z.strictObject({}),
  inputs: {numbers: {format: "json", many: false}},
  outputs: {copy: {file: "copy.json", format: "json"}},
  async run({inputs, outputs}) {
    ${body}
  }
};
`;
const MODULE = {
  "pipeline.yaml": "stages:\n  copy: {run: stages/copy, inputs: {numbers: ./numbers.json}}\n",
  "numbers.json": "[1]",
  "hidden.json": "[2]"
};

function moduleRun(body: (folder: string) => string, check: (stderr: string, status: number | null) => void) {
  return withFolder(MODULE, async (folder) => {
    symlinkSync(join(projectRoot, "node_modules"), join(folder, "node_modules"));
    mkdirSync(join(folder, "stages/copy"), {recursive: true});
    writeFileSync(join(folder, "stages/copy/stage.ts"), STAGE(body(folder)));
    const {stderr, status} = await vvs(folder, ["run", "--strict"]);
    check(stderr, status);
  });
}

describe("a strict run of a TypeScript stage", {skip}, () => {
  test("passes one that reads its inputs", () =>
    moduleRun(
      () => "writeFileSync(outputs.copy, readFileSync(inputs.numbers)); console.log('done')",
      (stderr, status) => assert.equal(status, 0, stderr)
    ));

  for (const [how, read] of [
    ["at once", (path: string) => `readFileSync("${path}")`],
    ["from another thread", (path: string) => `await (await import("node:fs/promises")).readFile("${path}")`]
  ] as const) {
    test(`fails one that reads a file of the project ${how}`, () =>
      moduleRun(
        (folder) => `writeFileSync(outputs.copy, ${read(join(folder, "hidden.json"))});`,
        (stderr, status) => {
          assert.equal(status, 1);
          assert.match(stderr, /failed: copy\n {2}it read hidden.json, which it does not declare\n/);
          assert.match(stderr, /declare each as an input of stage copy/);
        }
      ));
  }
});
