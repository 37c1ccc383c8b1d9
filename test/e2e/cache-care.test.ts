import assert from "node:assert/strict";
import {execFileSync} from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync
} from "node:fs";
import {hostname, tmpdir} from "node:os";
import {join} from "node:path";
import {describe, test} from "node:test";
import {setTimeout as sleep} from "node:timers/promises";
import {layOut} from "../../runner/store/layout.ts";
import {COLLECTION_LOCK} from "../../runner/store/live-runs.ts";
import {Locks} from "../../runner/store/locks.ts";
import {withFolder} from "../temporary-folder.ts";
import {type Finished, vvs} from "../vvs.ts";

const FILES = {
  "pipeline.yaml": `
params: {word: low, gate: {text: one, turn: 1}}
stages:
  pages:
    command: yes \${params.word} | head -c 20000 > \${outputs.text}
    params: {word: word}
    outputs: {text: text.txt}
  count:
    command: wc -c < \${inputs.text} > \${outputs.bytes}; echo counted
    inputs: {text: pages}
    outputs: {bytes: bytes.txt}
  gate:
    command: "while [ -e \\"$HOLD\\" ]; do sleep 0.05; done; echo \${params.text} > \${outputs.text}; : \${params.turn}"
    params: {text: gate.text, turn: gate.turn}
    outputs: {text: text.txt}
    env: [HOLD]
  after:
    command: cat \${inputs.gate} \${inputs.pages} \${inputs.file} > \${outputs.all}
    inputs: {gate: gate, pages: pages, file: ./notes.txt}
    outputs: {all: all.txt}
    publish: {all: out/all.txt}
profiles:
  loud: {set: {word: LOUD}}
`,
  "notes.txt": "notes\n"
};

/** Runs the command; tasks of the stage `gate` wait while the file `hold` is there. */
function inFolder(folder: string, args: string[]): Promise<Finished> {
  return vvs(folder, args, {HOLD: join(folder, "hold")});
}

/** State of each task in a run. */
async function run(folder: string, ...args: string[]): Promise<Record<string, string>> {
  const {stdout, stderr} = await inFolder(folder, ["run", "--json", ...args]);
  assert.notEqual(stdout, "", stderr);
  const {tasks} = JSON.parse(stdout) as {tasks: {name: string; state: string}[]};
  return Object.fromEntries(tasks.map(({name, state}) => [name, state]));
}

const NOTHING = {pages: "cached", count: "cached", gate: "cached", after: "cached"};

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

function objectPath(folder: string, digest: string): string {
  return join(folder, "cache/objects", digest.slice(0, 2), digest.slice(2));
}

/** Overwrites a file in place, keeping its times. */
function damage(path: string, change: (bytes: Buffer) => Buffer): void {
  const {atime, mtime} = statSync(path);
  const bytes = change(readFileSync(path));
  chmodSync(path, 0o644);
  writeFileSync(path, bytes);
  utimesSync(path, atime, mtime);
}

async function verify(
  folder: string
): Promise<{status: number | null; bad: {kind: string; what: string; file: string}[]}> {
  const {status, stdout, stderr} = await inFolder(folder, ["cache", "verify", "--json"]);
  assert.notEqual(stdout, "", stderr);
  return {status, bad: JSON.parse(stdout).bad};
}

describe("vvs cache verify", () => {
  const made = async (folder: string) => {
    const {stdout} = await inFolder(folder, ["run", "--json"]);
    const {tasks} = JSON.parse(stdout) as {tasks: {name: string; key: string; outputs: Record<string, string>}[]};
    return new Map(tasks.map((task) => [task.name, task]));
  };

  test("finds nothing wrong with a cache that is right", () =>
    withFolder(FILES, async (folder) => {
      await run(folder);
      const {status, stdout} = await inFolder(folder, ["cache", "verify"]);
      assert.equal(status, 0);
      assert.match(stdout, /^6 objects and 4 records read, none bad\n$/);
    }));

  const damages: [string, (bytes: Buffer) => Buffer][] = [
    ["a flipped bit", (bytes) => Buffer.concat([Buffer.from([(bytes[0] ?? 0) ^ 1]), bytes.subarray(1)])],
    ["a truncated object", (bytes) => bytes.subarray(0, 1000)],
    ["an empty object", () => Buffer.alloc(0)]
  ];
  for (const [name, change] of damages) {
    test(`finds ${name}, names the artifact, sets it aside; the next run makes it again`, () =>
      withFolder(FILES, async (folder) => {
        const digest = (await made(folder)).get("pages")?.outputs.text ?? "";
        damage(objectPath(folder, digest), change);
        const {status, bad} = await verify(folder);
        assert.equal(status, 1);
        assert.equal(bad.length, 1);
        assert.equal(bad[0]?.kind, "object");
        assert.match(bad[0]?.what ?? "", /^pages\/text: corrupt object .* set aside in /);
        assert.equal(bad[0]?.file, `cache/objects/${digest.slice(0, 2)}/${digest.slice(2)}`);
        assert.match((await verify(folder)).bad[0]?.what ?? "", /pages\/text is lost/);
        assert.deepEqual(await run(folder), {...NOTHING, pages: "ran"});
        assert.equal((await verify(folder)).status, 0);
      }));
  }

  test("finds an object under another's name, and one whose name is no digest", () =>
    withFolder(FILES, async (folder) => {
      const tasks = await made(folder);
      const [text, bytes] = [tasks.get("pages")?.outputs.text ?? "", tasks.get("count")?.outputs.bytes ?? ""];
      renameSync(objectPath(folder, bytes), objectPath(folder, text));
      writeFileSync(join(folder, "cache/objects", text.slice(0, 2), "notes.txt"), "?");
      const {bad} = await verify(folder);
      assert.deepEqual(bad.map(({kind, what}) => `${kind} ${what.replace(/[;:(].*/, "")}`).sort(), [
        "object its name is no digest",
        "object pages/text",
        "record count/bytes is lost "
      ]);
      assert.deepEqual(await run(folder), {...NOTHING, pages: "ran", count: "ran"});
    }));

  test("finds swapped, edited and half-written records", () =>
    withFolder(FILES, async (folder) => {
      const tasks = await made(folder);
      const path = (task: string) => {
        const key = tasks.get(task)?.key ?? "";
        return join(folder, "cache/records", key.slice(0, 2), `${key.slice(2)}.json`);
      };
      renameSync(path("pages"), join(folder, "aside"));
      renameSync(path("count"), path("pages"));
      renameSync(join(folder, "aside"), path("count"));
      damage(path("gate"), (bytes) => Buffer.from(bytes.toString().replace('"turn":1', '"turn":3')));
      damage(path("after"), (bytes) => bytes.subarray(0, 300));
      const {status, bad} = await verify(folder);
      assert.equal(status, 1);
      assert.deepEqual(bad.map(({kind, what}) => `${kind}: ${what.replace(/[,;].*/, "")}`).sort(), [
        "record: it is not whole: no JSON",
        "record: it is that of count under another key",
        "record: it is that of pages under another key",
        "record: the components of gate give another key"
      ]);
      assert.deepEqual(Object.values(await run(folder)), ["ran", "ran", "ran", "ran"]);
      assert.equal((await verify(folder)).status, 0);
    }));
});

describe("a cache", () => {
  test("of another version is refused with what to do", () =>
    withFolder({...FILES, "cache/format": "99\n"}, async (folder) => {
      for (const command of [["run"], ["status"], ["gc"], ["cache", "verify"]]) {
        const {status, stderr} = await inFolder(folder, command);
        assert.equal(status, 2);
        assert.match(
          stderr,
          /cache\/format: the cache is of format 99; this version reads format 1\n {2}move the cache/
        );
      }
    }));

  test("that cannot be written can still be read, and run says so", {skip: noReadOnlyMounts()}, () =>
    withFolder(FILES, async (folder) => {
      await run(folder);
      await readOnly(join(folder, "cache"), async () => {
        const [pages] = JSON.parse((await inFolder(folder, ["status", "--json"])).stdout).stages;
        assert.equal(pages.fresh, 1);
        assert.match((await inFolder(folder, ["explain", "after"])).stdout, /after: fresh/);
        assert.equal((await inFolder(folder, ["cat", "count"])).stdout, "20000\n");
        assert.equal((await inFolder(folder, ["log", "count"])).stdout, "counted\n");
        assert.match((await inFolder(folder, ["graph"])).stdout, /<svg/);
        assert.equal((await inFolder(folder, ["gc", "--dry-run"])).status, 0);
        assert.equal((await inFolder(folder, ["run", "--dry-run"])).status, 0);
        assert.equal((await inFolder(folder, ["cache", "verify"])).status, 0);
        writeFileSync(join(folder, "notes.txt"), "other notes\n");
        assert.match((await inFolder(folder, ["explain", "after"])).stdout, /after: stale\n {2}input file \(from/);
        for (const command of [["run"], ["gc"]]) {
          const {status, stderr} = await inFolder(folder, command);
          assert.equal(status, 2);
          assert.match(stderr, /cache: the cache cannot be written \(EROFS.*\)\n {2}make the folder writable, or copy/);
        }
      });
    })
  );

  test("need not be there to look at a project that cannot be written", {skip: noReadOnlyMounts()}, () =>
    withFolder(FILES, (folder) =>
      readOnly(folder, async () => {
        const {status, stdout, stderr} = await inFolder(folder, ["status"]);
        assert.equal(status, 0, stderr);
        assert.match(stdout, /pages +0 +0 +1/);
        assert.equal((await inFolder(folder, ["run"])).status, 2);
      })
    )
  );
});

/** Why folders cannot be made read-only here; permission bits would not bind root. */
function noReadOnlyMounts(): string | false {
  const folder = mkdtempSync(join(tmpdir(), "vvs-mount-"));
  try {
    mount(folder);
    execFileSync("umount", [folder], {stdio: "ignore"});
    return false;
  } catch {
    return "read-only bind mounts are not to be had here";
  } finally {
    rmSync(folder, {recursive: true});
  }
}

function mount(folder: string): void {
  execFileSync("mount", ["--bind", "-o", "ro", folder, folder], {stdio: "ignore"});
}

async function readOnly(folder: string, use: () => Promise<void>): Promise<void> {
  mount(folder);
  try {
    await use();
  } finally {
    execFileSync("umount", [folder]);
  }
}
