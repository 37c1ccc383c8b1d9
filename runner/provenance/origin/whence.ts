import type {Digest} from "../../hash/digest.ts";
import type {TaskRecord} from "../../store/record.ts";
import type {Store} from "../../store/store.ts";
import type {FoundOrigin, Origin} from "./origin.ts";
import {isIntact} from "./origin.ts";

/** What is known of where a figure comes from. */
export interface Whence {
  task: string;
  key: Digest;
  /** `TASK/OUTPUT` */
  artifact: string;
  /** Is the drawing, byte for byte, the one that was stored? */
  intact: boolean;
  /** Part of a larger document. */
  within: boolean;
  /** Does the file itself say so, or does a record of the cache whose output has the same bytes? */
  told: "file" | "cache";
  sources: Origin["sources"];
  /** What the cache here adds. */
  cache: {
    /** `recorded`: its record is here. `contradicts`: it is, and says that the artifact had other bytes. */
    state: "recorded" | "contradicts" | "unknown";
    /** True where the task's latest result has another key. */
    superseded: boolean;
    made?: {startedAt: string; host: string; platform: string; git: TaskRecord["git"]};
  };
}

/** @param store the cache, where there is one */
export function whenceOf(found: FoundOrigin, store: Store | undefined): Whence {
  const {task, key, artifact, sources, sha256} = found.origin;
  const record = store?.records.read(key);
  const recorded = record?.outputs[artifact.slice(task.length + 1)]?.digest;
  return {
    task,
    key,
    artifact,
    intact: isIntact(found),
    within: found.within,
    told: "file",
    sources,
    cache: {
      state: record ? (recorded === sha256 ? "recorded" : "contradicts") : "unknown",
      ...standing(store, task, key, record)
    }
  };
}

export function standing(store: Store | undefined, task: string, key: Digest, record: TaskRecord | undefined) {
  const latest = store?.names.key(task);
  const superseded = latest !== undefined && latest !== key;
  if (!record) return {superseded};
  const {startedAt, host, platform, git} = record;
  return {superseded, made: {startedAt, host, platform, git}};
}

/** Sentences for a person. */
export function whenceText(file: string, whence: Whence): string {
  const {task, key, artifact, intact, within, told, sources, cache} = whence;
  const place = within ? " (in a larger document)" : "";
  const changed =
    told === "cache"
      ? "it carries no note of its own; a record in the cache made these very bytes"
      : intact
        ? "intact: the drawing is byte for byte the one that was stored"
        : "CHANGED: the drawing is not the one that was stored; it was edited, or written anew by another program";
  const lines = [
    `${file}${place}`,
    `  ${changed}`,
    `  task      ${task}`,
    `  artifact  ${artifact}`,
    `  key       ${key}`
  ];
  lines.push(...sourceLines(sources));
  if (cache.state === "unknown")
    lines.push("  the cache here has no record of it: this is what the file itself carries");
  if (cache.state === "contradicts") lines.push("  the record in the cache says that this artifact had OTHER bytes");
  if (cache.made) {
    const {startedAt, host, platform, git} = cache.made;
    const commit = git ? `, commit ${git.commit.slice(0, 12)}${git.dirty ? " with uncommitted changes" : ""}` : "";
    lines.push(`  made      ${startedAt.slice(0, 16).replace("T", " ")} on ${host} (${platform})${commit}`);
    lines.push(`  all of it vvs lineage ${key.slice(0, 16)}`);
  }
  if (cache.superseded) lines.push("  the task has a newer result here: this figure is not the latest");
  return `${lines.join("\n")}\n`;
}

/** Sources that share their address, licence and citation tell these once. */
function sourceLines(sources: Whence["sources"]): string[] {
  const groups = new Map<string, string[]>();
  for (const {name, sha256, url, licence, citation} of sources) {
    const shared = [url, licence && `licence: ${licence}`, citation && `cite: ${citation}`];
    const told = shared.flatMap((line) => (line ? [`            ${line}`] : [])).join("\n");
    groups.set(told, [...(groups.get(told) ?? []), `  source    ${name}  sha256 ${sha256}`]);
  }
  return [...groups].flatMap(([told, names]) => (told === "" ? names : [...names, told]));
}
