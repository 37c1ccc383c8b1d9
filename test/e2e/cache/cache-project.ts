import assert from "node:assert/strict";
import {join} from "node:path";
import {type Finished, vvs} from "../../vvs.ts";

/** A project of four stages, of which `gate` waits while the file `hold` is there. */
export const FILES = {
  "pipeline.yaml": `
params: {word: low, gate: {text: one, turn: 1}}
stages:
  pages:
    command: yes \${params.word} | head -c 20000 > \${outputs.text}
    params: {word: word}
    outputs: {text: text.txt}
  count:
    command: wc -c < \${inputs.text} > \${outputs.bytes}; echo counted
    inputs: {text: pages}
    outputs: {bytes: bytes.txt}
  gate:
    command: "while [ -e \\"$HOLD\\" ]; do sleep 0.05; done; echo \${params.text} > \${outputs.text}; : \${params.turn}"
    params: {text: gate.text, turn: gate.turn}
    outputs: {text: text.txt}
    env: [HOLD]
  after:
    command: cat \${inputs.gate} \${inputs.pages} \${inputs.file} > \${outputs.all}
    inputs: {gate: gate, pages: pages, file: ./notes.txt}
    outputs: {all: all.txt}
    publish: {all: out/all.txt}
profiles:
  loud: {set: {word: LOUD}}
`,
  "notes.txt": "notes\n"
};

/** Runs the command. */
export function inFolder(folder: string, args: string[]): Promise<Finished> {
  return vvs(folder, args, {HOLD: join(folder, "hold")});
}

/** State of each task in a run. */
export async function run(folder: string, ...args: string[]): Promise<Record<string, string>> {
  const {stdout, stderr} = await inFolder(folder, ["run", "--json", ...args]);
  assert.notEqual(stdout, "", stderr);
  const {tasks} = JSON.parse(stdout) as {tasks: {name: string; state: string}[]};
  return Object.fromEntries(tasks.map(({name, state}) => [name, state]));
}

/** The states in which nothing had to run. */
export const NOTHING = {pages: "cached", count: "cached", gate: "cached", after: "cached"};
