import {bytesOf, secondsOf} from "../graph/quantities.ts";
import type {Resources} from "../stage/define-stage.ts";
import {killTree, processTree, proportionalBytes, residentBytes} from "./process-tree.ts";

/** What a task may take, and how a person wrote it. */
export type Limits = Pick<Resources, "memory" | "time">;

/** A running process under watch. */
export interface Watch {
  /** The most memory it was seen to hold, with all below it, in bytes; null when it was too short to be seen. */
  peak(): number | null;
  /** Why it was ended, if it was. */
  exceeded(): string | undefined;
  stop(): void;
}

const LOOK_MS = 200;
/** The longest wait that a timer can express. */
const LONGEST_MS = 2 ** 31 - 1;
const looks = new Set<() => void>();
let timer: NodeJS.Timeout | undefined;

/** Looks at a process from time to time, and ends it with all below it when it takes more than its limits. */
export function watch(pid: number, limits: Limits, end = () => killTree(pid)): Watch {
  const bytes = limits.memory === undefined ? undefined : bytesOf(limits.memory);
  const seconds = limits.time === undefined ? undefined : secondsOf(limits.time);
  let peak = 0;
  let reason: string | undefined;
  const endFor = (why: string) => {
    reason ??= why;
    end();
  };
  const look = () => {
    const tree = processTree(pid);
    const held = residentBytes(tree);
    peak = Math.max(peak, held);
    if (bytes === undefined || held <= bytes) return;
    const exact = proportionalBytes(tree) || held;
    if (exact > bytes)
      endFor(`it used more than its limit of ${spaced(limits.memory, "bytes")} of memory (peak ${megabytes(exact)})`);
  };
  looks.add(look);
  timer ??= setInterval(() => {
    for (const one of looks) one();
  }, LOOK_MS).unref();
  const alarm =
    seconds === undefined
      ? undefined
      : setTimeout(
          () => endFor(`it took longer than its limit of ${spaced(limits.time, "s")}`),
          Math.min(seconds * 1000, LONGEST_MS)
        );
  return {
    peak: () => peak || null,
    exceeded: () => reason,
    stop() {
      looks.delete(look);
      clearTimeout(alarm);
      if (looks.size === 0) {
        clearInterval(timer);
        timer = undefined;
      }
    }
  };
}

/** How a process ended that did not end well. */
export function endingOf(what: string, code: number | null, signal: string | null): string {
  if (signal === "SIGKILL" || code === 137) return `${what} was killed (out of memory?)`;
  return signal ? `${what} was killed by ${signal}` : `${what} ended with status ${code}`;
}

/** A quantity as it was written, with a space before its unit. */
function spaced(quantity: number | string | undefined, unit: string): string {
  const written = String(quantity);
  return /[A-Za-z]$/.test(written) ? written.replace(/(\d)\s*([A-Za-z])/, "$1 $2") : `${written} ${unit}`;
}

function megabytes(bytes: number): string {
  return bytes >= 1e9 ? `${(bytes / 1e9).toFixed(1)} GB` : `${Math.round(bytes / 1e6)} MB`;
}
