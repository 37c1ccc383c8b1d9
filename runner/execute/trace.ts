import {spawnSync} from "node:child_process";
import {resolve} from "node:path";

/** One system call that names a file, in the order in which the calls began. */
export interface FileCall {
  call: string;
  /** Absolute; `.` and `..` are worked out, symbolic links are not. */
  path: string;
  /** The second path of a call that has two: where a rename or a link puts it. */
  target?: string;
  /** Where an open led, with all links followed. */
  opened?: string;
  /** Flags of an open. */
  flags: string;
  /** The name of the error, of a call that failed. */
  error?: string;
}

const CALLS = "%file,fchdir,clone,?fork,?vfork,?clone3,?io_uring_setup";
const OPTIONS = ["-f", "-qq", "-y", "--seccomp-bpf", "-e", `trace=${CALLS}`, "-e", "signal=none"];

/** The program and the arguments before those of a program whose calls are written to `file`. */
export function traceArguments(file: string): [string, ...string[]] {
  return ["strace", ...OPTIONS, "-o", file];
}

/** Why calls cannot be traced on this machine, as a sentence with what to do; undefined where they can. */
export function whyNotTraced(): string | undefined {
  const [program, ...args] = traceArguments("/dev/null");
  const {status, error, stderr} = spawnSync(program, [...args, "true"], {encoding: "utf8"});
  if (status === 0) return undefined;
  if (process.platform !== "linux") return "opens are traced on Linux only: run it there, in a container for instance";
  if (error) return "there is no strace here: install it (apt-get install strace)";
  return `strace may not trace here (${stderr.trim().split("\n")[0]}): allow ptrace, with --cap-add=SYS_PTRACE for instance`;
}

/**
 * Reads what strace wrote (`-f -y`).
 * @param folder where the first process started
 */
export function readTrace(text: string, folder: string): FileCall[] {
  const lines = wholeCalls(text);
  const parents = new Map<string, string>();
  const folders = new Map<string, string>();
  const folderOf = (pid: string) => folders.get(pid) ?? folder;
  for (const {pid, text} of lines) {
    const child = /^(?:clone3?|v?fork)\(.* = (\d+)$/.exec(text)?.[1];
    if (child) parents.set(child, pid);
  }
  const calls: FileCall[] = [];
  const seen = new Set<string>();
  for (const {pid, text} of lines) {
    if (!seen.has(pid)) {
      seen.add(pid);
      const parent = parents.get(pid);
      if (parent !== undefined) folders.set(pid, folderOf(parent));
    }
    const [, call = "", rest = "", result = "", after = ""] = /^(\w+)\((.*)\)\s+= (-?\d+|\?)(.*)$/s.exec(text) ?? [];
    if (call === "fchdir" && result === "0") {
      const path = pathIn(/^\d+(<.*>)$/.exec(rest)?.[1] ?? "");
      if (path) folders.set(pid, path);
      continue;
    }
    if (call === "io_uring_setup" && !result.startsWith("-")) calls.push({call, path: "", flags: ""});
    const [first, second] = pathsOf(rest, folderOf(pid));
    if (first === undefined || result === "?" || call === "") continue;
    const failed = result.startsWith("-");
    if (call === "chdir" && !failed) folders.set(pid, first.path);
    const opened = pathIn(after);
    const twoPaths = /^(rename|link|symlink)/.test(call);
    calls.push({
      call,
      path: first.path,
      flags: first.rest,
      ...(twoPaths && second && {target: second.path}),
      ...(opened && {opened}),
      ...(failed && {error: /^ ([A-Z]+)/.exec(after)?.[1] ?? "unknown"})
    });
  }
  return calls;
}

/** Joins the two halves of calls that another process interrupted. */
function wholeCalls(text: string): {pid: string; text: string}[] {
  const lines: {pid: string; text: string}[] = [];
  const halves = new Map<string, {pid: string; text: string}>();
  for (const line of text.split("\n")) {
    const [, pid = "", said = ""] = /^(\d+) +(.*)$/.exec(line) ?? [];
    const resumed = /^<\.\.\. \w+ resumed>(.*)$/.exec(said)?.[1];
    if (resumed !== undefined) {
      const half = halves.get(pid);
      if (half) half.text += resumed;
      halves.delete(pid);
    } else if (said !== "") {
      const whole = {pid, text: said.replace(/ *<unfinished \.\.\.>$/, "")};
      if (whole.text !== said) halves.set(pid, whole);
      lines.push(whole);
    }
  }
  return lines;
}

const PATH_ARGUMENT = /(?:(AT_FDCWD|\d+)(<(?:[^>\\]|\\.)*>)?, )?"((?:[^"\\]|\\.)*)"/y;

/** The one or two paths at the head of a call's arguments, and what follows the first. */
function pathsOf(args: string, folder: string): {path: string; rest: string}[] {
  const found: {path: string; rest: string}[] = [];
  PATH_ARGUMENT.lastIndex = 0;
  for (let from = 0; found.length < 2; ) {
    PATH_ARGUMENT.lastIndex = from;
    const match = PATH_ARGUMENT.exec(args);
    if (!match) break;
    const [whole, , base = "", path = ""] = match;
    const end = from + whole.length;
    // An empty path means the open file itself.
    if (path !== "") found.push({path: resolve(pathIn(base) ?? folder, decode(path)), rest: args.slice(end)});
    if (!args.startsWith(", ", end)) break;
    from = end + 2;
  }
  return found;
}

/** The path of `<…>`, which strace writes after a file descriptor. */
function pathIn(text: string): string | undefined {
  const path = /^<((?:[^>\\]|\\.)*)>/.exec(text)?.[1];
  return path?.startsWith("/") ? decode(path).replace(/ \(deleted\)$/, "") : undefined;
}

const ESCAPES: Record<string, number> = {n: 10, t: 9, r: 13, v: 11, f: 12};

/** Undoes the escapes of a C string whose bytes are UTF-8. */
function decode(text: string): string {
  if (!text.includes("\\")) return text;
  const bytes: number[] = [];
  for (const [, octal, letter, plain] of text.matchAll(/\\([0-7]{1,3})|\\(.)|([^\\]+)/gs)) {
    if (octal !== undefined) bytes.push(Number.parseInt(octal, 8));
    else if (letter !== undefined) bytes.push(ESCAPES[letter] ?? letter.charCodeAt(0));
    else bytes.push(...Buffer.from(plain ?? ""));
  }
  return Buffer.from(bytes).toString("utf8");
}
