import {readdirSync, readFileSync, symlinkSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {withFolder} from "../../temporary-folder.ts";
import {projectRoot} from "../../vvs.ts";

/** Tasks of a project of so many branches. */
export function taskCount(branches: number): number {
  return 3 * branches + 2;
}

/**
 * Branches of three stages (a command, a TypeScript stage, a command that makes a folder), and two that join them. Each
 * task writes its outputs in two parts with a pause between them, refuses an input without its last line, and says in a
 * diary outside the pipeline that it starts. Some have a shell of their own (`env`), others share one.
 */
const pipeline = (diary: string, branches: number, pause: number) => `
params:
  diary: ${diary}
  turn: 0
  pause: ${pause}
  branches: {${Array.from({length: branches}, (_, i) => `b${i}: b${i}`).join(", ")}}
stages:
  seed:
    each: {branch: branches}
    command: DIARY=\${params.diary} sh seed.sh "seed[branch=\${each.branch}]" \${params.turn} \${params.pause} \${outputs.text}
    code: [seed.sh]
    params: {turn: turn, pause: pause, diary: diary}
    outputs: {text: text.txt}
    publish: {text: "out/seed/\${each.branch}.txt"}
  grow:
    each: {branch: branches}
    run: stages/grow
    inputs: {text: "seed[=]"}
    params: {branch: "branches.\${each.branch}", turn: turn, pause: pause}
    env: [DIARY]
    publish: {text: "out/grow/\${each.branch}.txt"}
  fold:
    each: {branch: branches}
    command: DIARY=\${params.diary} sh fold.sh "fold[branch=\${each.branch}]" \${params.turn} \${params.pause} \${inputs.text} \${outputs.tree}
    code: [fold.sh]
    inputs: {text: "grow[=]"}
    params: {turn: turn, pause: pause, diary: diary}
    outputs: {tree: tree}
  gather:
    command: sh gather.sh gather \${params.turn} \${params.pause} \${inputs.parts.list} \${outputs.text}
    code: [gather.sh]
    inputs: {parts: "grow[*]"}
    params: {turn: turn, pause: pause}
    outputs: {text: text.txt}
    env: [DIARY]
    publish: {text: out/gather.txt}
  trees:
    command: sh trees.sh trees \${params.turn} \${params.pause} \${inputs.trees} \${outputs.all}
    code: [trees.sh]
    inputs: {trees: "fold[*]"}
    params: {turn: turn, pause: pause}
    outputs: {all: all}
    env: [DIARY]
    publish: {all: out/trees}
`;

/** A program of a command that is killed ends the command. */
const START = 'set -e; echo "start $1 $2" >> "$DIARY"\n';
/** Where `tail` itself was killed it says nothing of its file. */
const WHOLE =
  'whole() { last=$(tail -n 1 "$1") || exit 9; test "$last" = end || { echo "half $1" >> "$DIARY"; echo "half an input: $1"; exit 9; }; }\n';

const GROW = `import {appendFileSync, readFileSync, writeFileSync} from "node:fs";
import {setTimeout as sleep} from "node:timers/promises";
import {z} from "zod";
export default {
  params: z.strictObject({branch: z.string(), turn: z.number(), pause: z.number()}),
  inputs: {text: {format: "text", many: false}},
  outputs: {text: {file: "text.txt", format: "text"}},
  async run({params: {branch, turn, pause}, inputs, outputs}) {
    appendFileSync(process.env.DIARY, "start grow[branch=" + branch + "] " + turn + "\\n");
    const text = readFileSync(inputs.text, "utf8");
    if (!text.endsWith("\\nend\\n")) {
      appendFileSync(process.env.DIARY, "half " + inputs.text + "\\n");
      throw new Error("half an input");
    }
    writeFileSync(outputs.text, "grow " + branch + "\\n");
    await sleep(pause * 1000);
    appendFileSync(outputs.text, text);
  }
};
`;

const FILES: Record<string, string> = {
  "seed.sh": `${START}echo "$1 in turn $2" > "$4"; sleep "$3"; seq 200 >> "$4"; echo end >> "$4"\n`,
  "fold.sh": `${START}${WHOLE}whole "$4"; mkdir -p "$5/part"; head -n 2 "$4" > "$5/part/head"; sleep "$3"; cp "$4" "$5/whole"\n`,
  "gather.sh": `${START}${WHOLE}while read -r file; do whole "$file"; cat "$file" >> "$5"; sleep "$3"; done < "$4"\n`,
  "trees.sh": `${START}${WHOLE}mkdir -p "$5"; for tree in "$4"/*; do whole "$tree/whole"; cp -R "$tree" "$5/"; sleep "$3"; done\n`,
  "stages/grow/stage.ts": GROW
};

/** A project of these tasks in a folder of its own; its diary lies beside the cache. */
export function withDiaryProject(
  {branches, pause = 0.02}: {branches: number; pause?: number},
  use: (folder: string, env: {DIARY: string}) => Promise<void>
): Promise<void> {
  return withFolder({...FILES, diary: ""}, async (folder) => {
    const diary = join(folder, "diary");
    writeFileSync(join(folder, "pipeline.yaml"), pipeline(diary, branches, pause));
    symlinkSync(join(projectRoot, "node_modules"), join(folder, "node_modules"));
    await use(folder, {DIARY: diary});
  });
}

/** The names of the tasks that started, in order, as their diary says; in one turn or in all. */
export function started(folder: string, turn?: number): string[] {
  const lines = readFileSync(join(folder, "diary"), "utf8").split("\n");
  return lines.flatMap((line) => {
    const [, name, of] = /^start (\S+) (\d+)$/.exec(line) ?? [];
    return name !== undefined && (turn === undefined || Number(of) === turn) ? [name] : [];
  });
}

/** What tasks found that was not whole. */
export function halves(folder: string): string[] {
  return readFileSync(join(folder, "diary"), "utf8")
    .split("\n")
    .filter((line) => line.startsWith("half"));
}

/** Path below `out/` -> text of every published file. */
export function published(folder: string): Record<string, string> {
  const out = join(folder, "out");
  const entries = readdirSync(out, {recursive: true, withFileTypes: true}).filter((entry) => entry.isFile());
  const paths = entries.map((entry) => join(entry.parentPath, entry.name)).sort();
  return Object.fromEntries(paths.map((path) => [path.slice(out.length + 1), readFileSync(path, "utf8")]));
}

/** State of each task in a run, from its JSON. */
export function statesOf(stdout: string): Record<string, string> {
  const {tasks} = JSON.parse(stdout) as {tasks: {name: string; state: string}[]};
  return Object.fromEntries(tasks.map(({name, state}) => [name, state]));
}
