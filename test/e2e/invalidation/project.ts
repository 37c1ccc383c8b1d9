import {mkdirSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import type {Model, ModelStage, Source} from "./model.ts";

/** Writes a random pipeline as files. */
export function writeProject(folder: string, model: Model): void {
  for (const name of ["files", "scripts"]) mkdirSync(join(folder, name), {recursive: true});
  for (const [name, text] of Object.entries(model.files)) writeFileSync(join(folder, "files", name), text);
  for (const [name, {word, comment}] of Object.entries(model.scripts)) {
    const lines = [
      `# ${comment}`,
      `sum=$1; out=$2; shift 2`,
      `{ cat "$@" | grep -v "^#"; echo ${word} $((sum % 3)); } > "$out"`
    ];
    writeFileSync(join(folder, "scripts", name), `${lines.join("\n")}\n`);
  }
  const stages = Object.fromEntries(model.stages.map((stage) => [stage.name, stageOf(model, stage)]));
  writeFileSync(
    join(folder, "pipeline.yaml"),
    JSON.stringify({params: {...model.params, labels: model.labels}, stages})
  );
}

function stageOf(model: Model, stage: ModelStage): object {
  const inputs = Object.fromEntries(stage.sources.map((source, index) => [`i${index}`, referenceOf(model, source)]));
  const sum = stage.params.map((name) => `\${params.${name}}`).join(" + ") || "0";
  const words = stage.sources.map((source, index) =>
    "file" in source || source.each ? `\${inputs.i${index}}` : `$(cat \${inputs.i${index}.list})`
  );
  return {
    command: `sh scripts/${stage.script} $((${sum})) \${outputs.o} ${words.join(" ")}`,
    code: [`scripts/${stage.script}`],
    ...(stage.grid && {each: {l: "labels"}}),
    params: Object.fromEntries(stage.params.map((name) => [name, name])),
    inputs,
    outputs: {o: "o.txt"}
  };
}

function referenceOf(model: Model, source: Source): string {
  if ("file" in source) return `./files/${source.file}`;
  const producer = model.stages.find(({identity}) => identity === source.stage);
  if (!producer) throw new Error("a source that is not there");
  return producer.name + (source.each ? "[=]" : "");
}
