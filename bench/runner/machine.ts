import {cpus, loadavg, totalmem} from "node:os";

export interface Machine {
  processor: string;
  cores: number;
  /** GB. */
  memory: number;
  node: string;
  date: string;
}

export function thisMachine(): Machine {
  const processors = cpus();
  return {
    processor: processors[0]?.model ?? "unknown",
    cores: processors.length,
    memory: Math.round(totalmem() / 1e9),
    node: process.version,
    date: new Date().toISOString().slice(0, 16)
  };
}

export function describeMachine({processor, cores, memory, node, date}: Machine): string {
  return `${processor}, ${cores} cores, ${memory} GB, Node ${node}, ${date} UTC`;
}

/** Processes that wanted a core in the last minute, on average. */
export function load(): number {
  return Math.round((loadavg()[0] ?? 0) * 100) / 100;
}
