import assert from "node:assert/strict";
import {describe, test} from "node:test";
import PDFDocument from "pdfkit";
import {digestOf} from "../../../../runner/hash/digest.ts";
import {isIntact, type Origin} from "../../../../runner/provenance/origin/origin.ts";
import {originsIn, withOrigin} from "../../../../runner/provenance/origin/with-origin.ts";

const SVG =
  '<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg" width="4"><svg x="1"/><path d="M0 0"/></svg>\n';
const PNG = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64"
);

function pdf(): Promise<Buffer> {
  const document = new PDFDocument({info: {CreationDate: new Date(0)}});
  document.text("a figure");
  const parts: Buffer[] = [];
  document.on("data", (part: Buffer) => parts.push(part));
  const done = new Promise<Buffer>((resolve) => document.on("end", () => resolve(Buffer.concat(parts))));
  document.end();
  return done;
}

function originOf(drawing: Uint8Array): Origin {
  return {
    format: 1,
    sha256: digestOf(drawing),
    task: "figure[figure=1]",
    key: "a".repeat(64),
    artifact: "figure[figure=1]/svg",
    sources: [{name: "a <b> & \"c\" 'é'.csv", sha256: "b".repeat(64), citation: "Author & Other (2020)"}]
  };
}

const drawings = async () => [Buffer.from(SVG), PNG, await pdf()];

describe("a drawing that carries its origin", () => {
  test("tells it, and gives back the very drawing that was stored: SVG, PNG and PDF", async () => {
    for (const drawing of await drawings()) {
      const origin = originOf(drawing);
      const made = withOrigin(drawing, origin);
      assert.ok(made && made.length > drawing.length);
      const [found, ...others] = originsIn(made);
      assert.ok(found);
      assert.deepEqual(found.origin, origin);
      assert.ok(Buffer.from(drawing).equals(found.drawing));
      assert.deepEqual([isIntact(found), found.within, others.length], [true, false, 0]);
      assert.deepEqual(withOrigin(drawing, origin), made, "always the same bytes");
      assert.equal(withOrigin(made, origin), undefined, "none is added twice");
    }
  });

  test("is not intact where anything but the note was changed", async () => {
    for (const drawing of await drawings()) {
      const made = Buffer.from(withOrigin(drawing, originOf(drawing)) ?? []);
      const edited = Buffer.from(made);
      const at =
        drawing === PNG ? 20 : made.indexOf(drawing.subarray(0, 8).equals(Buffer.from("%PDF-1.3")) ? "obj" : "path");
      edited[at] = (edited[at] ?? 0) ^ 1;
      const longer = Buffer.concat([
        made,
        Buffer.from(drawing === PNG ? "0000000049444154e2b04c4a" : "<!-- more -->", drawing === PNG ? "hex" : "utf8")
      ]);
      for (const changed of [edited, longer]) {
        const [found] = originsIn(changed);
        assert.ok(found);
        assert.ok(!isIntact(found) || found.within);
      }
    }
  });

  test("keeps it as a part of a larger document, beside others", () => {
    const [one, two] = [SVG, SVG.replace("M0 0", "M1 1")].map((text) => Buffer.from(text));
    const [first = "", second = ""] = [one, two].map((drawing) =>
      Buffer.from(withOrigin(drawing ?? PNG, originOf(drawing ?? PNG)) ?? [])
        .toString()
        .replace(/^<\?xml.*\?>\n/, "")
        .trim()
    );
    const page = `<!doctype html><body><svg viewBox="0 0 9 9"><g>${first}</g></svg>\n<p>${second.replace("M1 1", "M2 2")}</p></body>`;
    const found = originsIn(Buffer.from(page));
    assert.deepEqual(
      found.map((one) => [isIntact(one), one.within]),
      [
        [true, true],
        [false, true]
      ]
    );
  });

  test("is not added to what is no drawing, or a drawing that is cut short", async () => {
    const origin = originOf(PNG);
    assert.equal(withOrigin(Buffer.from("a,b\n1,2\n"), origin), undefined);
    assert.equal(withOrigin(PNG.subarray(0, 50), origin), undefined);
    assert.equal(withOrigin((await pdf()).subarray(0, 400), origin), undefined);
    assert.equal(withOrigin(Buffer.from("<svg>"), origin), undefined);
  });
});
