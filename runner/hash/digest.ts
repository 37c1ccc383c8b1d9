import {hash} from "node:crypto";
import {lstatSync, readdirSync, readFileSync} from "node:fs";
import {join} from "node:path";
import {hashFile} from "hasha";

/** A SHA-256 digest, in lower-case hexadecimal. */
export type Digest = string;

/** Files up to this many bytes are read at once; larger ones are streamed in a thread of their own. */
const SMALL = 1 << 20;

export function digestOf(content: string | Uint8Array): Digest {
  return hash("sha256", content);
}

/** Digest of a file's bytes, SHA-256 unless another is named; a large one is never held in memory. */
export async function digestOfFile(path: string, algorithm: "sha256" | "sha1" = "sha256"): Promise<Digest> {
  return lstatSync(path).size <= SMALL ? hash(algorithm, readFileSync(path)) : hashFile(path, {algorithm});
}

/** Digest of a file, or of a folder: that of the list of its files' relative paths and digests. */
export async function digestOfPath(path: string): Promise<Digest> {
  if (!lstatSync(path).isDirectory()) return digestOfFile(path);
  const lines = [];
  for (const file of filesBelow(path)) lines.push(`${await digestOfFile(join(path, file))} ${file}\n`);
  return digestOf(`folder\n${lines.join("")}`);
}

/** Relative paths of all files below a folder, with forward slashes, in plain code-point order. */
export function filesBelow(folder: string): string[] {
  return readdirSync(folder, {recursive: true, withFileTypes: true})
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();
}
