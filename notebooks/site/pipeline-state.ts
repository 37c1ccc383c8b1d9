import {execFile} from "node:child_process";
import {join} from "node:path";
import {promisify} from "node:util";
import type {Plugin} from "vite";
import {openStore} from "../../runner/store/store.ts";
import type {FinishedTask, PipelineState} from "../parts/pipeline-state.ts";

const NAME = "pipeline:state";
const MODULE = `\0${NAME}.mjs`;
/** Of tables, fits and figures of thousands of tasks, the graph is a few MB. */
const MOST_BYTES = 64 * 2 ** 20;

/** Lets a notebook `import pipeline from "pipeline:state"`: the graph of the project in `folder`, and what ran when. */
export function pipelineState(folder: string): Plugin {
  return {
    name: "pipeline-state",
    enforce: "pre",
    resolveId(id) {
      return id === NAME ? MODULE : undefined;
    },
    async load(id) {
      if (id !== MODULE) return undefined;
      return `export default ${JSON.stringify(await stateOf(folder))};`;
    }
  };
}

async function stateOf(folder: string): Promise<PipelineState> {
  const [stages, tasks, audit] = await Promise.all([
    ask(folder, "graph", "--format", "json"),
    ask(folder, "graph", "*", "--format", "json"),
    ask(folder, "audit", "--json")
  ]);
  const {ok, objects, records, problems} = audit;
  return {stages, tasks, audit: {ok, objects, records, problems}, finished: finishedTasks(folder)};
}

/** The JSON that a command of this project prints; a failed audit prints its findings too. */
async function ask(folder: string, ...args: string[]) {
  const vvs = join(import.meta.dirname, "../../vvs");
  const run = promisify(execFile)(vvs, ["-C", folder, ...args], {maxBuffer: MOST_BYTES});
  const {stdout} = await run.catch((error: {stdout?: string}) => {
    if (!error.stdout) throw error;
    return {stdout: error.stdout};
  });
  return JSON.parse(stdout);
}

function finishedTasks(folder: string): FinishedTask[] {
  const store = openStore(folder);
  return [...store.names.entries()]
    .flatMap(([name, key]) => {
      const record = store.records.read(key);
      if (!record) return [];
      const {stage, startedAt, endedAt, seconds, outputs} = record;
      const bytes = Object.values(outputs).reduce((sum, output) => sum + output.bytes, 0);
      return [{name, stage, key, startedAt, endedAt, seconds, bytes}];
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}
