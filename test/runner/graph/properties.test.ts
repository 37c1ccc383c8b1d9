import assert from "node:assert/strict";
import {describe, test} from "node:test";
import fc from "fast-check";
import {neededTasks, selectTargets} from "../../../runner/graph/select-targets.ts";
import {parseName} from "../../../runner/graph/task-name.ts";
import {load, mistakesOf} from "./temporary-project.ts";

/** Stages by number; each has up to three labels and reads some of the stages before it, in one of four ways. */
const pipeline = fc
  .array(
    fc.record({
      sizes: fc.array(fc.integer({min: 1, max: 4}), {maxLength: 3}),
      reads: fc.array(fc.record({stage: fc.nat(), how: fc.constantFrom("all", "star", "part", "glob")}), {maxLength: 3})
    }),
    {minLength: 1, maxLength: 8}
  )
  .chain((stages) =>
    fc.record({stages: fc.constant(stages), order: fc.shuffledSubarray([...stages.keys()], {minLength: stages.length})})
  );

const labelNames = ["a", "b", "c"];

function write({stages, order}: typeof pipeline extends fc.Arbitrary<infer T> ? T : never): string {
  const written: Record<string, unknown> = {};
  for (const k of order) {
    const {sizes = [], reads = []} = stages[k] ?? {};
    const inputs = reads.flatMap(({stage, how}, i) => {
      if (k === 0) return [];
      const producer = `s${stage % k}`;
      const labelled = (stages[stage % k]?.sizes.length ?? 0) > 0;
      const patterns = {all: producer, star: `${producer}[*]`, part: `${producer}[a=1]`, glob: `${producer}[a=*,*]`};
      return [[`i${i}`, labelled ? patterns[how] : producer]];
    });
    written[`s${k}`] = {
      command: "x",
      outputs: {o: "o"},
      inputs: Object.fromEntries(inputs),
      ...(sizes.length > 0 ? {each: Object.fromEntries(sizes.map((size, i) => [labelNames[i], `1..${size}`]))} : {})
    };
  }
  return JSON.stringify({stages: written});
}

describe("any pipeline", () => {
  test("has as many tasks as the product of its labels, under names that are unique and parse back", async () => {
    await fc.assert(
      fc.asyncProperty(pipeline, async (random) => {
        const graph = await load(write(random));
        for (const [k, {sizes}] of random.stages.entries())
          assert.equal(
            graph.stages.get(`s${k}`)?.tasks.length,
            sizes.reduce((product, size) => product * size, 1)
          );
        assert.equal(graph.tasks.size, new Set(Array.from(graph.stages.values(), ({tasks}) => tasks).flat()).size);
        for (const [name, {stage, labels}] of graph.tasks) {
          const parsed = parseName(name);
          assert.ok(typeof parsed !== "string");
          const pairs = (parsed.labels ?? []).map(({key, value}) => [key, value]);
          assert.deepEqual([parsed.stage, pairs], [stage, Object.entries(labels)]);
          assert.deepEqual(selectTargets(graph, [name]), [name]);
        }
      }),
      {numRuns: 40}
    );
  });

  test("is ordered with producers before consumers, whatever the order of its stages", async () => {
    await fc.assert(
      fc.asyncProperty(pipeline, async (random) => {
        const graph = await load(write(random));
        const done = new Set<string>();
        for (const {name, inputs} of graph.tasks.values()) {
          for (const {references} of inputs)
            for (const reference of references) assert.ok(reference.kind === "task" && done.has(reference.task));
          done.add(name);
        }
        assert.deepEqual(neededTasks(graph, graph.tasks.keys()), [...graph.tasks.keys()]);
      }),
      {numRuns: 40}
    );
  });

  test("with one more reference backwards has a cycle, or still an order", async () => {
    await fc.assert(
      fc.asyncProperty(pipeline, fc.nat(), fc.nat(), async (random, from, to) => {
        const count = random.stages.length;
        const source: {stages: Record<string, {inputs: Record<string, string>}>} = JSON.parse(write(random));
        const changed = source.stages[`s${from % count}`];
        if (changed) changed.inputs.back = `s${to % count}`;
        const reads = new Map(
          Object.entries(source.stages).map(([name, {inputs}]) => [
            name,
            Object.values(inputs).map((text) => text.replace(/\[.*/, ""))
          ])
        );
        const reaches = (name: string, goal: string): boolean =>
          (reads.get(name) ?? []).some((next) => next === goal || reaches(next, goal));
        const cyclic =
          from % count === to % count || (to % count > from % count && reaches(`s${to % count}`, `s${from % count}`));
        const lines = await mistakesOf(JSON.stringify(source));
        // A part of a grid may be read in a circle of stages that is none of tasks.
        if (!cyclic) assert.deepEqual(lines, []);
        else if (lines.length > 0) assert.match(lines[0] ?? "", /a cycle: /);
      }),
      {numRuns: 40}
    );
  });

  test("in any text at all is read or refused, and nothing else happens", async () => {
    await fc.assert(
      fc.asyncProperty(fc.json(), fc.string(), async (json, text) => {
        await mistakesOf(json);
        await mistakesOf(`stages:\n  s: ${text}\n`);
        await mistakesOf(`stages: {s: ${json}}`);
        await mistakesOf(
          `params: ${json}\nstages: {s: {command: ${json}, each: {a: ${json}}, inputs: {i: ${json}}, params: {p: ${json}}, outputs: {o: o}}}`
        );
      }),
      {numRuns: 40}
    );
  });
});
