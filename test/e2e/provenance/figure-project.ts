import {cpSync, mkdtempSync, rmSync, symlinkSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {withFolder} from "../../temporary-folder.ts";
import {projectRoot} from "../../vvs.ts";

/** A table of the working tree, a command on it for each factor, and a TypeScript stage that draws both: one figure. */
const FILES = {
  "pipeline.yaml": `
params:
  origins:
    - {files: "*.csv", url: "https://example.org/numbers", licence: CC-BY-4.0, citation: "A. Author (2020), Numbers"}
  factors: {double: 2, triple: 3}
stages:
  scale:
    command: sh scale.sh \${params.factor} \${inputs.numbers} \${outputs.table}
    each: {by: factors}
    code: [scale.sh]
    inputs: {numbers: ./numbers.csv}
    params: {factor: "factors.\${each.by}"}
    outputs: {table: table.csv}
  draw:
    run: stages/draw
    inputs: {tables: "scale[*]", numbers: ./numbers.csv}
    publish: {svg: figures/figure.svg, png: figures/figure.png, values: figures/values.csv}
`,
  "scale.sh": 'echo "scaling by $1"\nwhile read -r number; do echo $((number * $1)); done < "$2" > "$3"\n',
  "numbers.csv": "1\n2\n3\n",
  "stages/draw/stage.ts": `import {readFileSync, writeFileSync} from "node:fs";
import {z} from "zod";
const PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
export default {
  params: z.strictObject({}),
  inputs: {tables: {format: "table", many: true}, numbers: {format: "table", many: false}},
  outputs: {
    svg: {file: "figure.svg", format: "svg"},
    png: {file: "figure.png", format: "png"},
    values: {file: "values.csv", format: "table"}
  },
  run({inputs, outputs}) {
    const values = [...inputs.tables, inputs.numbers].flatMap((path) => readFileSync(path, "utf8").trim().split("\\n"));
    const bars = values.map((value, index) => '<rect x="' + index + '" width="1" height="' + value + '"/>');
    writeFileSync(outputs.svg, '<svg xmlns="http://www.w3.org/2000/svg">' + bars.join("") + "</svg>\\n");
    writeFileSync(outputs.png, Buffer.from(PIXEL, "base64"));
    writeFileSync(outputs.values, values.join("\\n") + "\\n");
  }
};
`
};

export function withFigureProject(use: (folder: string) => Promise<void>): Promise<void> {
  return withFolder(FILES, (folder) => {
    symlinkSync(join(projectRoot, "node_modules"), join(folder, "node_modules"));
    return use(folder);
  });
}

/** A copy of a project at another path, with its cache, for as long as `use` takes. */
export async function withCopy(folder: string, use: (copy: string) => Promise<void>): Promise<void> {
  const copy = mkdtempSync(join(tmpdir(), "vvs-copy-"));
  try {
    cpSync(folder, copy, {recursive: true, verbatimSymlinks: true});
    await use(copy);
  } finally {
    rmSync(copy, {recursive: true, force: true});
  }
}
