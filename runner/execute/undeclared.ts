import {existsSync, realpathSync} from "node:fs";
import {homedir} from "node:os";
import {basename, dirname, isAbsolute, join, sep} from "node:path";
import type {FileCall} from "./trace.ts";

/** What a task may read beside the system and installed programs. Absolute paths, links followed. */
export interface Territory {
  /** The project's folder. */
  project: string;
  /** The task's own folder. */
  own: string;
  /** Files and folders that it declares. */
  declared: string[];
  /** Its code is a module, whose packages Node finds through package.json. */
  module: boolean;
}

export interface UndeclaredFile {
  path: string;
  /** It read the file, or asked whether it is there. */
  how: "read" | "looked for";
}

/** Where operating systems keep themselves. */
const SYSTEM = [
  ..."/usr /lib /lib32 /lib64 /libx32 /bin /sbin /etc /proc /dev /sys /run /opt /nix /snap /selinux".split(" "),
  "/var/cache",
  "/var/lib"
];

/** The files that a task read, or in the project looked for, without declaring them; each once, in order. */
export function undeclaredFiles(calls: FileCall[], territory: Territory): UndeclaredFile[] {
  const {project, own, module} = territory;
  const software = installedSoftware(project);
  const declared = new Set([own, ...territory.declared]);
  const around = new Set([...declared].flatMap(foldersAround));
  /** What the task made itself, wherever it did. */
  const made = new Set<string>();
  /** Names that tools search for upwards, from folder to folder: that there is none is the usual case. */
  const searchedUpwards = new Set<string>();
  const found = new Map<string, UndeclaredFile>();

  const isMine = (path: string) => isBelowOne(path, declared) || isBelowOne(path, made);
  const mayRead = (path: string) =>
    isMine(path) ||
    path.includes("/node_modules/") ||
    software.prefixes.some((prefix) => isBelow(path, prefix)) ||
    (module && basename(path) === "package.json" && around.has(dirname(path))) ||
    (!isBelow(path, project) && SYSTEM.some((folder) => isBelow(path, folder)));
  const note = (path: string, how: UndeclaredFile["how"]) => {
    if (found.get(path)?.how !== "read") found.set(path, {path, how});
  };
  const read = (path: string) => {
    if (!mayRead(path)) note(path, "read");
  };
  // Outside the project, programs search many places; inside, what is there or not is the person's doing.
  const lookFor = (path: string, missing: boolean) => {
    if (!isBelow(path, project) || mayRead(path) || around.has(path)) return;
    if (software.searched.includes(dirname(path)) || basename(path) === "node_modules") return;
    if (missing && dirname(path) === dirname(own)) searchedUpwards.add(basename(path));
    if (missing && (searchedUpwards.has(basename(path)) || basename(path) === "package.json")) return;
    if (!mayRead(followed(path))) note(path, "looked for");
  };

  for (const {call, path: written, target, opened, flags, error} of calls) {
    const path = opened ?? written;
    if (/^(open|openat|openat2|creat)$/.test(call)) {
      const fresh = call === "creat" || (flags.includes("O_CREAT") && /O_TRUNC|O_EXCL/.test(flags));
      if (fresh && !error) for (const one of [written, path]) made.add(one);
      else if (/O_TMPFILE/.test(flags) || (call !== "creat" && flags.includes("O_WRONLY"))) continue;
      else if (error || flags.includes("O_PATH")) lookFor(path, error === "ENOENT");
      else read(path);
    } else if (/^execve/.test(call)) {
      if (error) lookFor(path, true);
      else {
        software.add(path);
        read(followed(path));
      }
    } else if (target !== undefined || /^mkdir/.test(call)) {
      if (!error) made.add(target ?? path);
    } else if (/stat|access|readlink/.test(call)) lookFor(path, error === "ENOENT");
  }
  return [...found.values()];
}

/** Programs and their libraries: what the search path leads to, and what Node itself runs from. */
function installedSoftware(project: string) {
  const home = homedir();
  const prefixes = [join(home, ".cache"), join(home, ".local/lib")];
  const searched = (process.env.PATH ?? "").split(":").filter(isAbsolute);
  const add = (folder: string) => {
    if (isBelow(project, folder)) return;
    const root = /^s?bin$/.test(basename(folder)) ? dirname(folder) : folder;
    const isInstalled =
      !isBelow(root, project) || ["pyvenv.cfg", "conda-meta"].some((mark) => existsSync(join(root, mark)));
    if (!isInstalled) return;
    prefixes.push(root === home || isBelow(project, root) ? folder : root);
  };
  for (const folder of [...searched, dirname(process.execPath)]) {
    add(folder);
    if (existsSync(folder)) add(realpathSync(folder));
  }
  return {
    prefixes,
    searched,
    /** A program that was started by its path brings the libraries beside its `bin`. */
    add: (program: string) => {
      if (basename(dirname(program)) === "bin") add(dirname(program));
    }
  };
}

function isBelow(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep);
}

function isBelowOne(path: string, folders: Set<string>): boolean {
  return folders.has(path) || foldersAround(path).some((folder) => folders.has(folder));
}

/** The folders that hold a path, from the inside out. */
function foldersAround(path: string): string[] {
  const folders: string[] = [];
  for (let at = path; at !== dirname(at); ) {
    at = dirname(at);
    folders.push(at);
  }
  return folders;
}

/** The path with all links followed, as far as it exists. */
function followed(path: string): string {
  for (let at = path; at !== dirname(at); at = dirname(at))
    if (existsSync(at)) return realpathSync(at) + path.slice(at.length);
  return path;
}
