import {lstatSync, type Stats, statSync} from "node:fs";
import {join} from "node:path";
import {filesBelow} from "./digest.ts";

/**
 * What no overwrite keeps: inode, change time and size of a file; of a folder, those of every file in it.
 * An equal stamp is the only thing that spares reading the bytes again.
 */
export type Stamp = string;

/** The stamp of a file or folder, or undefined where there is none. Links are followed. */
export function stampOf(path: string): Stamp | undefined {
  const stats = statSync(path, {throwIfNoEntry: false});
  if (!stats) return undefined;
  if (!stats.isDirectory()) return stampOfFile(stats);
  return filesBelow(path)
    .map((file) => `${file}=${stampOfFile(lstatSync(join(path, file)))}`)
    .join("\n");
}

/** The stamp of one file. */
export function stampOfFile({ino, ctimeMs, size}: Stats): Stamp {
  return `${ino.toString(36)}.${ctimeMs}.${size}`;
}

/** Latest change time (ms) of a file, or of the files in a folder. */
export function changedAt(path: string): number {
  const stats = statSync(path);
  if (!stats.isDirectory()) return stats.ctimeMs;
  return Math.max(0, ...filesBelow(path).map((file) => lstatSync(join(path, file)).ctimeMs));
}
