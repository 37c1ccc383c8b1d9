import assert from "node:assert/strict";
import {lstatSync, readdirSync, readFileSync} from "node:fs";
import {join} from "node:path";
import {describe, test} from "node:test";
import {withFolder} from "../temporary-folder.ts";
import {vvs} from "../vvs.ts";

const FILES = {
  "pipeline.yaml": `
params: {word: {how: read}}
stages:
  leaf:
    each: {i: 0..4}
    command: echo leaf \${each.i} > \${outputs.made}
    outputs: {made: made.txt}
  join:
    command: sh join.sh \${params.how} \${inputs.all} \${outputs.joined} \${outputs.tree}
    code: [join.sh]
    inputs: {all: "leaf[*]"}
    params: {how: word.how}
    outputs: {joined: joined.txt, tree: tree}
    publish: {joined: joined.txt}
`,
  "join.sh": `set -e
mkdir $4
case $1 in
  read) cat $2/* > $3; stat -c %h $2/0.txt > $4/links;;
  write) cat $2/* > $3; echo more >> $2/3.txt;;
  remove) cat $2/* > $3; rm $2/3.txt;;
  move) mv $2/0.txt $3; mv $2/1.txt $4;;
esac
`
};

const how = (value: string) => ["--set", `word.how=${value}`];
const JOINED = "leaf 0\nleaf 1\nleaf 2\nleaf 3\nleaf 4\n";

describe("a command that reads many artifacts", () => {
  test("sees each under a second name of the stored file", () =>
    withFolder(FILES, async (folder) => {
      const {status, stderr} = await vvs(folder, ["run"]);
      assert.equal(status, 0, stderr);
      assert.equal(readFileSync(join(folder, "joined.txt"), "utf8"), JOINED);
      assert.equal((await vvs(folder, ["cat", "join/tree", "links"])).stdout, "2\n");
      const fresh = await vvs(folder, ["status", "--json"]);
      assert.deepEqual(
        JSON.parse(fresh.stdout).stages.map(({fresh}: {fresh: number}) => fresh),
        [5, 1]
      );
      assert.deepEqual(readdirSync(join(folder, "cache/work")), []);
    }));

  test("fails where it writes into one, and what it read is whole again in the next run", () =>
    withFolder(FILES, async (folder) => {
      const failed = await vvs(folder, ["run", ...how("write")]);
      assert.equal(failed.status, 1, failed.stderr);
      assert.match(failed.stderr, /wrote into its input inputs\/all\/3\.txt|Permission denied/);
      const next = await vvs(folder, ["run"]);
      assert.equal(next.status, 0, next.stderr);
      assert.equal(readFileSync(join(folder, "joined.txt"), "utf8"), JOINED);
      assert.deepEqual(JSON.parse((await vvs(folder, ["cache", "verify", "--json"])).stdout).bad, []);
    }));

  test("may remove them, or move them into its outputs, which have bytes of their own", () =>
    withFolder(FILES, async (folder) => {
      assert.equal((await vvs(folder, ["run", ...how("remove")])).status, 0);
      assert.equal((await vvs(folder, ["run", ...how("move")])).status, 0);
      assert.equal(readFileSync(join(folder, "joined.txt"), "utf8"), "leaf 0\n");
      const objects = join(folder, "cache/objects");
      for (const path of readdirSync(objects, {recursive: true, encoding: "utf8"})) {
        const stats = lstatSync(join(objects, path));
        if (stats.isFile()) assert.equal(stats.nlink, 1, path);
      }
      const again = await vvs(folder, ["run", "--json", ...how("read")]);
      assert.deepEqual(JSON.parse(again.stdout).counts, {ran: 1, cached: 5, failed: 0, skipped: 0});
    }));
});
