import type {Digest} from "../../hash/digest.ts";
import type {Store} from "../../store/store.ts";
import type {CheckedRecord} from "./check-file.ts";
import type {Problem} from "./problem.ts";

/**
 * What records say of each other and of objects: that those are there, and that inputs were made or declared.
 * @param listed outputs that the manifests of runs list, so that a lost record is told once
 */
export function checkReferences(
  store: Store,
  records: CheckedRecord[],
  all: Iterable<CheckedRecord>,
  objects: ReadonlySet<Digest>,
  listed: ReadonlySet<Digest>
): Problem[] {
  const made = new Set(listed);
  for (const {outputs} of all) for (const digest of outputs) made.add(digest);
  return records.flatMap((record) => {
    const {key, task, outputs, code, log, diff, kind, read, files} = record;
    const file = store.records.path(key);
    const lost = (digests: Digest[], problem: Problem["kind"], what: string): Problem[] =>
      digests
        .filter((digest) => !objects.has(digest))
        .map((digest) => ({kind: problem, what: `${what} of ${task} is lost: no object ${digest}`, file}));
    const declared = new Set(Object.values(files ?? {}));
    const unexplained = Object.entries(read).flatMap(([input, digests]) =>
      digests.flatMap((digest): Problem[] => {
        if (!objects.has(digest))
          return [{kind: "input", what: `input ${input} of ${task} is lost: no object ${digest}`, file}];
        if (files === undefined || made.has(digest) || declared.has(digest)) return [];
        return [
          {kind: "input", what: `input ${input} of ${task} was made by no record and is no declared source`, file}
        ];
      })
    );
    return [
      ...lost(outputs, "output", "an output"),
      ...lost(code, kind === "module" ? "bundle" : "code", "the code"),
      ...lost(log, "log", "the log"),
      ...lost(diff, "code", "the list of uncommitted changes"),
      ...unexplained
    ];
  });
}

/** What an object is called by the records that name it. */
export function usesOf(records: Iterable<CheckedRecord>): Map<Digest, {kind: Problem["kind"]; use: string}> {
  const uses = new Map<Digest, {kind: Problem["kind"]; use: string}>();
  for (const {task, code, log, diff, kind, named, read} of records) {
    for (const [input, digests] of Object.entries(read))
      for (const digest of digests)
        if (!uses.has(digest)) uses.set(digest, {kind: "object", use: `input ${input} of ${task}`});
    for (const digest of log) uses.set(digest, {kind: "object", use: `the log of ${task}`});
    for (const digest of diff)
      uses.set(digest, {kind: "object", use: `the uncommitted changes that ${task} was made with`});
    for (const digest of code)
      uses.set(digest, {kind: kind === "module" ? "bundle" : "code", use: `the code of ${task}`});
    for (const [output, digest] of Object.entries(named)) uses.set(digest, {kind: "object", use: `${task}/${output}`});
  }
  return uses;
}

/** The records that certain ones rest on, with themselves: each input's maker, back to the sources. */
export function withMakers(
  wanted: Iterable<Digest>,
  records: ReadonlyMap<Digest, CheckedRecord>
): Map<Digest, CheckedRecord> {
  const makers = new Map<Digest, CheckedRecord[]>();
  for (const record of records.values()) {
    for (const digest of record.outputs) {
      const others = makers.get(digest);
      if (others) others.push(record);
      else makers.set(digest, [record]);
    }
  }
  const found = new Map<Digest, CheckedRecord>();
  const todo = [...wanted];
  for (let key = todo.pop(); key !== undefined; key = todo.pop()) {
    const record = records.get(key);
    if (!record || found.has(key)) continue;
    found.set(key, record);
    for (const digest of record.inputs) for (const maker of makers.get(digest) ?? []) todo.push(maker.key);
  }
  return found;
}
