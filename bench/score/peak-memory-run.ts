import {spawn} from "node:child_process";
import {readFileSync} from "node:fs";

/** Runs a program: its standard output, seconds of wall time, and peak anonymous memory in MiB (Linux only). */
export async function peakMemoryRun(
  program: string,
  args: string[]
): Promise<{output: string; seconds: number; peak: number}> {
  const start = performance.now();
  const child = spawn(program, args, {stdio: ["ignore", "pipe", "inherit"]});
  let peak = 0;
  const watch = setInterval(() => {
    try {
      const anonymous = /RssAnon:\s*(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, "utf8"))?.[1];
      peak = Math.max(peak, Number(anonymous ?? 0) / 1024);
    } catch {
      // The process has ended between two looks.
    }
  }, 20);
  let output = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    output += text;
  });
  const status = await new Promise<number | null>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", resolve);
  });
  clearInterval(watch);
  if (status !== 0) throw new Error(`${program} ${args.join(" ")}: exit status ${status}`);
  return {output, seconds: (performance.now() - start) / 1000, peak};
}
