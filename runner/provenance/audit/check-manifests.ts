import {readFileSync} from "node:fs";
import {join} from "node:path";
import * as z from "zod";
import {type Digest, digestOf} from "../../hash/digest.ts";
import {namesIn} from "../../store/layout.ts";
import type {Store} from "../../store/store.ts";
import {type EndedRun, readHistory} from "../history.ts";
import type {CheckedRecord} from "./check-file.ts";
import {gapsInHistory} from "./history-gaps.ts";
import type {Problem} from "./problem.ts";

const digest = z.string();
const manifestSchema = z.looseObject({
  tasks: z.record(
    z.string(),
    z.looseObject({key: digest.nullable(), outputs: z.record(z.string(), digest), record: digest.optional()})
  )
});

export interface CheckedManifests {
  problems: Problem[];
  /** The last run whose manifest is here. */
  last: EndedRun | undefined;
  /** Task -> key, as the last manifest that names it has it. */
  keys: Map<string, Digest>;
  /** Outputs that runs list. */
  outputs: Set<Digest>;
  /** Records that were made again after a run that lists them. */
  remade: number;
}

/**
 * Compares the manifests of all runs with the records: a record must be the one that was listed, unless it was made
 * again after that run.
 * @param damaged keys of records that were found to be wrong by themselves
 */
export function checkManifests(
  store: Store,
  records: ReadonlyMap<Digest, CheckedRecord>,
  damaged: ReadonlySet<Digest>
): CheckedManifests {
  const {runs} = store.layout;
  const history = readHistory(store.layout);
  const ended = new Map(history.map((run) => [run.manifest, run]));
  const present = new Set(namesIn(runs).flatMap((name) => /^([0-9a-f]{64})\.json$/.exec(name)?.[1] ?? []));
  const problems = historyProblems(store, present);
  const keys = new Map<string, Digest>();
  const remade = new Set<Digest>();
  const listedOutputs = new Set<Digest>();
  const inOrder = [...present].sort((a, b) => (ended.get(a)?.endedAt ?? 0) - (ended.get(b)?.endedAt ?? 0));
  for (const name of inOrder) {
    const file = join(runs, `${name}.json`);
    const problem = (what: string) => problems.push({kind: "manifest", what, file});
    const text = readFileSync(file);
    const found = digestOf(text);
    if (found !== name) {
      problem(`its text is not that of its name: it hashes to ${found}`);
      continue;
    }
    const run = ended.get(name);
    if (!run) problem("no run in history.jsonl has this manifest");
    const {data: manifest} = manifestSchema.safeParse(JSON.parse(text.toString("utf8")));
    if (!manifest) {
      problem("it is not whole");
      continue;
    }
    for (const [task, {key, outputs, record: listed}] of Object.entries(manifest.tasks)) {
      if (key === null || (Object.keys(outputs).length === 0 && listed === undefined)) continue;
      keys.set(task, key);
      for (const output of Object.values(outputs)) listedOutputs.add(output);
      if (damaged.has(key)) continue;
      const record = records.get(key);
      const path = store.records.path(key);
      if (!record) {
        problems.push({kind: "record", what: `the record of ${task} is gone, which ${called(run)} lists`, file: path});
        continue;
      }
      const again = run !== undefined && Date.parse(record.startedAt) > run.endedAt;
      const other = Object.entries(outputs).find(([output, sha256]) => record.named[output] !== sha256)?.[0];
      if (again) remade.add(key);
      if (other !== undefined && !(again && !record.deterministic)) {
        const what = `it names other bytes for ${task}/${other} than ${called(run)} lists`;
        problems.push({kind: "record", what, file: path});
      } else if (listed !== undefined && listed !== record.sha256 && !again) {
        problems.push({kind: "record", what: `it is not the record of ${task} that ${called(run)} lists`, file: path});
      }
    }
  }
  return {
    problems: unique(problems),
    last: history.findLast(({manifest}) => present.has(manifest)),
    keys,
    outputs: listedOutputs,
    remade: remade.size
  };
}

/** Lines and manifests that are gone. */
function historyProblems({layout}: Store, present: ReadonlySet<Digest>): Problem[] {
  const {broken, missing} = gapsInHistory(layout, present);
  const history = join(layout.runs, "history.jsonl");
  return [
    ...broken.map((line): Problem => {
      const what = `line ${line} goes on from a line that is not here: one before it was changed or taken out`;
      return {kind: "manifest", what, file: history};
    }),
    ...[...missing].map(([manifest, startedAt]): Problem => {
      const what = `the manifest of the run of ${minute(startedAt)} is gone, which history.jsonl lists`;
      return {kind: "manifest", what, file: join(layout.runs, `${manifest}.json`)};
    })
  ];
}

function called(run: EndedRun | undefined): string {
  if (!run) return "a manifest";
  return `the manifest ${run.manifest.slice(0, 16)} of ${minute(run.startedAt)}`;
}

function minute(time: string | number): string {
  return new Date(time).toISOString().slice(0, 16).replace("T", " ");
}

/** One problem a record is enough, however many manifests list it. */
function unique(problems: Problem[]): Problem[] {
  const seen = new Set<string>();
  return problems.filter(({kind, file}) => {
    const id = `${kind} ${file}`;
    return kind === "manifest" || (!seen.has(id) && seen.add(id));
  });
}
