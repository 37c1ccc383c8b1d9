import {createHash} from "node:crypto";
import {closeSync, openSync, readFileSync, writeFileSync, writeSync} from "node:fs";
import {pathToFileURL} from "node:url";
import {format} from "node:util";
import {isUserMistake} from "../errors/user-mistake.ts";
import type {StageDefinition} from "../stage/define-stage.ts";
import {fullDiskReason} from "./full-disk.ts";
import type {Outcome} from "./outcome.ts";

/** One task as the runner hands it to a worker process. */
export interface Assignment {
  code: string;
  bundle: string;
  params: unknown;
  inputs: Record<string, string | string[]>;
  outputs: Record<string, string>;
  cores: number;
  resume: string;
  log: string;
}

const definitions = new Map<string, Promise<StageDefinition>>();

process.on("SIGINT", () => {});
process.on("disconnect", () => process.exit(1));
process.on("message", (assignment: Assignment) => {
  void perform(assignment).then((outcome) => process.send?.(outcome));
});

async function perform(assignment: Assignment): Promise<Outcome> {
  const log = openSync(assignment.log, "a");
  const restore = capturePrinting(log);
  forgetPeak();
  try {
    const definition = await load(assignment);
    await definition.run({
      params: definition.params.parse(assignment.params),
      inputs: assignment.inputs as never,
      outputs: assignment.outputs as never,
      cores: assignment.cores,
      resume: assignment.resume,
      log: (line) => void writeSync(log, `${line}\n`)
    });
    return {state: "done", peakMemory: peakMemory()};
  } catch (error) {
    const mistake = isUserMistake(error);
    const full = fullDiskReason(error);
    const reason = full ?? (error instanceof Error ? error.message : String(error));
    printError(log, mistake || full ? reason : format(error));
    return {state: "failed", reason, advice: mistake ? error.advice : undefined, mistake};
  } finally {
    restore();
    closeSync(log);
  }
}

/** Imports a bundle whose bytes are those that the key names. */
function load({code, bundle}: Assignment): Promise<StageDefinition> {
  let definition = definitions.get(bundle);
  if (!definition) {
    const found = createHash("sha256").update(readFileSync(code)).digest("hex");
    if (found !== bundle) throw new Error(`the code file ${code} is not the bundle ${bundle.slice(0, 12)}`);
    definition = import(pathToFileURL(code).href).then((module: {default: StageDefinition}) => module.default);
    definitions.set(bundle, definition);
  }
  return definition;
}

/** A disk may be too full for the error that says so. */
function printError(log: number, text: string): void {
  try {
    writeSync(log, `${text}\n`);
  } catch {
    // The outcome carries the reason.
  }
}

/** Makes the system forget the most memory that this process held for earlier tasks, where it can. */
function forgetPeak(): void {
  try {
    writeFileSync("/proc/self/clear_refs", "5");
  } catch {
    // Not Linux: the peak is that of all its tasks.
  }
}

/** The most memory that this process held since `forgetPeak`, in bytes. */
function peakMemory(): number {
  try {
    const kilobytes = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync("/proc/self/status", "utf8"))?.[1];
    if (kilobytes !== undefined) return Number(kilobytes) * 1024;
  } catch {
    // Not Linux.
  }
  return process.resourceUsage().maxRSS * 1024;
}

/** Sends what a stage prints to its log. */
function capturePrinting(log: number): () => void {
  const streams = [process.stdout, process.stderr].map((stream) => ({stream, write: stream.write}));
  for (const {stream} of streams) {
    stream.write = (chunk: string | Uint8Array) => {
      writeSync(log, String(chunk));
      return true;
    };
  }
  return () => {
    for (const {stream, write} of streams) stream.write = write;
  };
}
