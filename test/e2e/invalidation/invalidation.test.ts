import assert from "node:assert/strict";
import {readFileSync} from "node:fs";
import {join} from "node:path";
import {describe, test} from "node:test";
import {runCommand} from "../../../runner/cli/commands/run.ts";
import {withFolder} from "../../temporary-folder.ts";
import {edit, randomModel} from "./model.ts";
import {evaluate} from "./oracle.ts";
import {writeProject} from "./project.ts";
import {Choices} from "./random.ts";

/** Edits in all; more are asked for by VVS_RANDOM_EDITS, and another start by VVS_RANDOM_SEED. */
const EDITS = Number(process.env.VVS_RANDOM_EDITS ?? 120);
const FIRST_SEED = Number(process.env.VVS_RANDOM_SEED ?? 1);
const EDITS_A_GRAPH = 12;

interface Ran {
  tasks: {name: string; state: string; outputs: Record<string, string>}[];
}

async function run(folder: string): Promise<Ran> {
  let printed = "";
  const console = {
    print: (text: string) => {
      printed += text;
    },
    note: () => {},
    live: false
  };
  const status = await runCommand([], {directory: folder, json: true, quiet: true, jobs: 2}, console);
  assert.equal(status, 0, printed);
  return JSON.parse(printed);
}

/** Runs a random pipeline through random edits; after each, exactly the tasks that were never made before may run. */
async function follow(seed: number): Promise<void> {
  await withFolder({}, async (folder) => {
    const choose = new Choices(seed);
    const model = randomModel(choose);
    const known = new Set<string>();
    const story = [`seed ${seed}`];
    for (let step = 0; step <= EDITS_A_GRAPH; step++) {
      if (step > 0) story.push(edit(model, choose));
      writeProject(folder, model);
      const expected = evaluate(model);
      const fresh = new Set<string>();
      const wanted = expected.flatMap(({identity}) => {
        if (known.has(identity) || fresh.has(identity)) return [];
        fresh.add(identity);
        return [identity];
      });
      const {tasks} = await run(folder);
      const ran = tasks.filter(({state}) => state === "ran").map(({name}) => name);
      const identities = ran.map((name) => expected.find((task) => task.name === name)?.identity);
      assert.deepEqual(identities.sort(), wanted.sort(), `what ran after ${story.join(", ")}: ${ran.join(" ")}`);
      for (const {name, output} of expected) {
        const digest = tasks.find((task) => task.name === name)?.outputs.o ?? "";
        const bytes = readFileSync(join(folder, "cache/objects", digest.slice(0, 2), digest.slice(2)), "utf8");
        assert.equal(bytes, output, `${name} after ${story.join(", ")}`);
      }
      for (const identity of wanted) known.add(identity);
    }
  });
}

describe("after any edit", () => {
  const graphs = Math.ceil(EDITS / EDITS_A_GRAPH);
  test(`exactly the minimal set of tasks runs, with the bytes of a clean run (${graphs * EDITS_A_GRAPH} edits)`, async () => {
    for (let graph = 0; graph < graphs; graph++) await follow(FIRST_SEED + graph);
  });
});
