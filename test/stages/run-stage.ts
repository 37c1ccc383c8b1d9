import {mkdtempSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import type * as z from "zod";
import type {Inputs, Outputs, StageDefinition, Task} from "../../runner/stage/define-stage.ts";

export type Paths<O extends Outputs> = {[Name in keyof O]: string};

/** Runs a stage on its own, its outputs in a fresh folder that goes afterwards; parameters are checked as always. */
export async function withStageRun<P extends z.ZodType, I extends Inputs, O extends Outputs, T>(
  stage: StageDefinition<P, I, O>,
  params: z.input<P>,
  inputs: Task<unknown, I, O>["inputs"],
  use: (outputs: Paths<O>, log: string[]) => T | Promise<T>
): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), "vvs-stage-"));
  const log: string[] = [];
  const outputs: unknown = Object.fromEntries(
    Object.entries(stage.outputs).map(([name, {file}]) => [name, join(folder, file)])
  );
  if (!arePaths(outputs, stage.outputs)) throw new Error("an output without a path");
  try {
    const resume = join(folder, "resume");
    const note = (line: string) => log.push(line);
    await stage.run({params: stage.params.parse(params), inputs, outputs, cores: 2, resume, log: note});
    return await use(outputs, log);
  } finally {
    rmSync(folder, {recursive: true, force: true});
  }
}

function arePaths<O extends Outputs>(value: unknown, outputs: O): value is Paths<O> {
  return (
    typeof value === "object" && value !== null && Object.keys(outputs).every((name) => Object.hasOwn(value, name))
  );
}
