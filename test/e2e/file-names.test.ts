import assert from "node:assert/strict";
import {existsSync, readFileSync} from "node:fs";
import {join} from "node:path";
import {describe, test} from "node:test";
import {withFolder} from "../temporary-folder.ts";
import {vvs} from "../vvs.ts";

const PIPELINE = {
  params: {"who is it": {"Zoë Müller": "größe 1", "a 'b' \"c\"": "$HOME `x`"}},
  stages: {
    greet: {
      each: {name: "who is it"},
      command: `sh "./mein skript ü.sh" \${params.what} \${inputs.text} \${outputs.out}`,
      code: ["mein skript ü.sh"],
      inputs: {text: "./texte und mehr/größe 1.txt"},
      params: {what: `who is it.\${each.name}`},
      outputs: {out: "ausgabe é 日本 1.txt"},
      publish: {out: `out put/\${each.name} ü.txt`}
    },
    all: {
      command: `while read -r f; do cat "$f"; done < \${inputs.all.list} > \${outputs.all}`,
      inputs: {all: "greet[*]"},
      outputs: {all: "alle zusammen.txt"},
      publish: {all: "out put/alle 日本.txt"}
    },
    folder: {
      command: `mkdir -p \${outputs.tree}/'sub folder' && cp \${inputs.one} \${outputs.tree}/'sub folder/ñ 1.txt'`,
      inputs: {one: "all"},
      outputs: {tree: "tree of é"},
      publish: {tree: "out put/tree é"}
    }
  }
};
const FILES = {
  "pipeline.yaml": JSON.stringify(PIPELINE),
  "mein skript ü.sh": 'printf "%s %s" "$1" "$(cat "$2")" > "$3"; echo >> "$3"\n',
  "texte und mehr/größe 1.txt": "hallo\n"
};

describe("names with spaces, quotes and letters of any script", () => {
  test("work as inputs, code, parameters, labels, outputs and published files", () =>
    withFolder(FILES, async (folder) => {
      const {status, stderr} = await vvs(folder, ["run"]);
      assert.equal(status, 0, stderr);
      assert.equal(readFileSync(join(folder, "out put/alle 日本.txt"), "utf8"), "größe 1 hallo\n$HOME `x` hallo\n");
      assert.equal(readFileSync(join(folder, "out put/Zoë Müller ü.txt"), "utf8"), "größe 1 hallo\n");
      assert.ok(existsSync(join(folder, "out put/tree é/sub folder/ñ 1.txt")));
      assert.match((await vvs(folder, ["run"])).stderr, /ran 0, cached 4/);
    }));

  test("work as targets, as the graph writes them", () =>
    withFolder(FILES, async (folder) => {
      const {stdout} = await vvs(folder, ["run", "--json"]);
      const {tasks} = JSON.parse(stdout) as {tasks: {name: string}[]};
      assert.equal((await vvs(folder, ["cat", tasks[0]?.name ?? ""])).stdout, "größe 1 hallo\n");
      for (const {name} of tasks) assert.equal((await vvs(folder, ["run", name])).status, 0, name);
    }));
});
