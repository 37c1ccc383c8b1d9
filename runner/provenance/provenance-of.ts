import {selectTargets} from "../graph/select-targets.ts";
import type {Graph} from "../graph/types.ts";
import type {Store} from "../store/store.ts";
import type {Source} from "./declared-sources.ts";
import {readHistory} from "./history.ts";
import {type Step, sourcesOf} from "./lineage/lineage.ts";
import {Tracer} from "./lineage/trace-lineage.ts";

/** What finished results were made from, in the shape in which a project's commands are told of it. */
export function provenanceOf(graph: Graph, store: Store, targets: string[]) {
  const tracer = new Tracer(store, graph);
  const steps = new Map<string, Step>();
  const sources = new Map<string, Source>();
  for (const name of selectTargets(graph, targets)) {
    const key = store.names.key(name);
    const record = key === undefined ? undefined : store.records.read(key);
    if (!record) continue;
    const lineage = tracer.trace(record, name);
    for (const step of lineage.steps.values()) steps.set(step.name, step);
    for (const source of sourcesOf(lineage)) sources.set(source.source, source);
  }
  const order = [...graph.tasks.keys()].flatMap((name) => steps.get(name) ?? []);
  const last = readHistory(store.layout).at(-1);
  const packages = new Set<string>();
  for (const {record} of order) {
    const {code} = record.components;
    if (code.kind !== "module") continue;
    for (const [path, version] of Object.entries(code.packages)) {
      const name = path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length);
      packages.add(`${name} ${version.split(" ")[0]}`);
    }
  }
  return {
    run: last
      ? {
          manifest: last.manifest,
          startedAt: new Date(last.startedAt).toISOString(),
          seconds: (last.endedAt - last.startedAt) / 1000
        }
      : null,
    tasks: order.map(({name, record}) => finishedTask(store, name, record)),
    sources: [...sources.values()],
    lockfile: order.at(-1)?.record.lockfile ?? null,
    packages: [...packages].sort()
  };
}

function finishedTask(store: Store, name: string, record: Step["record"]) {
  const {stage, key, outputs, startedAt, endedAt, seconds, host, platform, node, git} = record;
  const made = Object.entries(outputs).map(([output, {digest}]): [string, {path: string; sha256: string}] => [
    output,
    {path: store.objects.path(digest), sha256: digest}
  ]);
  return {
    name,
    stage,
    key,
    outputs: Object.fromEntries(made),
    startedAt,
    endedAt,
    seconds,
    host,
    platform,
    node,
    commit: git?.commit ?? null,
    dirty: git?.dirty ?? false
  };
}
