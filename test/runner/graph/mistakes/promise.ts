import assert from "node:assert/strict";
import {test} from "node:test";
import {type Files, type load, mistakesOf} from "../temporary-project.ts";

/** A stage that is right, for pipelines whose mistake lies elsewhere. */
export const good = "stages: {s: {command: x, outputs: {o: o}}}\n";

/** What is wrong, the pipeline, and all lines of the message. */
type Case = [name: string, files: Files, ...lines: string[]];

/** A test for each case: its pipeline is refused with these lines. */
export function promise(cases: Case[], options: Parameters<typeof load>[1] = {}): void {
  for (const [name, files, ...lines] of cases)
    test(name, async () => assert.deepEqual(await mistakesOf(files, options), lines));
}
