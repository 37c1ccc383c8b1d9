import assert from "node:assert/strict";
import {readFileSync} from "node:fs";
import {describe, test} from "node:test";
import {Resvg} from "@resvg/resvg-js";
import {build} from "esbuild";
import {parse} from "yaml";
import {z} from "zod";
import type {Fit} from "../../../science/scaling-laws/fit.ts";
import {fonts} from "../../../stages/figures/export/fonts.ts";
import {toSvg} from "../../../stages/figures/export/svg.ts";
import {appendixPanelNames, extraPanelNames, mainPanelNames, panelNames} from "../../../stages/figures/panels.ts";
import {bootstraps, draw, smallStudy} from "./small-study.ts";

const font = {fontFiles: Object.values(fonts), loadSystemFonts: false, defaultFontFamily: "Inter"};
const listing = z.object({
  params: z.object({
    figures: z.record(
      z.string(),
      z.object({fits: z.array(z.string()), recipes: z.array(z.string()), leaderboards: z.array(z.string())})
    )
  })
});
const {figures} = listing.parse(parse(readFileSync("stages/figures/figures.yaml", "utf8"))).params;

test("the panels are those of the paper and its appendix that follow from the tables, and what the authors draw beside", () => {
  assert.equal(
    mainPanelNames.join(" "),
    "fig1b fig2a fig2b fig2c fig3a fig3b fig4a fig4b fig5a fig5b fig6a fig6b fig6c fig7a fig7b fig7c fig7d"
  );
  assert.equal(appendixPanelNames.join(" "), "figS1 figS2 figS3 figS4 figS5 figS6 figS7 figS8 figS9");
  assert.ok(extraPanelNames.every((name) => name.startsWith("extra-")));
  assert.deepEqual(Object.keys(figures), [...panelNames]);
});

test("panels run in a browser too: nothing that they import needs Node", async () => {
  const entryPoints = ["stages/figures/panels.ts"];
  const {errors} = await build({entryPoints, bundle: true, write: false, platform: "browser", format: "esm"});
  assert.deepEqual(errors, []);
});

for (const name of panelNames)
  describe(name, () => {
    const {svg: drawing, caption, numbers} = draw(name);
    const svg = toSvg(drawing);

    test("is one svg, the same bytes however often it is drawn", () => {
      assert.match(svg, /^<svg /);
      assert.equal(svg.match(/<svg /g)?.length, 1);
      assert.equal(toSvg(draw(name).svg), svg);
    });

    test("asks for exactly the fits and recipes that figures.yaml lists", () => {
      const study = smallStudy();
      const asked = new Set<string>();
      const fits = new Map<string, Fit>(study.fits);
      fits.get = (experiment) => {
        asked.add(experiment);
        return study.fits.get(experiment);
      };
      draw(name, {...study, fits});
      const listed = figures[name]?.fits.map((reference) => reference.match(/^fit\[experiment=(\w+)\]$/)?.[1]);
      assert.deepEqual([...asked].sort(), listed?.sort());
      const {recipe: _, ...withoutRecipe} = study;
      if (figures[name]?.recipes.length === 0) assert.doesNotThrow(() => draw(name, withoutRecipe));
      else assert.throws(() => draw(name, withoutRecipe), /recipe/);
    });

    test("needs the leaderboard where figures.yaml says so, and nowhere else", () => {
      const {leaderboard: _, ...without} = smallStudy();
      if (figures[name]?.leaderboards.length === 0) assert.doesNotThrow(() => draw(name, without));
      else assert.throws(() => draw(name, without), /leaderboard/);
    });

    test("tells those who cannot see it what it shows: keys with equations, and the caption", () => {
      const said = drawing.querySelector("desc")?.textContent ?? "";
      assert.ok(drawing.getAttribute("aria-label"));
      assert.match(said, /\bn(\u00a0| )?[=:]/);
      if (figures[name]?.fits.length && name !== "fig5b") assert.match(said, /S (=|→) [\d.]+/);
    });

    test("says how many models, and how many bootstraps or that there are none", () => {
      assert.match(caption, /\bn(\u00a0| )?[=:]/);
      assert.match(caption, /bootstraps/);
      if (figures[name]?.fits.length) assert.match(caption, new RegExp(`\\b${bootstraps} bootstraps`));
    });

    test("keeps everything within the page", () => {
      const [, width = Number.NaN, height = Number.NaN] = svg.match(/viewBox="0 0 (\S+) (\S+)"/)?.map(Number) ?? [];
      const box = new Resvg(svg.replace(/<rect fill="white"[^>]*\/>/, ""), {font}).innerBBox();
      assert.ok(box && box.x >= 0 && box.y >= 0, `begins at ${box?.x}, ${box?.y}`);
      assert.ok(box.x + box.width <= width, `ends at ${box.x + box.width} of ${width}`);
      assert.ok(box.y + box.height <= height, `ends at ${box.y + box.height} of ${height}`);
    });

    test("draws finite numbers only", () => {
      for (const {y, low = y, high = y, x} of numbers)
        for (const value of [y, low, high, ...(typeof x === "number" ? [x] : [])]) assert.ok(Number.isFinite(value));
      assert.doesNotMatch(svg, /NaN|undefined|Infinity/);
    });
  });
