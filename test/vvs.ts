import {spawn} from "node:child_process";
import {join} from "node:path";
import {fileURLToPath} from "node:url";

export const projectRoot = fileURLToPath(new URL("..", import.meta.url)).replace(/\/$/, "");

export interface Finished {
  status: number | null;
  stdout: string;
  stderr: string;
}

/** Runs the real command in a folder, as a person would; `kill` ends it with SIGKILL. */
export function vvs(
  folder: string,
  args: string[],
  env: Record<string, string> = {},
  kill?: AbortSignal
): Promise<Finished> {
  const child = spawn(join(projectRoot, "vvs"), ["-C", folder, ...args], {
    env: {PATH: process.env.PATH ?? "", HOME: process.env.HOME ?? "", NO_COLOR: "1", ...env},
    stdio: ["ignore", "pipe", "pipe"]
  });
  kill?.addEventListener("abort", () => child.kill("SIGKILL"));
  let [stdout, stderr] = ["", ""];
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
  });
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (status) => resolve({status, stdout, stderr}));
  });
}
