import assert from "node:assert/strict";
import {createHash} from "node:crypto";
import {readdirSync, readFileSync, writeFileSync} from "node:fs";
import {createServer, type Server} from "node:http";
import type {AddressInfo} from "node:net";
import {join} from "node:path";
import {describe, test} from "node:test";
import {withFolder} from "../temporary-folder.ts";
import {vvs} from "../vvs.ts";

const CONTENT = "the released numbers\n".repeat(1000);
const SHA256 = createHash("sha256").update(CONTENT).digest("hex");
const SHA1 = createHash("sha1").update(CONTENT).digest("hex");

function pipeline(url: string, digests = `sha256: ${SHA256}`): string {
  return `
params:
  sources: {scores: {file: scores.csv, url: "${url}", ${digests}, licence: MIT}}
stages:
  source: {each: {source: sources}, fetch: "sources.\${each.source}", optional: true}
  count:
    command: wc -l < \${inputs.scores} > \${outputs.lines}
    inputs: {scores: "source[source=scores]"}
    outputs: {lines: lines.txt}
    optional: true
  other: {command: "echo 1 > \${outputs.one}", outputs: {one: one.txt}}
`;
}

/** Serves CONTENT, ranges included, for as long as `use` takes; counts the bytes that it sent. */
async function withServer(use: (url: string, sent: () => number) => Promise<void>, content = CONTENT): Promise<void> {
  let sent = 0;
  const server: Server = createServer((request, response) => {
    const from = Number(/bytes=(\d+)-/.exec(request.headers.range ?? "")?.[1] ?? 0);
    const body = content.slice(from);
    sent += body.length;
    response.writeHead(from ? 206 : 200, {"content-length": body.length}).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  try {
    await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, () => sent);
  } finally {
    server.close();
  }
}

/** Serves CONTENT in ranges, but breaks the connection after so many bytes of each answer. */
async function withBreakingServer(
  bytes: number,
  ranges: boolean,
  use: (url: string, requests: (string | undefined)[]) => Promise<void>
): Promise<void> {
  const requests: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    requests.push(request.headers.range);
    const from = ranges ? Number(/bytes=(\d+)-/.exec(request.headers.range ?? "")?.[1] ?? 0) : 0;
    const body = CONTENT.slice(from);
    // A server without ranges gets through at the third attempt.
    const whole = body.length <= bytes || (!ranges && requests.length === 3);
    const range = {"content-range": `bytes ${from}-${CONTENT.length - 1}/${CONTENT.length}`};
    response.writeHead(from ? 206 : 200, {"content-length": body.length, ...(from > 0 && range)});
    response.write(whole ? body : body.slice(0, bytes));
    // What was sent has time to arrive.
    if (whole) response.end();
    else setTimeout(() => response.destroy(), 200);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  try {
    await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, requests);
  } finally {
    server.close();
  }
}

describe("a source", () => {
  test("is downloaded for a target that is named, and not otherwise", () =>
    withServer((url, sent) =>
      withFolder({"pipeline.yaml": pipeline(`${url}/scores.csv`)}, async (folder) => {
        const all = await vvs(folder, ["run"]);
        assert.equal(all.status, 0);
        assert.match(
          all.stderr,
          new RegExp(`skipped: source.*scores.csv is not here: get http.*sha256 ${SHA256}.*put it into data/`)
        );
        assert.match(all.stderr, /ran 1, cached 0, skipped 2/);
        assert.equal(sent(), 0);
        assert.equal((await vvs(folder, ["run", "count"])).status, 0);
        assert.equal((await vvs(folder, ["cat", "count"])).stdout.trim(), "1000");
      })
    ));

  test("goes on from where an earlier download stopped", () =>
    withServer((url, sent) =>
      withFolder(
        {"pipeline.yaml": pipeline(`${url}/scores.csv`), "data/scores.csv.part": CONTENT.slice(0, 15_000)},
        async (folder) => {
          assert.equal((await vvs(folder, ["run", "count"])).status, 0);
          assert.equal(sent(), CONTENT.length - 15_000);
          assert.deepEqual(readdirSync(join(folder, "data")), ["scores.csv"]);
        }
      )
    ));

  test("with the wrong digest shows both digests and keeps nothing", () =>
    withServer(
      (url) =>
        withFolder({"pipeline.yaml": pipeline(`${url}/scores.csv`)}, async (folder) => {
          const {status, stderr} = await vvs(folder, ["run", "count"]);
          assert.equal(status, 1);
          assert.match(
            stderr,
            new RegExp(`wrong sha256 of .*: expected ${SHA256}, found [0-9a-f]{64}; nothing was kept`)
          );
          assert.deepEqual(readdirSync(join(folder, "data")), []);
        }),
      "other bytes"
    ));

  test("is found in a mirror, a folder or a URL, by its file name", () =>
    withServer(async (url) => {
      for (const mirror of ["mirror", `${url}/`]) {
        const files = {"pipeline.yaml": pipeline("http://127.0.0.1:9/none"), "mirror/scores.csv": CONTENT};
        await withFolder(files, async (folder) => {
          const {status, stderr} = await vvs(folder, ["run"], {VVS_MIRROR: mirror});
          assert.equal(status, 0, stderr);
          assert.match(stderr, /ran 3, cached 0 in/);
        });
      }
    }));

  test("that was laid into data/ with other bytes is refused, and left for its owner to look at", () =>
    withFolder({"pipeline.yaml": pipeline("http://127.0.0.1:9/none"), "data/scores.csv": "edited"}, async (folder) => {
      const {status, stderr} = await vvs(folder, ["run"]);
      assert.equal(status, 1);
      assert.match(stderr, /wrong sha256 of .*data\/scores.csv: expected/);
      assert.equal(readFileSync(join(folder, "data/scores.csv"), "utf8"), "edited");
      writeFileSync(join(folder, "data/scores.csv"), CONTENT);
      assert.equal((await vvs(folder, ["run"])).status, 0);
    }));

  test("that cannot be had fails what needs it in one clear line", () =>
    withFolder(
      {"pipeline.yaml": pipeline("http://127.0.0.1:9/none").replaceAll("optional: true", "optional: false")},
      async (folder) => {
        const {status, stderr} = await vvs(folder, ["run"]);
        assert.equal(status, 1);
        assert.match(
          stderr,
          /failed: source\[source=scores\]\n {2}scores.csv is not here \(http:\/\/127.0.0.1:9\/none: .*\): get/
        );
        assert.match(stderr, /ran 1, cached 0, failed 1, skipped 1/);
      }
    ));

  test("whose connection breaks again and again is taken up where it broke", () =>
    withBreakingServer(8_000, true, (url, requests) =>
      withFolder({"pipeline.yaml": pipeline(`${url}/scores.csv`)}, async (folder) => {
        const {status, stderr} = await vvs(folder, ["run", "count"]);
        assert.equal(status, 0, stderr);
        assert.deepEqual(requests, [undefined, "bytes=8000-", "bytes=16000-"]);
        assert.match(stderr, /downloading .* from byte 8000 \(/);
        assert.deepEqual(readdirSync(join(folder, "data")), ["scores.csv"]);
      })
    ));

  test("of a server without ranges begins anew when the connection breaks", () =>
    withBreakingServer(8_000, false, (url, requests) =>
      withFolder({"pipeline.yaml": pipeline(`${url}/scores.csv`)}, async (folder) => {
        const {status, stderr} = await vvs(folder, ["run", "count"]);
        assert.equal(status, 0, stderr);
        assert.equal(requests.length, 3);
      })
    ));

  test("is downloaded anew where what was there of it belongs to another file", () =>
    withServer((url) =>
      withFolder(
        {"pipeline.yaml": pipeline(`${url}/scores.csv`), "data/scores.csv.part": "of an older release"},
        async (folder) => {
          const {status, stderr} = await vvs(folder, ["run", "count"]);
          assert.equal(status, 0, stderr);
          assert.equal(readFileSync(join(folder, "data/scores.csv"), "utf8"), CONTENT);
        }
      )
    ));
});

describe("a source of which only the sha1 is known", () => {
  const declared = pipeline("http://127.0.0.1:9/none", `sha1: ${SHA1}`);

  test("is checked by it, and tells its sha256 in the output, the record and the lineage", () =>
    withFolder({"pipeline.yaml": declared, "mirror/scores.csv": CONTENT}, async (folder) => {
      const {status, stderr} = await vvs(folder, ["run"], {VVS_MIRROR: "mirror"});
      assert.equal(status, 0, stderr);
      assert.match(stderr, new RegExp(`scores.csv: its sha1 is right; to declare its sha256 too: ${SHA256}`));
      const lineage = (await vvs(folder, ["lineage", "count"])).stdout;
      assert.match(lineage, new RegExp(`scores\n {2}sha256 ${SHA256}\n {2}sha1 ${SHA1}, as published`));
      const again = await vvs(folder, ["run"]);
      assert.match(again.stderr, /ran 0, cached 3/);
      assert.equal((await vvs(folder, ["audit"])).status, 0);
    }));

  test("may have its sha256 written beside it later: nothing that reads it runs again", () =>
    withFolder({"pipeline.yaml": declared, "mirror/scores.csv": CONTENT}, async (folder) => {
      await vvs(folder, ["run"], {VVS_MIRROR: "mirror"});
      writeFileSync(
        join(folder, "pipeline.yaml"),
        pipeline("http://127.0.0.1:9/none", `sha1: ${SHA1}, sha256: ${SHA256}`)
      );
      const {stderr} = await vvs(folder, ["run"], {VVS_MIRROR: "mirror"});
      assert.match(stderr, /ran 1, cached 2/);
    }));

  test("is refused with other bytes, and shows both digests", () =>
    withFolder({"pipeline.yaml": declared, "data/scores.csv": "edited"}, async (folder) => {
      const {status, stderr} = await vvs(folder, ["run"]);
      assert.equal(status, 1);
      assert.match(stderr, new RegExp(`wrong sha1 of .*data/scores.csv: expected ${SHA1}, found [0-9a-f]{40}\n`));
    }));

  test("that cannot be had is named with its sha1", () =>
    withFolder({"pipeline.yaml": declared}, async (folder) => {
      const {stderr} = await vvs(folder, ["run"]);
      assert.match(stderr, new RegExp(`scores.csv is not here: get http.* \\(sha1 ${SHA1}\\) and put it`));
    }));
});
