import assert from "node:assert/strict";
import {mkdtempSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {describe, test} from "node:test";
import {bundle} from "../../../runner/hash/bundle.ts";

const STAGE = `import {scale} from "./scale.ts";
import names from "./names.json";
export default () => scale(names.length);
`;
const SCALE = `export function scale(x: number): number {
  return 2 * x;
}
`;

/** The bundle of a stage of three files, some of them rewritten. */
async function bundled(rewritten: Record<string, string> = {}) {
  const folder = mkdtempSync(join(tmpdir(), "vvs-bundle-"));
  const files = {"stage.ts": STAGE, "scale.ts": SCALE, "names.json": '["a", "b"]', ...rewritten};
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return bundle(folder, "stage.ts");
}

describe("a stage's bundle", () => {
  test("does not change with comments, white space, and functions that are not called", async () => {
    const {text} = await bundled();
    const changed = {
      "stage.ts": `// a comment\n${STAGE.replace("scale(names", "scale( names")}\n/* another */`,
      "scale.ts": `/** Doubles. */\n${SCALE}\nexport function halve(x: number) { return x / 2; }\n`
    };
    assert.equal((await bundled(changed)).text, text);
  });

  test("does not change when a function that is not called takes a name that the stage uses", async () => {
    const {text} = await bundled();
    const names = "export function unused() { const scale = 1; return scale; }\n";
    assert.equal((await bundled({"scale.ts": `${names}${SCALE}`})).text, text);
  });

  test("changes with a called function, and with a JSON file that the stage reads", async () => {
    const {text} = await bundled();
    assert.notEqual((await bundled({"scale.ts": SCALE.replace("2 *", "3 *")})).text, text);
    assert.notEqual((await bundled({"names.json": '["a"]'})).text, text);
  });

  test("names the file and the function whose code changed", async () => {
    const before = await bundled();
    const after = await bundled({"scale.ts": `// moved\n\n${SCALE.replace("2 *", "3 *")}export const other = 1;\n`});
    const names = Object.keys(after.declarations);
    const changed = names.filter((name) => after.declarations[name] !== before.declarations[name]);
    assert.deepEqual(changed, ["scale.ts: scale", "scale.ts: other"]);
  });

  test("leaves packages outside and lists them", async () => {
    const {packages, text} = await bundled({
      "scale.ts": `import {z} from "zod";\nexport const scale = (x: number) => z.number().parse(x);`
    });
    assert.deepEqual(packages, ["zod"]);
    assert.match(text, /from\s*"zod"/);
  });

  test("tells where a syntax error is", async () => {
    await assert.rejects(bundled({"scale.ts": "export function scale( {"}), (error: Error & {place?: object}) => {
      assert.deepEqual(error.place, {file: "scale.ts", line: 1, column: 25});
      return true;
    });
  });
});
