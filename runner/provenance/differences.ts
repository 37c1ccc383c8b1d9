import type {Value} from "../graph/types.ts";
import {canonical} from "../hash/canonical.ts";
import type {KeyComponents} from "../hash/task-key.ts";
import type {TaskRecord} from "../store/record.ts";

/** One reason why a task is not what its earlier record says. */
export interface Reason {
  kind: "parameter" | "code" | "input" | "environment" | "command" | "no-record" | "lost-output";
  name: string;
  before: unknown;
  after: unknown;
}

/**
 * Compares what a task is made from now with what an earlier record of it was made from.
 * @param declarations digests of the declarations in a module stage's code, then and now
 */
export function differences(
  now: KeyComponents,
  then: TaskRecord,
  declarations: {before: Record<string, string>; after: Record<string, string>}
): Reason[] {
  const before = then.components;
  return [
    ...codeDifferences(now, then, declarations),
    ...mapDifferences("parameter", before.params as Record<string, Value>, now.params),
    ...mapDifferences("input", digestsOf(before.inputs), digestsOf(now.inputs)),
    ...mapDifferences("environment", before.environment, now.environment),
    ...mapDifferences("command", before.outputs, now.outputs, "output ")
  ];
}

function codeDifferences(
  now: KeyComponents,
  then: TaskRecord,
  {before, after}: Parameters<typeof differences>[2]
): Reason[] {
  const [old, code] = [then.components.code, now.code];
  if (old.kind !== code.kind) return [{kind: "code", name: "kind of stage", before: old.kind, after: code.kind}];
  if (old.kind === "command" && code.kind === "command") {
    return [
      ...mapDifferences("command", {command: old.command}, {command: code.command}),
      ...mapDifferences("code", old.files, code.files)
    ];
  }
  if (old.kind === "module" && code.kind === "module") {
    const changed = old.bundle === code.bundle ? [] : mapDifferences("code", before, after);
    const packages = mapDifferences("code", old.packages, code.packages);
    if (changed.length || packages.length || old.bundle === code.bundle) return [...changed, ...packages];
    return [{kind: "code", name: "bundle", before: old.bundle, after: code.bundle}];
  }
  return mapDifferences("input", {source: sourceDigest(old)}, {source: sourceDigest(code)});
}

function sourceDigest(code: KeyComponents["code"]): string {
  return "sha256" in code ? code.sha256 : "sha1" in code ? `sha1 ${code.sha1}` : "";
}

/** Differences between two maps, down to the innermost key that differs. */
function mapDifferences(
  kind: Reason["kind"],
  before: Record<string, Value>,
  after: Record<string, Value>,
  prefix = ""
): Reason[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  return names.flatMap((name) => {
    const [old, now] = [before[name], after[name]];
    if (old !== undefined && now !== undefined && canonical(old) === canonical(now)) return [];
    if (isMap(old) && isMap(now)) return mapDifferences(kind, old, now, `${prefix}${name}.`);
    return [{kind, name: prefix + name, before: old ?? null, after: now ?? null}];
  });
}

function digestsOf(inputs: Record<string, {digests: string[]}>): Record<string, Value> {
  return Object.fromEntries(
    Object.entries(inputs).flatMap(([name, {digests}]): [string, Value][] =>
      digests.length === 1 ? [[name, digests[0] ?? ""]] : digests.map((digest, index) => [`${name}[${index}]`, digest])
    )
  );
}

function isMap(value: Value | undefined): value is {[key: string]: Value} {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
