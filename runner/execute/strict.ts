import {existsSync, readFileSync, realpathSync, rmSync} from "node:fs";
import {join, relative} from "node:path";
import type {Digest} from "../hash/digest.ts";
import {AppendLog} from "../store/append-log.ts";
import type {Layout} from "../store/layout.ts";
import type {Outcome} from "./outcome.ts";
import {type FileCall, readTrace, whyNotTraced} from "./trace.ts";
import {type UndeclaredFile, undeclaredFiles} from "./undeclared.ts";

/** What one attempt at a task may read, and where its calls were written. */
export interface Traced {
  stage: string;
  trace: string;
  /** Where its first process started. */
  startedIn: string;
  own: string;
  declared: string[];
  /** The log that a worker opens when it begins on the task; undefined for a command. */
  workerLog: string | undefined;
}

/** Names of files that one message lists. */
const SHOWN = 8;

/** The check that a task reads only what it declares. A result counts as checked once its task has passed. */
export class StrictCheck {
  /** Why nothing can be checked here, as a sentence with what to do. */
  readonly impossible = whyNotTraced();
  readonly #project: string;
  readonly #passed: AppendLog<true>;

  constructor(layout: Layout, project: string) {
    this.#project = realpathSync(project);
    this.#passed = new AppendLog(join(layout.index, "strict.jsonl"), isPassed);
  }

  hasPassed(key: Digest): boolean {
    return this.#passed.get(key) === true;
  }

  pass(key: Digest): void {
    this.#passed.set(key, true);
    this.#passed.flush();
  }

  /** The outcome of a task in the light of its trace: it must be whole, and show nothing that is not declared. */
  judge(outcome: Outcome, traced: Traced): Outcome {
    if (outcome.state === "unavailable") return outcome;
    const calls = this.#calls(traced);
    const found = calls ? this.#undeclared(calls, traced) : [];
    if (found.length) {
      const reason = this.#sentence(found);
      const code = traced.workerLog === undefined ? ", or as code," : "";
      return {
        state: "failed",
        reason: outcome.state === "failed" ? `${outcome.reason}; ${reason}` : reason,
        advice:
          `declare each as an input${code} of stage ${traced.stage} in pipeline.yaml and read it from there, ` +
          "or do without it",
        mistake: true
      };
    }
    if (outcome.state === "failed") return outcome;
    if (!calls) return notTraced("its trace is not whole: run it again");
    if (calls.some(({call}) => call === "io_uring_setup"))
      return notTraced("it opens files through io_uring, which strace does not see: turn that off in its program");
    return outcome;
  }

  /** What the task itself called; undefined where the trace does not show it. */
  #calls({trace, startedIn, workerLog}: Traced): FileCall[] | undefined {
    if (!existsSync(trace)) return undefined;
    const calls = readTrace(readFileSync(trace, "utf8"), realpathSync(startedIn));
    rmSync(trace, {force: true});
    const begin = workerLog === undefined ? 0 : firstOpen(calls, realpathSync(workerLog));
    return calls.length === 0 || begin < 0 ? undefined : calls.slice(begin);
  }

  #undeclared(calls: FileCall[], {own, declared, workerLog}: Traced): UndeclaredFile[] {
    return undeclaredFiles(calls, {
      project: this.#project,
      own: realpathSync(own),
      declared: declared.map((path) => realpathSync(path)),
      module: workerLog !== undefined
    });
  }

  #sentence(found: UndeclaredFile[]): string {
    const parts = (["read", "looked for"] as const).flatMap((how) => {
      const paths = found.filter((file) => file.how === how).map(({path}) => this.#shown(path));
      if (paths.length === 0) return [];
      const more = paths.length > SHOWN ? ` and ${paths.length - SHOWN} more` : "";
      return [`${how} ${paths.slice(0, SHOWN).join(", ")}${more}`];
    });
    return `it ${parts.join("; it ")}, which it does not declare`;
  }

  #shown(path: string): string {
    const within = relative(this.#project, path);
    return within.startsWith("..") ? path : within || ".";
  }
}

export function notTraced(why: string): Outcome {
  return {state: "failed", reason: `not traced: ${why}`, mistake: true};
}

function firstOpen(calls: FileCall[], path: string): number {
  return calls.findIndex(({opened}) => opened === path);
}

function isPassed(value: unknown): value is [string, true] {
  return Array.isArray(value) && value.length === 2 && value[1] === true;
}
