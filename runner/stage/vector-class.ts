import {readFileSync} from "node:fs";
import {arch} from "node:os";

/** The widest vector instructions of this machine's processor, on which the order of sums in its kernels depends. */
export function vectorClass(): string {
  if (arch() !== "x64") return arch();
  try {
    const flags = /^flags\s*:(.*)$/m.exec(readFileSync("/proc/cpuinfo", "utf8"))?.[1]?.split(" ") ?? [];
    return ["avx512f", "avx2", "avx"].find((name) => flags.includes(name)) ?? "sse";
  } catch {
    return "unknown";
  }
}
