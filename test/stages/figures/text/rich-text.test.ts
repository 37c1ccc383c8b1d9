import assert from "node:assert/strict";
import {test} from "node:test";
import {Resvg} from "@resvg/resvg-js";
import {parseHTML} from "linkedom";
import {fonts} from "../../../../stages/figures/export/fonts.ts";
import {markupWidth, parseRuns, plainText, richText, wrap} from "../../../../stages/figures/text/rich-text.ts";
import {textWidth} from "../../../../stages/figures/text/text-width.ts";

const {document} = parseHTML("<!doctype html><html></html>");
const font = {fontFiles: Object.values(fonts), loadSystemFonts: false, defaultFontFamily: "Inter"};

test("stars make italics, braces after a caret are raised, all else stands as it is", () => {
  assert.deepEqual(parseRuns("*S* = 2 × 10^{15}"), [
    {text: "S", italic: true},
    {text: " = 2 × 10"},
    {text: "15", raised: true}
  ]);
});

test("a raised piece comes back down", () => {
  const shifts = [...richText(document, "10^{3} m", 10).childNodes].map((span) =>
    Number(/dy="([^"]*)"/.exec(String(span))?.[1] ?? 0).toFixed(1)
  );
  assert.deepEqual(shifts, ["0.0", "-3.6", "3.6"]);
});

test("plain text keeps the words and exponents", () => {
  assert.equal(plainText("*S* → 10^{5}, *C\u0303*\u00a0=\u00a0*C*"), "S → 10^5, C\u0303 = C");
});

test("a tilde moves nothing that follows", () => {
  assert.equal(markupWidth("*C\u0303*^{2}", 10), markupWidth("*C*^{2}", 10));
});

test("lines are no wider than asked, and lose no word", () => {
  const text = "Bands: 95% percentile intervals over 1,000 bootstraps of the curve";
  const lines = wrap(text, 9, 120);
  assert.equal(lines.join(" "), text);
  assert.ok(lines.length > 2 && lines.every((line) => markupWidth(line, 9) <= 120));
});

test("widths are those of the font", () => {
  for (const text of ["|Alignment score S|", "|0.48 − 0.55|", "|WebVision-P, iNaturalist|"]) {
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="900" height="90"><text y="60" font-size="40" font-family="Inter">${text}</text></svg>`;
    const drawn = new Resvg(svg, {font}).innerBBox()?.width ?? 0;
    const bearings = textWidth("||", 40) - 2 * 0.11 * 40;
    assert.ok(Math.abs(textWidth(text, 40) - drawn - bearings / 2) < 8, `${text}: ${textWidth(text, 40)} for ${drawn}`);
  }
});
