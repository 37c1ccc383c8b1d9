import type {Digest} from "../hash/digest.ts";

/** How a task of a run ended. */
export interface TaskResult {
  name: string;
  key: Digest | null;
  state: "ran" | "cached" | "failed" | "skipped" | "would-run";
  seconds: number;
  /** Output name -> digest. */
  outputs: Record<string, Digest>;
  /** Why it failed or was skipped. */
  reason?: string;
  advice?: string;
  /** Where the log of a failure is. */
  log?: string;
}

/** What a run tells of itself while it goes. */
export interface Progress {
  started(task: string): void;
  finished(result: TaskResult): void;
  note(line: string): void;
}
