import {mkdirSync, rmSync, statSync, symlinkSync, writeFileSync} from "node:fs";
import {dirname, extname, join} from "node:path";
import type {Digest} from "../hash/digest.ts";
import {type Layout, namesIn} from "../store/layout.ts";
import {copy} from "../store/objects.ts";

/** Objects above this size are linked, not copied, into a command's folder where the file system cannot share them. */
const COPY_LIMIT = 16 << 20;

/** A private folder for one attempt at a task; `dispose` removes it. */
export interface Workspace {
  folder: string;
  dispose(): void;
}

export function openWorkspace(layout: Layout, key: Digest): Workspace {
  const folder = join(layout.work, `${process.pid}-${key.slice(0, 24)}`);
  rmSync(folder, {recursive: true, force: true});
  mkdirSync(folder);
  return {folder, dispose: () => rmSync(folder, {recursive: true, force: true})};
}

/** Removes what runs that are no longer alive left in `work`. */
export function sweepWorkspaces(layout: Layout): void {
  for (const path of deadWorkspaces(layout)) rmSync(path, {recursive: true, force: true});
}

/** What runs that are no longer alive left in `work`. */
export function deadWorkspaces(layout: Layout): string[] {
  return namesIn(layout.work).flatMap((name) => {
    const pid = Number(/^(?:snapshot-|put-|record-)?(\d+)-/.exec(name)?.[1]);
    return !pid || pid === process.pid || isRunning(pid) ? [] : [join(layout.work, name)];
  });
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

/** The names under which a command sees the artifacts of an input: fixed by their number and their file endings. */
export function inputNames(many: boolean, files: string[]): string[] {
  if (!many) return files.map(extname);
  const width = String(files.length - 1).length;
  return files.map((file, index) => String(index).padStart(width, "0") + extname(file));
}

/**
 * Lays one input into a command's folder.
 * @returns the paths that `${inputs.NAME}` and `${inputs.NAME.list}` stand for, relative to the folder
 */
export function layInput(folder: string, name: string, many: boolean, names: string[], objects: string[]) {
  const base = join("inputs", name);
  if (!many) {
    const path = base + (names[0] ?? "");
    mkdirSync(join(folder, "inputs"), {recursive: true});
    lay(objects[0] ?? "", join(folder, path));
    return {[name]: path};
  }
  mkdirSync(join(folder, base), {recursive: true});
  const paths = names.map((file) => join(base, file));
  paths.forEach((path, index) => {
    lay(objects[index] ?? "", join(folder, path));
  });
  const list = `${base}.list`;
  writeFileSync(join(folder, list), paths.map((path) => `${path}\n`).join(""));
  return {[name]: base, [`${name}.list`]: list};
}

/** Lays a declared code file at its own relative path. */
export function layCode(folder: string, path: string, object: string): void {
  mkdirSync(dirname(join(folder, path)), {recursive: true});
  lay(object, join(folder, path));
}

function lay(object: string, target: string): void {
  const stats = statSync(object);
  if (stats.isFile() && stats.size > COPY_LIMIT) symlinkSync(object, target);
  else copy(object, target);
}
