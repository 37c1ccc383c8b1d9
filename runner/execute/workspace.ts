import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync
} from "node:fs";
import {dirname, extname, join} from "node:path";
import {hasCode} from "../errors/error-code.ts";
import {copy, copyOver} from "../store/copy.ts";
import {type Layout, namesIn} from "../store/layout.ts";

/** Objects above this size are laid into a command's folder as symbolic links where the file system cannot share them. */
export const LINK_LIMIT = 16 << 20;

/** A private folder for one attempt at a task, and the file beside it that takes what it prints. */
export interface Workspace {
  folder: string;
  log: string;
}

/**
 * The private folders of a run, each used by one task after another: making and removing folders and files costs more
 * than a small task does. Between two tasks everything goes but plain files in `inputs`, which the next task's inputs
 * overwrite or `dropInputs` removes. Each task has its folder under a name of its own, so that what a task before it
 * still meant to write finds no folder; and that of a task that failed, which may have left processes, is not used again.
 */
export class Workspaces {
  readonly #layout: Layout;
  readonly #free: Workspace[] = [];
  readonly #all: Workspace[] = [];
  #taken = 0;

  constructor(layout: Layout) {
    this.#layout = layout;
  }

  take(): Workspace {
    const workspace = this.#free.pop() ?? this.#make();
    const folder = join(this.#layout.work, `${process.pid}-${this.#taken++}`);
    if (existsSync(folder)) rmSync(folder, {recursive: true, force: true});
    if (workspace.folder) renameSync(workspace.folder, folder);
    else mkdirSync(folder);
    workspace.folder = folder;
    writeFileSync(workspace.log, "");
    return workspace;
  }

  release(workspace: Workspace, reuse: boolean): void {
    const {folder} = workspace;
    if (!reuse) {
      removeIfPossible(folder);
      return;
    }
    const left = readdirSync(folder).filter((name) => name !== "inputs");
    for (const name of left) removeIfPossible(join(folder, name));
    if (left.every((name) => !existsSync(join(folder, name)))) this.#free.push(workspace);
  }

  /** Removes all of them. */
  close(): void {
    for (const {folder, log} of this.#all) for (const path of [folder, log]) removeIfPossible(path);
  }

  #make(): Workspace {
    const workspace = {folder: "", log: join(this.#layout.work, `${process.pid}-${this.#all.length}.log`)};
    this.#all.push(workspace);
    return workspace;
  }
}

/** Removes from `inputs` what an earlier task left there and this one did not lay. */
export function dropInputs(folder: string, laid: Set<string>): void {
  const inputs = join(folder, "inputs");
  const left = laid.size === 0 ? ["."] : readdirSync(inputs).filter((name) => !laid.has(join("inputs", name)));
  for (const name of left) rmSync(join(inputs, name), {recursive: true, force: true});
}

/** Removes what runs that are no longer alive left in `work`, as far as their last processes let go of it. */
export function sweepWorkspaces(layout: Layout): void {
  for (const path of deadWorkspaces(layout)) removeIfPossible(path);
}

/** Removes a folder or file; leaves to a later run a folder in which a process still writes. */
function removeIfPossible(path: string): void {
  try {
    rmSync(path, {recursive: true, force: true, maxRetries: 3, retryDelay: 20});
  } catch (error) {
    if (!hasCode(error, "ENOTEMPTY")) throw error;
  }
}

/** What runs that are no longer alive left in `work`. */
export function deadWorkspaces(layout: Layout): string[] {
  return namesIn(layout.work).flatMap((name) => {
    const pid = Number(/^(?:[a-z]+-)?(\d+)-/.exec(name)?.[1]);
    return !pid || pid === process.pid || isRunning(pid) ? [] : [join(layout.work, name)];
  });
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return hasCode(error, "EPERM");
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
 * @param layOne lays one of many artifacts at a path where there is nothing
 * @returns the paths that `${inputs.NAME}` and `${inputs.NAME.list}` stand for, relative to the folder
 */
export function layInput(
  folder: string,
  name: string,
  many: boolean,
  names: string[],
  objects: string[],
  layOne: (index: number, target: string) => void = (index, target) => lay(objects[index] ?? "", target)
) {
  const base = join("inputs", name);
  if (!many) {
    const path = base + (names[0] ?? "");
    mkdirSync(join(folder, "inputs"), {recursive: true});
    lay(objects[0] ?? "", join(folder, path));
    return {[name]: path};
  }
  rmSync(join(folder, base), {recursive: true, force: true});
  mkdirSync(join(folder, base), {recursive: true});
  const paths = names.map((file) => join(base, file));
  paths.forEach((path, index) => {
    layOne(index, join(folder, path));
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

/** Lays an object at a path, over a plain file of an earlier task; over nothing else, lest it be written through. */
export function lay(object: string, target: string): void {
  const before = lstatSync(target, {throwIfNoEntry: false});
  const reusable = before?.isFile() && before.nlink === 1 && (before.mode & 0o600) === 0o600;
  if (before && !reusable) rmSync(target, {recursive: true});
  const stats = statSync(object);
  if (stats.isFile() && stats.size > LINK_LIMIT) {
    rmSync(target, {force: true});
    symlinkSync(object, target);
  } else if (reusable && stats.isFile()) copyOver(object, target);
  else {
    if (reusable) rmSync(target);
    copy(object, target, 0o644);
  }
}
