import {spawn} from "node:child_process";
import {readdirSync, readFileSync} from "node:fs";
import {join} from "node:path";
import {setTimeout as sleep} from "node:timers/promises";
import {processTree} from "../../../runner/execute/process-tree.ts";
import {type Finished, projectRoot} from "../../vvs.ts";
import type {Choices} from "../invalidation/random.ts";

/** What a kill is aimed at. */
export type Aim = "runner" | "worker" | "command";

export interface KilledRun extends Finished {
  /** Did the kill end a living process? */
  hit: boolean;
}

const LOOK_MS = 10;

/** Starts a run, and after a while (ms) kills it, one of its workers, or a process of one of its commands. */
export async function runAndKill(
  folder: string,
  args: string[],
  env: Record<string, string>,
  aim: Aim,
  delay: number,
  choices: Choices
): Promise<KilledRun> {
  const child = spawn(join(projectRoot, "vvs"), ["-C", folder, "run", "--json", ...args], {
    env: {PATH: process.env.PATH ?? "", HOME: process.env.HOME ?? "", ...env},
    stdio: ["ignore", "pipe", "pipe"]
  });
  let [stdout, stderr, ended] = ["", "", false];
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
  });
  const closed = new Promise<number | null>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (status) => {
      ended = true;
      resolve(status);
    });
  });
  await Promise.race([sleep(delay), closed]);
  let hit = false;
  while (!ended && !hit) {
    const targets = aim === "runner" ? [child.pid ?? 0] : processesOf(child.pid ?? 0, aim);
    if (targets.length) hit = killOne(choices.pick(targets));
    else await Promise.race([sleep(LOOK_MS), closed]);
  }
  const status = await closed;
  return {status, stdout, stderr, hit: aim === "runner" ? status === null : hit};
}

function killOne(pid: number): boolean {
  try {
    return process.kill(pid, "SIGKILL");
  } catch {
    return false;
  }
}

/** Processes below a run: its workers, or those of its commands and the shells that start them. */
function processesOf(runner: number, aim: "worker" | "command"): number[] {
  return processTree(runner)
    .slice(1)
    .filter((pid) => {
      const words = lineOf(pid);
      if (words === "" || words.includes("read -r end")) return false;
      return words.includes("worker.mjs") === (aim === "worker");
    });
}

function lineOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8");
  } catch {
    return "";
  }
}

/** The names of the tasks of one turn whose records are in the cache. */
export function recorded(folder: string, turn: number): Set<string> {
  const records = join(folder, "cache/records");
  const names = new Set<string>();
  for (const path of jsonFiles(records)) {
    const {task, components} = JSON.parse(readFileSync(join(records, path), "utf8"));
    if (components.params.turn === turn) names.add(task);
  }
  return names;
}

function jsonFiles(folder: string): string[] {
  try {
    return readdirSync(folder, {recursive: true, encoding: "utf8"}).filter((name) => name.endsWith(".json"));
  } catch {
    return [];
  }
}
