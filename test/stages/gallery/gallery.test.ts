import assert from "node:assert/strict";
import {describe, test} from "node:test";
import {parseHTML} from "linkedom";
import {toSvg} from "../../../stages/figures/export/svg.ts";
import {plainText} from "../../../stages/figures/text/rich-text.ts";
import {entryOf} from "../../../stages/gallery/entry.ts";
import {galleryPage} from "../../../stages/gallery/page.ts";
import {draw} from "../figures/small-study.ts";

function entry(name: Parameters<typeof draw>[0], fits: string[] = []) {
  const {svg, caption} = draw(name);
  return entryOf(name, {svg: toSvg(svg), caption: `${plainText(caption)}\n`, fits});
}

describe("an entry of the gallery", () => {
  test("has number, title, curves and sizes from the drawing itself", () => {
    const {number, section, title, equations, sizes, broad} = entry("fig1b");
    assert.deepEqual(
      [number, section, title, broad],
      ["Figure 1b", "Main text", "Alignment against training compute", false]
    );
    assert.deepEqual(equations, ["Neural: S = 0.45 − 0.82 C̃^−0.20", "Behavioral: S = 0.45 − 0.82 C̃^−0.20"]);
    assert.equal(sizes, "57 each");
  });

  test("names the axes of each curve where there are several", () => {
    const {equations} = entry("fig5a");
    assert.equal(equations.length, 12);
    assert.match(equations[1] ?? "", /^V1: Weak prior: S = /);
  });

  test("has straight lines too, and no curves where none are drawn", () => {
    assert.match(entry("figS1").equations[0] ?? "", /^V1: R² = 0\.\d+, p /);
    assert.deepEqual(entry("figS7").equations, []);
  });

  test("belongs to the main text, the appendix, what the authors draw beside, or the simulated study", () => {
    const places = ["fig4a", "figS9", "extra-fig7-simclr-avg", "mini-compute"].map((name) =>
      entryOf(name, {svg: "<svg/>", caption: "", fits: []})
    );
    assert.deepEqual(
      places.map(({section, number}) => `${section}, ${number}`),
      ["Main text, Figure 4a", "Appendix, Figure S9", "Beside the paper, With figure 7", "Simulated study, Simulated"]
    );
  });
});

describe("the page", () => {
  const html = galleryPage([entry("fig1b", ["fit[experiment=compute_neuro]"]), entry("figS7")]);
  const {document} = parseHTML(html);

  test("shows each figure with its caption, n, fits and the command that tells its lineage", () => {
    const figure = document.querySelector("#fig1b");
    const text = figure?.textContent ?? "";
    assert.match(text, /Figure 1b Alignment against training compute/);
    assert.match(text, /57 each/);
    assert.match(text, /fit\[experiment=compute_neuro\]/);
    assert.match(text, /vvs lineage figures\/fig1b\.svg/);
    assert.equal(figure?.querySelector("dd sup")?.textContent, "−0.20");
  });

  test("links to nothing but the figures' own files beside it, and to itself", () => {
    const targets = [...document.querySelectorAll("[href],[src]")].map(
      (node) => node.getAttribute("href") ?? node.getAttribute("src") ?? ""
    );
    assert.ok(targets.length > 8);
    for (const target of targets) assert.match(target, /^(#[\w-]+|[\w-]+\.(svg|png|pdf|csv))$/);
    for (const target of targets.filter((one) => one.startsWith("#"))) assert.ok(document.querySelector(target));
  });

  test("tells in words what each drawing shows", () => {
    const alternative = document.querySelector("#fig1b img")?.getAttribute("alt") ?? "";
    assert.match(alternative, /Neural: S = 0\.45/);
    assert.match(alternative, /n = 57 each/);
  });

  test("has no heading for a section without figures", () => {
    assert.deepEqual(
      [...document.querySelectorAll("h2")].map(({textContent}) => textContent),
      ["Main text", "Appendix"]
    );
  });
});
