import {cpus} from "node:os";

/** What two machines must share for one to take the other's word on what decides the bytes of an artifact. */
export function thisMachine(): string {
  return [process.platform, process.arch, process.version, cpus()[0]?.model ?? ""].join(" ");
}
