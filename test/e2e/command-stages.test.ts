import assert from "node:assert/strict";
import {existsSync, readdirSync, readFileSync, rmSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {describe, test} from "node:test";
import {withFolder} from "../temporary-folder.ts";
import {vvs} from "../vvs.ts";

const PIPELINE = `
params:
  word: {count: 3}
  letters: [a, b, c]
  voices: {low: {pitch: 1}, high: {pitch: 9}}
stages:
  shout:
    each: {letter: letters, voice: voices}
    command: sh shout.sh \${params.count} \${params.pitch} \${inputs.text} \${outputs.loud}
    code: [shout.sh]
    inputs: {text: "./texts/\${each.letter}.txt"}
    params: {count: word.count, pitch: "voices.\${each.voice}.pitch"}
    outputs: {loud: loud.txt}
    publish: {loud: "out/\${each.letter}-\${each.voice}.txt"}
  echo:
    each: {from: shout}
    command: cp \${inputs.loud} \${outputs.loud}
    inputs: {loud: "shout[=]"}
    outputs: {loud: loud.txt}
  join:
    command: sort \${inputs.all.list} | xargs cat > \${outputs.joined}
    inputs: {all: "echo[voice=low]"}
    outputs: {joined: joined.txt}
    publish: {joined: out/all.txt}
profiles:
  loud: {set: {word.count: 9}}
  low: {targets: ["join", "shout[voice=low]"]}
`;
const FILES = {
  "pipeline.yaml": PIPELINE,
  "shout.sh": 'for i in $(seq $1); do grep -v "^#" $3 | sed "s/$/ $2/"; done > $4\n',
  "texts/a.txt": "a\n",
  "texts/b.txt": "b\n",
  "texts/c.txt": "# comment\nc\n"
};

/** Names of the tasks that a run ran. */
async function ran(folder: string, ...args: string[]): Promise<string[]> {
  const {stdout, stderr} = await vvs(folder, ["run", "--json", ...args]);
  assert.notEqual(stdout, "", stderr);
  const {tasks} = JSON.parse(stdout) as {tasks: {name: string; state: string}[]};
  return tasks.filter(({state}) => state === "ran").map(({name}) => name);
}

describe("a pipeline of commands", () => {
  test("runs once, then nothing; publishes; and says so in JSON", () =>
    withFolder(FILES, async (folder) => {
      assert.equal((await ran(folder)).length, 13);
      assert.equal(readFileSync(join(folder, "out/all.txt"), "utf8"), "a 1\na 1\na 1\nb 1\nb 1\nb 1\nc 1\nc 1\nc 1\n");
      const {stdout, status} = await vvs(folder, ["run", "--json"]);
      assert.equal(status, 0);
      assert.deepEqual(JSON.parse(stdout).counts, {ran: 0, cached: 13, failed: 0, skipped: 0});
    }));

  test("reruns what a changed parameter, input or code file reaches, and stops where bytes are equal", () =>
    withFolder(FILES, async (folder) => {
      await ran(folder);
      assert.deepEqual(await ran(folder, "--set", "voices.high.pitch=8"), [
        "shout[letter=a,voice=high]",
        "shout[letter=b,voice=high]",
        "shout[letter=c,voice=high]",
        "echo[letter=a,voice=high]",
        "echo[letter=b,voice=high]",
        "echo[letter=c,voice=high]"
      ]);
      assert.deepEqual(await ran(folder), [], "back again");
      writeFileSync(join(folder, "texts/c.txt"), "# another comment\nc\n");
      assert.deepEqual(await ran(folder), ["shout[letter=c,voice=low]", "shout[letter=c,voice=high]"]);
      writeFileSync(join(folder, "shout.sh"), `${FILES["shout.sh"]}# end\n`);
      assert.equal((await ran(folder)).length, 6);
    }));

  test("puts back published files that are missing or were changed, without running", () =>
    withFolder(FILES, async (folder) => {
      await ran(folder);
      const [all, one] = [join(folder, "out/all.txt"), join(folder, "out/a-low.txt")];
      const wanted = readFileSync(all, "utf8");
      writeFileSync(all, wanted.replace("a", "x"));
      rmSync(one);
      assert.deepEqual(await ran(folder), []);
      assert.equal(readFileSync(all, "utf8"), wanted);
      assert.ok(existsSync(one));
    }));

  test("recomputes only what was lost from the cache", () =>
    withFolder(FILES, async (folder) => {
      await ran(folder);
      const {stdout} = await vvs(folder, ["run", "--json"]);
      const {tasks} = JSON.parse(stdout) as {tasks: {name: string; outputs: Record<string, string>}[]};
      const digest = tasks.find(({name}) => name === "join")?.outputs.joined ?? "";
      rmSync(join(folder, "cache/objects", digest.slice(0, 2), digest.slice(2)));
      assert.deepEqual(await ran(folder), ["join"]);
    }));

  test("gives the same results when every derived index is deleted", () =>
    withFolder(FILES, async (folder) => {
      await ran(folder);
      rmSync(join(folder, "cache/index"), {recursive: true});
      assert.deepEqual(await ran(folder), []);
    }));

  test("explains what would run, and why", () =>
    withFolder(FILES, async (folder) => {
      await ran(folder);
      const {stdout} = await vvs(folder, ["explain", "shout[letter=a,voice=low]", "--json", "--set", "word.count=4"]);
      const {state, reasons} = JSON.parse(stdout);
      assert.equal(state, "stale");
      const command = (count: number) => `sh shout.sh ${count} 1 \${inputs.text} \${outputs.loud}`;
      assert.deepEqual(reasons, [
        {kind: "command", name: "command", before: command(3), after: command(4)},
        {kind: "parameter", name: "count", before: 3, after: 4}
      ]);
      const fresh = await vvs(folder, ["explain", "join"]);
      assert.match(fresh.stdout, /join: fresh; nothing would run/);
    }));

  test("prints artifacts and logs, and draws its graph", () =>
    withFolder(FILES, async (folder) => {
      await ran(folder);
      assert.equal((await vvs(folder, ["cat", "echo[letter=b,voice=high]"])).stdout, "b 9\nb 9\nb 9\n");
      const {stdout} = await vvs(folder, ["graph", "--format", "json"]);
      const {nodes, edges} = JSON.parse(stdout);
      assert.deepEqual(
        nodes.map(({name}: {name: string}) => name),
        ["shout", "echo", "join"]
      );
      assert.equal(edges.length, 2);
      assert.match((await vvs(folder, ["graph"])).stdout, /<svg/);
    }));

  test("names a failure, its log and the command that reruns it, and goes on with the rest", () =>
    withFolder({...FILES, "texts/b.txt": ""}, async (folder) => {
      const {status, stderr} = await vvs(folder, ["run"]);
      assert.equal(status, 0, stderr);
      writeFileSync(join(folder, "shout.sh"), 'grep -q b $3 && { echo "b is too loud"; exit 3; }; cp $3 $4\n');
      writeFileSync(join(folder, "texts/b.txt"), "b\n");
      const failed = await vvs(folder, ["run"]);
      assert.equal(failed.status, 1);
      assert.match(
        failed.stderr,
        /failed: shout\[letter=b,voice=low\]\n {2}the command ended with status 3\n {2}\| b is too loud/
      );
      assert.match(failed.stderr, /again: vvs run 'shout\[letter=b,voice=low\]'/);
      assert.match(failed.stderr, /ran 6, cached 2, failed 2, skipped 3/);
      assert.equal((await vvs(folder, ["log", "shout[letter=b,voice=low]"])).stdout, "b is too loud\n");
      assert.ok(readdirSync(join(folder, "cache/work")).length === 0, "nothing is left behind");
    }));

  test("refuses an output that was declared and not made", () =>
    withFolder({...FILES, "shout.sh": "touch elsewhere\n"}, async (folder) => {
      const {status, stderr} = await vvs(folder, ["run", "shout[letter=a,voice=low]"]);
      assert.equal(status, 1);
      assert.match(stderr, /declared output "loud" \(loud.txt\) was not made; its folder holds elsewhere, shout.sh/);
    }));

  test("never shows a stack trace for a mistake in pipeline.yaml", () =>
    withFolder(
      {...FILES, "pipeline.yaml": PIPELINE.replace("word.count, pitch", "word.cuont, pitch")},
      async (folder) => {
        const {status, stderr} = await vvs(folder, ["run"]);
        assert.equal(status, 2);
        assert.match(stderr, /pipeline.yaml:12:\d+: .*did you mean/);
        assert.doesNotMatch(stderr, /at .*\.m?[jt]s:/);
      }
    ));
});
