import assert from "node:assert/strict";
import {symlinkSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {describe, test} from "node:test";
import {withFolder} from "../temporary-folder.ts";
import {projectRoot, vvs} from "../vvs.ts";

const STAGE = `import {readFileSync, writeFileSync} from "node:fs";
import {z} from "zod";
import {scale} from "../../science/scale.ts";
export default {
  params: z.strictObject({factor: z.number()}),
  inputs: {numbers: {format: "json", many: false}},
  outputs: {scaled: {file: "scaled.json", format: "json"}},
  run({params, inputs, outputs, log}) {
    const numbers = JSON.parse(readFileSync(inputs.numbers, "utf8"));
    if (numbers.includes("wrong")) throw Object.assign(new Error("row 2: expected a number"), {userMistake: true, advice: "mend it"});
    console.log("scaling " + numbers.length);
    log("done");
    writeFileSync(outputs.scaled, JSON.stringify(scale(numbers, params.factor)));
  }
};
`;
const FILES = {
  "pipeline.yaml": `
params: {factors: {double: 2, triple: 3}}
stages:
  scale:
    run: stages/scale
    each: {by: factors}
    inputs: {numbers: ./numbers.json}
    params: {factor: "factors.\${each.by}"}
    publish: {scaled: "out/\${each.by}.json"}
`,
  "stages/scale/stage.ts": STAGE,
  "stages/scale/command.ts": `export default {
  name: "halve", summary: "halve a number", arguments: "<number>", options: [{flags: "--twice", description: "again"}],
  run({arguments: [text], options}, context) {
    if (Number.isNaN(Number(text))) throw Object.assign(new Error(text + " is not a number"), {userMistake: true});
    context.print(String(Number(text) / (options.twice ? 4 : 2)) + "\\n");
  }
};
`,
  "science/scale.ts": "export const scale = (numbers: number[], factor: number) => numbers.map((x) => x * factor);\n",
  "numbers.json": "[1, 2]"
};

function inProject(files: Record<string, string>, use: (folder: string) => Promise<void>): Promise<void> {
  return withFolder(files, (folder) => {
    symlinkSync(join(projectRoot, "node_modules"), join(folder, "node_modules"));
    return use(folder);
  });
}

async function states(folder: string, ...args: string[]): Promise<string[]> {
  const {stdout, stderr} = await vvs(folder, ["run", "--json", ...args]);
  assert.notEqual(stdout, "", stderr);
  return (JSON.parse(stdout) as {tasks: {state: string}[]}).tasks.map(({state}) => state);
}

describe("a pipeline of TypeScript stages", () => {
  test("runs them, keeps what they print, and reruns what changed code reaches", () =>
    inProject(FILES, async (folder) => {
      assert.deepEqual(await states(folder), ["ran", "ran"]);
      assert.equal((await vvs(folder, ["cat", "scale[by=triple]"])).stdout, "[3,6]");
      assert.equal((await vvs(folder, ["log", "scale[by=triple]"])).stdout, "scaling 2\ndone\n");
      writeFileSync(join(folder, "stages/scale/stage.ts"), `// a comment\n${STAGE}`);
      assert.deepEqual(await states(folder), ["cached", "cached"]);
      writeFileSync(
        join(folder, "science/scale.ts"),
        FILES["science/scale.ts"].replace("x * factor", "factor * x + 1")
      );
      const {stdout} = await vvs(folder, ["explain", "scale[by=double]", "--json"]);
      const [reason] = JSON.parse(stdout).reasons;
      assert.deepEqual([reason.kind, reason.name], ["code", "science/scale.ts: scale"]);
      assert.deepEqual(await states(folder), ["ran", "ran"]);
      assert.deepEqual(await states(folder, "--set", "factors.double=2.0"), ["cached", "cached"]);
    }));

  test("checks parameters before anything runs", () =>
    inProject(FILES, async (folder) => {
      const {status, stderr} = await vvs(folder, ["run", "--set", "factors.double=two"]);
      assert.equal(status, 2);
      assert.match(
        stderr,
        /pipeline.yaml:4:3: stages.scale: parameter factor: .*expected number.* \(scale\[by=double\]\)/
      );
    }));

  test("tells wrong wiring before anything runs", () =>
    inProject({...FILES, "pipeline.yaml": FILES["pipeline.yaml"].replace("{numbers:", "{nubmers:")}, async (folder) => {
      const {status, stderr} = await vvs(folder, ["run"]);
      assert.equal(status, 2);
      assert.match(stderr, /nubmers/);
      assert.match(stderr, /numbers/);
    }));

  test("prints a mistake in the data without a stack trace, with what to do", () =>
    inProject({...FILES, "numbers.json": '[1, "wrong"]'}, async (folder) => {
      const {status, stderr} = await vvs(folder, ["run", "scale[by=double]"]);
      assert.equal(status, 1);
      assert.match(stderr, /failed: scale\[by=double\]\n {2}row 2: expected a number\n {2}mend it\n/);
      assert.doesNotMatch(stderr, /at .*\.m?[jt]s:/);
    }));

  test("adds the commands of its stages, and lists them in the help", () =>
    inProject(FILES, async (folder) => {
      assert.equal((await vvs(folder, ["halve", "6"])).stdout, "3\n");
      assert.equal((await vvs(folder, ["halve", "--twice", "6"])).stdout, "1.5\n");
      const wrong = await vvs(folder, ["halve", "six"]);
      assert.equal(wrong.status, 2);
      assert.equal(wrong.stderr, "six is not a number\n");
      assert.match((await vvs(folder, ["--help"])).stdout, /halve .*halve a number/);
      assert.equal((await vvs(folder, ["halv"])).status, 2);
    }));
});
