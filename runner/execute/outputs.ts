import {copyFileSync, cpSync, lstatSync, readdirSync, realpathSync, renameSync, rmSync, type Stats} from "node:fs";
import {join, relative, sep} from "node:path";
import type {Format} from "../stage/define-stage.ts";

/** Formats in which an empty file says nothing. */
const NEVER_EMPTY = new Set<string>(["table", "json", "tensors", "svg", "png", "pdf"] satisfies Format[]);

/**
 * A sentence for each declared output that is not there, or cannot be kept as it is. A link to something else in the
 * task's folder, or to a large input in the store, is replaced by what it leads to: no artifact holds a link.
 *
 * @param formats output name -> its format, where the stage declares one
 * @param objects the folder of the store's objects
 */
export function outputProblems(
  folder: string,
  outputs: Record<string, string>,
  formats: Record<string, string> = {},
  objects?: string
): string[] {
  return Object.entries(outputs).flatMap(([name, file]) => {
    const path = join(folder, file);
    const stats = lstatSync(path, {throwIfNoEntry: false});
    const what = `declared output "${name}" (${file})`;
    if (!stats) return `${what} was not made${hint(folder)}`;
    const problem = stats.isFile()
      ? ownFile(path, stats)
      : resolveLinks(
          path,
          stats,
          [folder, ...(objects ? [objects] : [])].map((home) => realpathSync(home))
        );
    if (problem) return `${what} ${problem}`;
    const format = formats[name] ?? "";
    const empty = NEVER_EMPTY.has(format) && lstatSync(path).isFile() && lstatSync(path).size === 0;
    return empty ? `${what} is empty, which a file of format ${format} cannot be` : [];
  });
}

function hint(folder: string): string {
  const made = readdirSync(folder).filter((entry) => entry !== "inputs");
  return made.length ? `; its folder holds ${made.slice(0, 8).join(", ")}` : "";
}

/** Gives an output that is also known by another name, as an input or somewhere else, bytes of its own. */
function ownFile(path: string, {nlink}: Stats): undefined {
  if (nlink === 1) return;
  const copy = `${path}.copy`;
  copyFileSync(path, copy);
  renameSync(copy, path);
}

/** Replaces links by what they lead to; says what is wrong with what cannot be kept. */
function resolveLinks(path: string, stats: Stats, homes: string[]): string | undefined {
  if (stats.isFile()) return ownFile(path, stats);
  if (stats.isDirectory()) {
    for (const entry of readdirSync(path, {withFileTypes: true})) {
      const below = join(path, entry.name);
      const problem = resolveLinks(below, lstatSync(below), homes);
      if (problem) return `holds ${entry.name}, which ${problem}`;
    }
    return undefined;
  }
  if (!stats.isSymbolicLink()) return "is neither a file nor a folder";
  let target: string;
  try {
    target = realpathSync(path);
  } catch {
    return "is a link to nothing";
  }
  if (!homes.some((home) => target.startsWith(home + sep)))
    return `is a link to ${target}, outside the task's folder: copy it instead`;
  if (!relative(target, realpathSync(join(path, ".."))).startsWith("..")) return "is a link to a folder around it";
  const copy = `${path}.copy`;
  const found = lstatSync(target);
  if (found.isDirectory()) cpSync(target, copy, {recursive: true});
  else if (found.isFile()) copyFileSync(target, copy);
  else return "is a link to neither a file nor a folder";
  rmSync(path);
  renameSync(copy, path);
  return resolveLinks(path, lstatSync(path), homes);
}
