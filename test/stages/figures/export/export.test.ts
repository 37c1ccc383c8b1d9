import assert from "node:assert/strict";
import {test} from "node:test";
import {Resvg} from "@resvg/resvg-js";
import {parseHTML} from "linkedom";
import {toPdf} from "../../../../stages/figures/export/pdf.ts";
import {toPng} from "../../../../stages/figures/export/png.ts";
import {toSvg} from "../../../../stages/figures/export/svg.ts";
import {draw} from "../small-study.ts";

const {document} = parseHTML("<!doctype html><html></html>");

function drawing(content: string): Element {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 40 20");
  svg.innerHTML = content;
  return svg;
}

test("coordinates have two decimals, text keeps its own", () => {
  assert.match(toSvg(drawing('<text x="1.23456">0.12345</text>')), /<text x="1.23">0.12345<\/text>/);
});

test("what Plot numbers per process is numbered per figure", () => {
  const clipped = '<clipPath id="plot-clip-17"></clipPath><g clip-path="url(#plot-clip-17)"></g>';
  assert.match(toSvg(drawing(clipped)), /<clipPath id="id0"\/><g clip-path="url\(#id0\)"\/>/);
});

test("text is escaped, elements have their SVG names", () => {
  assert.match(toSvg(drawing("<text>a &lt; b &amp; c</text>")), /^<svg [^>]*><text>a &lt; b &amp; c<\/text><\/svg>\n$/);
});

test("a PNG has 300 dots an inch of the printed width", () => {
  const png = toPng(toSvg(draw("fig5b").svg));
  assert.deepEqual([...png.subarray(1, 4)], [...Buffer.from("PNG")]);
  assert.equal(new DataView(png.buffer, png.byteOffset).getUint32(16), Math.ceil((340 * 300) / 96));
});

test("a PDF is a page of the printed size, and the same bytes each time", async () => {
  const svg = toSvg(draw("fig5b").svg);
  const [first, second] = [await toPdf(svg), await toPdf(svg)];
  assert.ok(Buffer.from(first).equals(Buffer.from(second)));
  assert.match(Buffer.from(first).toString("latin1"), /\/MediaBox \[0 0 255 /);
});

test("a PNG is the same bytes each time, whatever was drawn before", () => {
  const first = toPng(toSvg(draw("fig2c").svg));
  draw("fig5a");
  assert.ok(Buffer.from(first).equals(Buffer.from(toPng(toSvg(draw("fig2c").svg)))));
});

test("letters come from the project's own font files", () => {
  const blank = new Resvg('<svg xmlns="http://www.w3.org/2000/svg" width="90" height="20"/>').render().asPng();
  const text = toPng(
    '<svg xmlns="http://www.w3.org/2000/svg" width="90" height="20"><text y="15">ventral</text></svg>'
  );
  assert.ok(text.length > blank.length + 200);
});
