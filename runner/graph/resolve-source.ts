import {FieldReader, type TextField} from "./fields.ts";
import type {MistakeList} from "./mistakes.ts";
import {planPath} from "./resolve-params.ts";
import {describe, type MapNode, plainValue, type SourceNode} from "./source-node.ts";
import type {Value} from "./types.ts";

const required = ["url", "file"];
/** Of these, at least one; their lengths in hexadecimal digits. */
const digests = {sha256: 64, sha1: 40};
const optional = ["bytes", "package", "licence", "citation"];
const FORM = "{url, sha256, file}, or sha1 where no sha256 is known";

/** An external input: its entry in the registry, and the name of the file that it becomes. */
export interface ExternalSource {
  entry: Value;
  file: string;
}

/** Plans what a fetch stage fetches: the entry at its path, `{url, sha256 | sha1, file, bytes?, licence?, citation?}`. */
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
    mistakes.add(from.node, path, `expected a source ${FORM}, at ${from.text}, found ${describe(node)}`, "source");
    return undefined;
  }
  fields.onlyKeys(node, path, [...required, ...Object.keys(digests), ...optional]);
  for (const key of required)
    if (!node.entries.has(key)) mistakes.add(node, path, `the source has no ${key}; expected ${FORM}`);
  if (!Object.keys(digests).some((key) => node.entries.has(key)))
    mistakes.add(node, path, `the source has no sha256; expected ${FORM}`);
  const text = (key: string): string | undefined => {
    const value = node.entries.get(key)?.value;
    return value && fields.text(value, `${path}.${key}`)?.text;
  };
  for (const key of ["url", "package", "licence", "citation"]) text(key);
  for (const [key, length] of Object.entries(digests)) {
    const digest = text(key);
    const digestNode = node.entries.get(key)?.value;
    if (digest !== undefined && digestNode && !(digest.length === length && /^[0-9a-f]+$/.test(digest)))
      mistakes.add(digestNode, `${path}.${key}`, `expected ${length} lower-case hexadecimal digits, found ${digest}`);
  }
  fields.number(node.entries.get("bytes")?.value, `${path}.bytes`, "a whole number of bytes", (value) =>
    Number.isInteger(value)
  );
  const file = text("file");
  const fileNode = node.entries.get("file")?.value;
  if (file !== undefined && fileNode && /[/\\]|^\.{1,2}$/.test(file))
    mistakes.add(fileNode, `${path}.file`, `expected a plain file name, found ${file}`);
  return file === undefined ? undefined : {entry: plainValue(node), file};
}
