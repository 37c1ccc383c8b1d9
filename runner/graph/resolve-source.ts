import {FieldReader, type TextField} from "./fields.ts";
import type {MistakeList} from "./mistakes.ts";
import {planPath} from "./resolve-params.ts";
import {describe, type MapNode, plainValue, type SourceNode} from "./source-node.ts";
import type {Value} from "./types.ts";

const required = ["url", "sha256", "file"];
const optional = ["bytes", "package", "licence", "citation"];

/** An external input: its entry in the registry, and the name of the file that it becomes. */
export interface ExternalSource {
  entry: Value;
  file: string;
}

/** Plans what a fetch stage fetches: the entry at its path, `{url, sha256, file, bytes?, licence?, citation?}`. */
export function planSource(
  field: TextField,
  keys: readonly string[],
  params: MapNode,
  mistakes: MistakeList
): (labels: Record<string, string>) => ExternalSource | undefined {
  const plan = planPath(field, keys, params, mistakes);
  const read = new Map<SourceNode, ExternalSource | undefined>();
  return (labels) => {
    const node = plan?.node(labels);
    if (!node) return undefined;
    if (!read.has(node)) read.set(node, readEntry(node, field, mistakes));
    return read.get(node);
  };
}

function readEntry(node: SourceNode, from: TextField, mistakes: MistakeList): ExternalSource | undefined {
  const fields = new FieldReader(mistakes);
  const {path} = from;
  if (node.kind !== "map") {
    mistakes.add(
      from.node,
      path,
      `expected a source {url, sha256, file} at ${from.text}, found ${describe(node)}`,
      "source"
    );
    return undefined;
  }
  fields.onlyKeys(node, path, [...required, ...optional]);
  for (const key of required)
    if (!node.entries.has(key)) mistakes.add(node, path, `the source has no ${key}; expected {url, sha256, file}`);
  const text = (key: string): string | undefined => {
    const value = node.entries.get(key)?.value;
    return value && fields.text(value, `${path}.${key}`)?.text;
  };
  for (const key of ["url", "package", "licence", "citation"]) text(key);
  const digest = text("sha256");
  const digestNode = node.entries.get("sha256")?.value;
  if (digest !== undefined && digestNode && !/^[0-9a-f]{64}$/.test(digest))
    mistakes.add(digestNode, `${path}.sha256`, `expected 64 lower-case hexadecimal digits, found ${digest}`);
  fields.number(node.entries.get("bytes")?.value, `${path}.bytes`, "a whole number of bytes", (value) =>
    Number.isInteger(value)
  );
  const file = text("file");
  const fileNode = node.entries.get("file")?.value;
  if (file !== undefined && fileNode && /[/\\]|^\.{1,2}$/.test(file))
    mistakes.add(fileNode, `${path}.file`, `expected a plain file name, found ${file}`);
  return file === undefined ? undefined : {entry: plainValue(node), file};
}
