import assert from "node:assert/strict";
import {createHash} from "node:crypto";
import {copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {describe, test} from "node:test";
import {vvs} from "../../vvs.ts";
import {withFigureProject} from "./figure-project.ts";

interface Node {
  name: string;
  key: string;
  outputs: Record<string, string>;
  code: {kind: string; bundle?: string; files?: Record<string, string>};
  params: Record<string, unknown>;
  inputs: (Node | Leaf)[];
}

interface Leaf {
  source: string;
  url: string;
  sha256: string;
  licence: string;
  citation: string;
}

const leaf = (numbers: string) => ({
  source: "numbers.csv",
  url: "https://example.org/numbers",
  sha256: createHash("sha256").update(numbers).digest("hex"),
  licence: "CC-BY-4.0",
  citation: "A. Author (2020), Numbers"
});

const isNode = (one: Node | Leaf): one is Node => "key" in one;

describe("a figure traced back", () => {
  test("from its file, its task's name or a digest down to code, parameters and sources", () =>
    withFigureProject(async (folder) => {
      await vvs(folder, ["run"]);
      const tree = async (name: string): Promise<Node> => {
        const {stdout, stderr} = await vvs(folder, ["lineage", name, "--json"]);
        assert.notEqual(stdout, "", stderr);
        return JSON.parse(stdout);
      };
      const draw = await tree("figures/figure.svg");
      assert.deepEqual([draw.name, draw.code.kind], ["draw", "module"]);
      const scales = draw.inputs.filter(isNode);
      assert.deepEqual(
        scales.map(({name, params, code}) => [name, params, Object.keys(code.files ?? {})]),
        [
          ["scale[by=double]", {factor: 2}, ["scale.sh"]],
          ["scale[by=triple]", {factor: 3}, ["scale.sh"]]
        ]
      );
      for (const {inputs} of [...scales, {inputs: draw.inputs.slice(2)}]) {
        const [{input: _, ...source}] = inputs as [Leaf & {input: string}];
        assert.deepEqual(source, leaf("1\n2\n3\n"));
      }
      for (const name of ["draw", "draw/png", "figures/values.csv", draw.key.slice(0, 10), draw.outputs.svg ?? ""])
        assert.deepEqual({...(await tree(name)), output: undefined}, {...draw, output: undefined}, name);
      assert.deepEqual(await tree("numbers.csv"), leaf("1\n2\n3\n"));

      const {stdout: text} = await vvs(folder, ["lineage", "draw"]);
      assert.match(text, /├─ tables: scale\[by=double\] {2}key [0-9a-f]{12}/);
      assert.match(text, /code: sh scale.sh 3 .*, scale.sh [0-9a-f]{12}/);
      assert.equal(text.match(/licence: CC-BY-4.0/g)?.length, 1, "a source is told once");
      assert.match(
        (await vvs(folder, ["lineage", "draw", "--format", "svg"])).stdout,
        /<svg[\s\S]*numbers\.csv[\s\S]*<\/svg>/
      );

      const unknown = await vvs(folder, ["lineage", "pipeline.yaml"]);
      assert.equal(unknown.status, 2);
      assert.match(unknown.stderr, /no record in the cache made these bytes/);
    }));

  test("by itself: a renamed copy tells its task and sources, whether it was changed, and what the cache adds", () =>
    withFigureProject(async (folder) => {
      await vvs(folder, ["run"]);
      const elsewhere = join(folder, "paper");
      mkdirSync(elsewhere);
      const whence = async (file: string) => {
        const {status, stdout, stderr} = await vvs(folder, ["whence", join(elsewhere, file), "--json"]);
        assert.notEqual(stdout, "", stderr);
        return {status, ...JSON.parse(stdout)};
      };
      const {citation, licence, sha256, source: name, url} = leaf("1\n2\n3\n");
      for (const ending of ["svg", "png"]) {
        copyFileSync(join(folder, `figures/figure.${ending}`), join(elsewhere, `copy.${ending}`));
        const told = await whence(`copy.${ending}`);
        assert.deepEqual(
          [told.status, told.task, told.artifact, told.intact, told.cache.state],
          [0, "draw", `draw/${ending}`, true, "recorded"]
        );
        assert.deepEqual(told.sources, [{name, sha256, url, licence, citation}]);
      }
      copyFileSync(join(folder, "figures/values.csv"), join(elsewhere, "copy.csv"));
      assert.deepEqual(
        [(await whence("copy.csv")).artifact, (await whence("copy.csv")).told],
        ["draw/values", "cache"]
      );

      const svg = readFileSync(join(folder, "figures/figure.svg"), "utf8");
      writeFileSync(join(elsewhere, "page.html"), `<html><body><p>Our figure</p>${svg.trim()}</body></html>`);
      assert.deepEqual([(await whence("page.html")).intact, (await whence("page.html")).within], [true, true]);
      writeFileSync(join(elsewhere, "edited.svg"), svg.replace('height="6"', 'height="9"'));
      assert.deepEqual([(await whence("edited.svg")).status, (await whence("edited.svg")).intact], [1, false]);

      rmSync(join(folder, "cache"), {recursive: true});
      const {stdout} = await vvs(folder, ["whence", join(elsewhere, "copy.png")]);
      assert.match(stdout, /intact: the drawing is byte for byte the one that was stored/);
      assert.match(stdout, /no record of it: this is what the file itself carries/);
      assert.equal((await vvs(folder, ["whence", join(elsewhere, "copy.csv")])).status, 2);
    }));

  test("is published with its origin, put back when it was changed, and always the same bytes", () =>
    withFigureProject(async (folder) => {
      await vvs(folder, ["run"]);
      const figure = join(folder, "figures/figure.svg");
      const before = readFileSync(figure, "utf8");
      writeFileSync(figure, before.replace("CC-BY-4.0", "CC0-1.0"));
      await vvs(folder, ["run"]);
      assert.equal(readFileSync(figure, "utf8"), before);
      rmSync(join(folder, "cache"), {recursive: true});
      await vvs(folder, ["run"]);
      assert.equal(readFileSync(figure, "utf8"), before);
      const yaml = join(folder, "pipeline.yaml");
      writeFileSync(yaml, readFileSync(yaml, "utf8").replace("CC-BY-4.0", "CC0-1.0"));
      const {stdout} = await vvs(folder, ["run", "--json"]);
      assert.deepEqual(JSON.parse(stdout).counts, {ran: 0, cached: 3, failed: 0, skipped: 0});
      assert.match(readFileSync(figure, "utf8"), /CC0-1\.0/);
    }));
});
