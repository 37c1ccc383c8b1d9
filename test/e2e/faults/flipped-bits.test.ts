import assert from "node:assert/strict";
import {chmodSync, existsSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {describe, test} from "node:test";
import {vvs} from "../../vvs.ts";
import {Choices} from "../invalidation/random.ts";
import {published, statesOf, taskCount, withDiaryProject} from "./diary-project.ts";

/** Files that are damaged in each test; all of them where it says so. */
const FLIPS = Number(process.env.VVS_FLIPS ?? 4);
const SEED = Number(process.env.VVS_SEED ?? Date.now() % 1e6);
const PROJECT = {branches: 2, pause: 0};

/** Flips one bit of a file, or cuts some of its end off. */
function damage(path: string, choices: Choices): string {
  chmodSync(path, 0o644);
  const {size} = statSync(path);
  if (size === 0 || choices.chance(0.3)) {
    const kept = choices.below(Math.max(size, 1));
    truncateSync(path, kept);
    return `${path} cut to ${kept} of ${size} bytes`;
  }
  return flip(path, choices);
}

function flip(path: string, choices: Choices): string {
  const bytes = readFileSync(path);
  const [at, bit] = [choices.below(bytes.length), choices.below(8)];
  bytes[at] = (bytes[at] ?? 0) ^ (1 << bit);
  writeFileSync(path, bytes);
  return `${path}: bit ${bit} of byte ${at}, now ${JSON.stringify(bytes.subarray(at - 20, at + 20).toString())}`;
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, {recursive: true, withFileTypes: true})
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

function sample<T>(items: T[], choices: Choices): T[] {
  const left = [...items];
  const taken: T[] = [];
  while (left.length && taken.length < FLIPS) taken.push(...left.splice(choices.below(left.length), 1));
  return taken;
}

interface Before {
  files: Record<string, string>;
  /** Digest of an output -> the task that made it. */
  makers: Map<string, string>;
}

async function firstRun(folder: string, env: Record<string, string>): Promise<Before> {
  const {status, stdout, stderr} = await vvs(folder, ["run", "--json"], env);
  assert.equal(status, 0, stderr);
  const {tasks} = JSON.parse(stdout) as {tasks: {name: string; outputs: Record<string, string>}[]};
  const makers = new Map(
    tasks.flatMap(({name, outputs}) => Object.values(outputs).map((digest): [string, string] => [digest, name]))
  );
  return {files: published(folder), makers};
}

/** Runs with nothing published, so that every byte comes out of the cache; returns the tasks that ran. */
async function runAnew(folder: string, env: Record<string, string>, {files}: Before, what: string) {
  rmSync(join(folder, "out"), {recursive: true, force: true});
  const {status, stdout, stderr} = await vvs(folder, ["run", "--json"], env);
  assert.equal(status, 0, `${what}\n${stderr}`);
  assert.deepEqual(published(folder), files, what);
  const states = Object.entries(statesOf(stdout));
  assert.equal(states.length, taskCount(PROJECT.branches));
  return {ran: states.flatMap(([name, state]) => (state === "ran" ? [name] : [])), stderr};
}

describe(`damage to the cache (${FLIPS} files a test: VVS_FLIPS; seed ${SEED}: VVS_SEED)`, () => {
  test("of an object: it is found, reported and set aside, and only its task runs again", () =>
    withDiaryProject(PROJECT, async (folder, env) => {
      const choices = new Choices(SEED);
      const before = await firstRun(folder, env);
      const objects = join(folder, "cache/objects");
      for (const path of sample(filesIn(objects), choices)) {
        const [head = "", tail = ""] = path.slice(objects.length + 1).split("/");
        const maker = before.makers.get(head + tail);
        const what = damage(path, choices);
        const {ran, stderr} = await runAnew(folder, env, before, what);
        assert.deepEqual(ran, maker === undefined ? [] : [maker], what);
        if (maker !== undefined) assert.match(stderr, /corrupt object [0-9a-f]{12} set aside/, what);
      }
    }));

  test("of an object that the next task reads: it is made again before the task sees it", () =>
    withDiaryProject(PROJECT, async (folder, env) => {
      const choices = new Choices(SEED + 1);
      const before = await firstRun(folder, env);
      const objects = join(folder, "cache/objects");
      for (const path of sample(filesIn(objects), choices)) {
        const [head = "", tail = ""] = path.slice(objects.length + 1).split("/");
        const what = damage(path, choices);
        rmSync(join(folder, "cache/records"), {recursive: true});
        const {ran} = await runAnew(folder, env, before, what);
        assert.equal(ran.length, taskCount(PROJECT.branches), `${what}: there were no records`);
        assert.ok(existsSync(join(objects, head, tail)));
        const {stdout} = await vvs(folder, ["cache", "verify", "--json"]);
        assert.deepEqual(JSON.parse(stdout).bad, [], what);
      }
    }));

  test("of a record: with the index or without, at most its task runs again", () =>
    withDiaryProject(PROJECT, async (folder, env) => {
      const choices = new Choices(SEED + 2);
      const before = await firstRun(folder, env);
      for (const [number, path] of sample(filesIn(join(folder, "cache/records")), choices).entries()) {
        const {task} = JSON.parse(readFileSync(path, "utf8"));
        const what = damage(path, choices);
        const ran = number % 3 ? [] : (await runAnew(folder, env, before, what)).ran;
        rmSync(join(folder, "cache/index"), {recursive: true});
        ran.push(...(await runAnew(folder, env, before, what)).ran);
        assert.ok(ran.length === 0 || (ran.length === 1 && ran[0] === task), `${what}: ran ${ran}`);
      }
    }));

  test("of one letter of a record that leaves it well formed: its task runs again, and no other", () =>
    withDiaryProject(PROJECT, async (folder, env) => {
      const before = await firstRun(folder, env);
      for (const [part, letter] of [
        [/"outputs":\{"text":\{"digest/, "tezt"],
        [/"outputs":\{"text":"/, "tezt"],
        [/"turn":0/, "turm"]
      ] as const) {
        const [path = ""] = filesIn(join(folder, "cache/records")).filter((file) =>
          part.test(readFileSync(file, "utf8"))
        );
        const text = readFileSync(path, "utf8");
        writeFileSync(
          path,
          text.replace(part, (found) => found.replace(/text|turn/, letter))
        );
        rmSync(join(folder, "cache/index"), {recursive: true});
        const {ran} = await runAnew(folder, env, before, `${part}`);
        assert.deepEqual(ran, [JSON.parse(text).task], `${part}`);
      }
    }));

  test("of a derived index: nothing runs again, and nothing comes out wrong", () =>
    withDiaryProject(PROJECT, async (folder, env) => {
      const choices = new Choices(SEED + 3);
      const before = await firstRun(folder, env);
      const files = filesIn(join(folder, "cache/index"));
      for (let number = 0; number < FLIPS; number++) {
        const path = files[(SEED + number) % files.length] ?? "";
        const what = damage(path, choices);
        assert.deepEqual((await runAnew(folder, env, before, what)).ran, [], what);
        rmSync(path);
      }
    }));
});
