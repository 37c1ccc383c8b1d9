import assert from "node:assert/strict";
import {existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync} from "node:fs";
import {hostname} from "node:os";
import {join} from "node:path";
import {describe, test} from "node:test";
import {setTimeout as sleep} from "node:timers/promises";
import {layOut} from "../../../runner/store/layout.ts";
import {COLLECTION_LOCK} from "../../../runner/store/live-runs.ts";
import {Locks} from "../../../runner/store/locks.ts";
import {withFolder} from "../../temporary-folder.ts";
import {FILES, inFolder, NOTHING, run} from "./cache-project.ts";

interface Collected {
  freed: number;
  kept: number;
  counts: {objects: number; records: number};
  stages: {stage: string | null; records: number; bytes: number}[];
}

async function gc(folder: string, ...args: string[]): Promise<Collected> {
  const {stdout, stderr} = await inFolder(folder, ["gc", "--json", ...args]);
  assert.notEqual(stdout, "", stderr);
  return JSON.parse(stdout);
}

function filesOf(folder: string, ...rooms: string[]): string[] {
  return rooms.flatMap((room) =>
    readdirSync(join(folder, "cache", room), {recursive: true, encoding: "utf8"}).map((name) => join(room, name))
  );
}

describe("vvs gc", () => {
  test("keeps what any profile needs: nothing runs again afterwards", () =>
    withFolder(FILES, async (folder) => {
      await run(folder, "--profile", "loud");
      await run(folder);
      await gc(folder, "--keep-runs", "0");
      assert.deepEqual(await run(folder), NOTHING);
      assert.deepEqual(await run(folder, "--profile", "loud"), NOTHING);
      assert.equal((await inFolder(folder, ["log", "count"])).stdout, "counted\n");
    }));

  test("frees what an edited parameter left behind once the last runs do not name it", () =>
    withFolder(FILES, async (folder) => {
      await run(folder, "--set", "word=middle");
      await run(folder);
      assert.equal((await gc(folder)).freed, 0);
      const {freed, counts, stages} = await gc(folder, "--keep-runs", "1");
      assert.ok(freed > 40_000, `${freed} bytes`);
      assert.deepEqual(
        stages.map(({stage, records}) => [stage, records]),
        [
          ["after", 1],
          ["pages", 1],
          ["count", 1]
        ]
      );
      assert.equal(counts.records, 3);
      assert.equal((await inFolder(folder, ["audit"])).status, 0, "an audit misses nothing that was freed");
      assert.deepEqual(await run(folder), NOTHING);
      assert.equal((await run(folder, "--set", "word=middle")).pages, "ran");
    }));

  test("keeps a pinned run until it is unpinned", () =>
    withFolder(FILES, async (folder) => {
      const {stdout} = await inFolder(folder, ["run", "--json", "--set", "word=middle"]);
      const {run: manifest} = JSON.parse(stdout);
      await run(folder);
      assert.equal((await inFolder(folder, ["gc", "--pin", manifest.slice(0, 12)])).status, 0);
      assert.equal((await gc(folder, "--keep-runs", "1")).freed, 0);
      assert.equal((await inFolder(folder, ["gc", "--unpin", manifest.slice(0, 12)])).status, 0);
      assert.ok((await gc(folder, "--keep-runs", "1")).freed > 40_000);
      const wrong = await inFolder(folder, ["gc", "--pin", "ffffff"]);
      assert.equal(wrong.status, 2);
      assert.match(wrong.stderr, /ffffff: no runs have a manifest that begins so\n {2}the last runs: [0-9a-f]{16}/);
    }));

  test("with --dry-run says what it would free, and frees nothing", () =>
    withFolder(FILES, async (folder) => {
      await run(folder, "--set", "word=middle");
      await run(folder);
      const before = filesOf(folder, "objects", "records", "runs");
      const {stdout} = await inFolder(folder, ["gc", "--dry-run", "--keep-runs", "0"]);
      assert.match(stdout, /to free: 2 objects and 3 records, .*kB\n {2}after: 1 record, .*kB\n/);
      assert.match(stdout, /would free .* kB; the cache holds .* kB/);
      assert.deepEqual(filesOf(folder, "objects", "records", "runs"), before);
    }));

  test("frees what killed runs left, and corrupt objects after 30 days", () =>
    withFolder(FILES, async (folder) => {
      await run(folder);
      const cache = join(folder, "cache");
      const dead = 2 ** 22 + 1;
      const daysAgo = (days: number) => (Date.now() - days * 86_400_000).toString(36);
      mkdirSync(join(cache, `work/${dead}-abc`));
      writeFileSync(join(cache, `work/${dead}-abc/half.txt`), "half");
      writeFileSync(
        join(cache, `runs/live-here-${dead}.json`),
        JSON.stringify({pid: dead, host: hostname(), born: "1"})
      );
      writeFileSync(join(cache, `quarantine/${"a".repeat(64)}-${daysAgo(31)}`), "old");
      writeFileSync(join(cache, `quarantine/${"b".repeat(64)}-${daysAgo(29)}`), "new");
      writeFileSync(join(cache, `failures/${"c".repeat(64)}.log`), "of a task that is no more");
      await gc(folder);
      assert.deepEqual(filesOf(folder, "work", "failures"), []);
      assert.deepEqual(filesOf(folder, "quarantine").length, 1);
      assert.ok(!existsSync(join(cache, `runs/live-here-${dead}.json`)));
      assert.deepEqual(await run(folder), NOTHING);
    }));

  test("takes nothing away from a run that goes on, and frees the rest", () =>
    withFolder(FILES, async (folder) => {
      await run(folder, "--set", "word=middle");
      await run(folder, "--set", "gate.text=two");
      writeFileSync(join(folder, "hold"), "");
      const going = run(folder, "--set", "gate.turn=2");
      while (!filesOf(folder, "locks").length) await sleep(20);
      const {freed, stages} = await gc(folder, "--keep-runs", "0");
      assert.ok(freed > 20_000);
      assert.deepEqual(stages.map(({stage}) => stage).sort(), ["count", "pages"]);
      rmSync(join(folder, "hold"));
      assert.deepEqual(await going, {pages: "cached", count: "cached", gate: "ran", after: "ran"});
      assert.match(readFileSync(join(folder, "out/all.txt"), "utf8"), /^one\nlow\nlow\n(low\n)+notes\n$/);
      assert.ok(!filesOf(folder, "runs").some((name) => name.includes("live")));
      await gc(folder, "--keep-runs", "0");
      assert.equal((await inFolder(folder, ["cache", "verify"])).status, 0);
    }));

  test("over and over beside runs that come and go leaves every result right", () =>
    withFolder(FILES, async (folder) => {
      let going = true;
      const collecting = async () => {
        let freed = 0;
        while (going) freed += (await gc(folder, "--keep-runs", "0")).freed;
        return freed;
      };
      const freed = collecting();
      for (let turn = 0; turn < 8; turn++) {
        const word = ["low", "middle", "high"][(turn * turn) % 3] ?? "";
        const states = await run(folder, "--set", `word=${word}`, "--set", `gate.turn=${turn % 2}`);
        assert.ok(!Object.values(states).includes("failed"));
        const all = readFileSync(join(folder, "out/all.txt"), "utf8");
        assert.equal(all, `one\n${`${word}\n`.repeat(20_000).slice(0, 20_000)}notes\n`);
      }
      going = false;
      assert.ok((await freed) > 0);
      assert.equal((await inFolder(folder, ["cache", "verify"])).status, 0);
    }));

  test("is refused while another is at work, and holds up a run that begins meanwhile", () =>
    withFolder(FILES, async (folder) => {
      await run(folder);
      const locks = new Locks(layOut(join(folder, "cache")));
      assert.ok(locks.tryAcquire(COLLECTION_LOCK));
      const second = await inFolder(folder, ["gc"]);
      assert.equal(second.status, 2);
      assert.match(second.stderr, /another vvs gc is at work on this cache/);
      const waiting = run(folder);
      while (!filesOf(folder, "runs").some((name) => name.includes("live"))) await sleep(20);
      locks.release(COLLECTION_LOCK);
      assert.deepEqual(await waiting, NOTHING);
    }));

  test("does not take away the earlier result that a run comes back to", () =>
    withFolder(FILES, async (folder) => {
      await run(folder);
      await run(folder, "--set", "gate.text=two");
      writeFileSync(join(folder, "hold"), "");
      const going = run(folder, "--set", "gate.turn=2");
      while (!filesOf(folder, "locks").length) await sleep(20);
      await gc(folder, "--keep-runs", "0");
      rmSync(join(folder, "hold"));
      assert.deepEqual(await going, {pages: "cached", count: "cached", gate: "ran", after: "cached"});
    }));
});
