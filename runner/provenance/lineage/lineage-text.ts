import type {Digest} from "../../hash/digest.ts";
import type {TaskRecord} from "../../store/record.ts";
import type {Source} from "../declared-sources.ts";
import {type Lineage, madeAgain, type Read, type Step, sourcesOf} from "./lineage.ts";

/** A lineage for people: a tree in which what several steps share is told once, then the sources, then the machines. */
export function lineageText(lineage: Lineage): string {
  const {root, asked, steps} = lineage;
  const lines: string[] = [];
  if (root !== undefined) {
    const step = steps.get(root);
    if (step) tell(step, steps, lines, asked && "output" in asked ? asked.output : undefined);
  }
  const sources = sourcesOf(lineage);
  if (sources.length) lines.push(...(lines.length ? ["", "sources"] : []), ...sources.flatMap(sourceLines));
  const records = [...steps.values()].map(({record}) => record);
  if (records.length) lines.push("", ...circumstances(records));
  return `${lines.join("\n")}\n`;
}

function tell(root: Step, steps: Map<Digest, Step>, lines: string[], output?: string): void {
  const told = new Set<Digest>();
  const again = madeAgain(steps);
  const visit = (step: Step, indent: string): void => {
    told.add(step.record.key);
    const groups = grouped(step.reads);
    for (const line of details(step, again.has(step.record.key)))
      lines.push(`${indent}${groups.length ? "│" : " "} ${line}`);
    groups.forEach(({label, from}, index) => {
      const last = index === groups.length - 1;
      const [fork, below] = last ? ["└─ ", "   "] : ["├─ ", "│  "];
      if (from.kind === "source") {
        lines.push(`${indent}${fork}${label}: ${from.source.source}  sha256 ${short(from.source.sha256)}`);
        return;
      }
      const next = steps.get(from.key);
      if (!next) return;
      const above = told.has(from.key);
      lines.push(`${indent}${fork}${label}: ${title(next, from.output)}${above ? "  (above)" : ""}`);
      if (!above) visit(next, indent + below);
    });
  };
  lines.push(title(root, output));
  visit(root, "");
}

/** What one step reads of another by several inputs, or a source, stands in one line. */
function grouped(reads: Read[]): {label: string; from: Read["from"]}[] {
  const groups = new Map<string, {inputs: string[]; outputs: Set<string>; from: Read["from"]}>();
  for (const {input, from} of reads) {
    const id = from.kind === "step" ? from.key : `${from.source.source} ${from.source.sha256}`;
    const group = groups.get(id) ?? {inputs: [], outputs: new Set<string>(), from};
    if (!group.inputs.includes(input)) group.inputs.push(input);
    if (from.kind === "step") group.outputs.add(from.output);
    groups.set(id, group);
  }
  return [...groups.values()].map(({inputs, outputs, from}) => ({
    label: inputs.join(", "),
    from: from.kind === "step" ? {...from, output: [...outputs].join(", ")} : from
  }));
}

function title({name, record}: Step, output?: string): string {
  const object = output === undefined ? undefined : record.outputs[output];
  const what = output === undefined || Object.keys(record.outputs).length === 1 ? name : `${name}/${output}`;
  return `${what}  key ${short(record.key)}${object ? `, sha256 ${short(object.digest)}` : ""}`;
}

function details({record}: Step, again: boolean): string[] {
  const {components, seconds, startedAt, peakMemory} = record;
  const {code, params} = components;
  const made = `made ${minute(startedAt)} in ${Number(seconds.toPrecision(2))} s`;
  const memory = peakMemory === null ? "" : `, ${Math.round(peakMemory / 1e6)} MB`;
  const same = again ? ", again and to the same bytes, after what reads it" : "";
  const lines = [`${made}${memory}${record.deterministic ? "" : ", not deterministic"}${same}`];
  if (code.kind === "module") lines.push(`code: bundle ${short(code.bundle)}`);
  if (code.kind === "command") {
    const command = typeof code.command === "string" ? code.command : code.command.join(" ");
    const files = Object.entries(code.files).map(([path, digest]) => `${path} ${short(digest)}`);
    lines.push(`code: ${[clip(command), ...files].join(", ")}`);
  }
  const values = Object.entries(params).map(([name, value]) => `${name} ${clip(plain(value))}`);
  if (values.length) lines.push(`params: ${values.join(", ")}`);
  const variables = Object.entries(components.environment).map(([name, value]) => `${name}=${value}`);
  if (variables.length) lines.push(`environment: ${variables.join(", ")}`);
  return lines;
}

function sourceLines(source: Source): string[] {
  const {sha256, sha1, url, licence, citation, from = []} = source;
  const lines = [source.source, `  sha256 ${sha256}`];
  if (sha1 !== undefined) lines.push(`  sha1 ${sha1}, as published`);
  if (url !== null) lines.push(`  ${url}`);
  if (licence !== null) lines.push(`  licence: ${licence}`);
  if (citation !== null) lines.push(`  cite: ${citation}`);
  for (const one of from) lines.push(`  made from ${one.source}: ${one.url}`, `    sha256 ${one.sha256}`);
  if (url === null && licence === null && from.length === 0)
    lines.push("  a file of the project; nothing more is said of it");
  return lines;
}

/** Machines, checkouts and packages, each once with the number of steps that it holds for. */
function circumstances(records: TaskRecord[]): string[] {
  const count = (what: (record: TaskRecord) => string | undefined) => {
    const counts = new Map<string, number>();
    for (const record of records) {
      const text = what(record);
      if (text !== undefined) counts.set(text, (counts.get(text) ?? 0) + 1);
    }
    return [...counts];
  };
  const told = (label: string, counts: [string, number][]) =>
    counts.map(([text, steps]) => `${label}: ${text}${counts.length > 1 ? ` (${steps} steps)` : ""}`);
  const packages = new Set<string>();
  for (const {components} of records) {
    if (components.code.kind !== "module") continue;
    for (const [path, version] of Object.entries(components.code.packages)) packages.add(`${path} ${version}`);
  }
  return [
    ...told(
      "machine",
      count(({host, platform, node}) => `${host || "unknown"}, ${platform}, node ${node}`)
    ),
    ...told(
      "checkout",
      count(({git}) => (git ? `commit ${git.commit}${git.dirty ? uncommitted(git.diff) : ""}` : undefined))
    ),
    ...told(
      "lockfile",
      count(({lockfile}) => (lockfile ? `sha256 ${lockfile}` : undefined))
    ),
    `packages: ${packages.size} named in the keys, by version and integrity`,
    `steps: ${records.length}`
  ];
}

function uncommitted(diff: Digest | undefined): string {
  return `, with uncommitted changes${diff === undefined ? "" : ` (kept as object ${short(diff)})`}`;
}

function short(digest: Digest): string {
  return digest.slice(0, 12);
}

function minute(time: string): string {
  return time.slice(0, 16).replace("T", " ");
}

function plain(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

function clip(text: string): string {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length <= 80 ? line : `${line.slice(0, 79)}…`;
}
