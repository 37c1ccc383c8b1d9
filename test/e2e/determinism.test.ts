import assert from "node:assert/strict";
import {rmSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {describe, test} from "node:test";
import {withFolder} from "../temporary-folder.ts";
import {type Finished, vvs} from "../vvs.ts";

function pipeline(more = ""): string {
  return `stages:\n  draw: {command: "cat $DRAWN > \${outputs.out}", env: [DRAWN], outputs: {out: out.txt}${more}}\n`;
}

/** Makes a result, changes what its task makes without any change that it declares, loses the result, and runs again. */
function twice(more: string, second: string, check: (again: Finished) => void): Promise<void> {
  return withFolder({"pipeline.yaml": pipeline(more), drawn: "1"}, async (folder) => {
    const env = {DRAWN: join(folder, "drawn")};
    assert.equal((await vvs(folder, ["run"], env)).status, 0);
    writeFileSync(join(folder, "drawn"), second);
    rmSync(join(folder, "cache/objects"), {recursive: true});
    const again = await vvs(folder, ["run"], env);
    assert.equal(again.status, 0, again.stderr);
    check(again);
  });
}

describe("a task that is made again from the same inputs", () => {
  test("and gives other bytes is reported, with both digests", () =>
    twice("", "2", ({stderr}) => {
      assert.match(
        stderr,
        /not deterministic: draw made other bytes .*: output out was [0-9a-f]{12} and is [0-9a-f]{12} .*deterministic: false/
      );
    }));

  test("and gives the same bytes is not", () =>
    twice("", "1", ({stderr}) => assert.doesNotMatch(stderr, /not deterministic/)));

  test("and is declared not to be deterministic may give other bytes", () =>
    twice(", deterministic: false", "2", ({stderr}) => assert.doesNotMatch(stderr, /not deterministic/)));
});
