import assert from "node:assert/strict";
import {describe, test} from "node:test";
import type {Fit} from "../../../science/scaling-laws/fit.ts";
import {toSvg} from "../../../stages/figures/export/svg.ts";
import {families} from "../../../stages/figures/look/palette.ts";
import {grouped} from "../../../stages/figures/series/grouped.ts";
import {numbersCsv} from "../../../stages/figures/series/numbers.ts";
import {draw, fit, model, smallStudy} from "./small-study.ts";

describe("the numbers of a panel are what is drawn", () => {
  test("one marker for each point of 1b", () => {
    const {svg, numbers} = draw("fig1b");
    const drawn = [...svg.querySelectorAll('[aria-label="dot"]')].flatMap((group) => [...group.childNodes]);
    assert.equal(drawn.length, numbers.filter(({mark}) => mark === "point").length);
    assert.equal(drawn.length, 2 * 57);
  });

  test("the curve of 1b runs over the fitted data, and thinly on to ten times as far, its band with it", () => {
    const neural = draw("fig1b").numbers.filter(({series, mark}) => series === "neural" && mark !== "point");
    const within = neural.filter(({mark}) => mark === "curve").map(({x}) => x);
    const beyond = neural.filter(({mark}) => mark === "extrapolation").map(({x}) => x);
    assert.deepEqual([within[0], within.at(-1), beyond[0], beyond.at(-1)], [1e15, 1e19, 1e19, 1e20]);
    assert.ok(neural.every(({y, low = Number.NaN, high = Number.NaN}) => low <= y && y <= high));
  });

  test("the csv has a line for each number, and only columns that hold something", () => {
    const {numbers} = draw("fig2c");
    const lines = numbersCsv(numbers).trimEnd().split("\n");
    assert.equal(lines[0], "series,mark,label,x,y,low,high");
    assert.equal(lines.length, numbers.length + 1);
  });
});

describe("where the authors' drawings go wrong", () => {
  test("3a: each equation stands beside the data set that it was fitted to", () => {
    const study = smallStudy();
    const inaturalist = {
      ...fit("sample_inaturalist_scaling", "power_law", [{column: "n_samples_seen", unit: 1e4}], [[10, 1e4]])
    };
    const fits = new Map(study.fits).set(inaturalist.experiment, {
      ...inaturalist,
      parameters: {e: -0.58, a: 0.67, alpha: 0.49}
    });
    const texts = [...draw("fig3a", {...study, fits}).svg.querySelectorAll("text")].map(({textContent}) => textContent);
    const after = (label: string) => texts[texts.indexOf(label) + 1];
    assert.equal(after("iNaturalist"), "S = 0.44 − 1.95 D˜−0.49");
    assert.equal(after("WebVision-P"), "S = 0.45 − 0.82 D˜−0.20");
  });

  test("3a: ConvNeXt and ViT count only at 300 images a class and on full data sets", () => {
    const labels = draw("fig3a").numbers.flatMap(({mark, label = ""}) => (mark === "point" ? [label] : []));
    assert.ok(labels.includes("convnext_tiny_imagenet_300") && labels.includes("deit_small_ecoset_full"));
    assert.ok(!labels.includes("convnext_tiny_imagenet_10") && !labels.includes("deit_small_ecoset_1"));
  });

  test("4a: exponents are those of the fit, and sizes and colors have a key", () => {
    const text = draw("fig4a").svg.textContent ?? "";
    assert.match(text, /S = 0\.48 − 0\.18 N˜−0\.58 − 0\.50 D˜−0\.22/);
    assert.match(text, /Parameters N/);
    assert.match(text, /Samples seen D/);
  });

  test("4b: no line joins two data sets", () => {
    const lines = grouped(draw("fig4b").numbers, ({axes, label}) => `${axes} ${label}`);
    for (const points of lines.values()) assert.ok(points.length <= 4);
    assert.equal(draw("fig4b").svg.querySelectorAll('[aria-label="line"]').length, lines.size);
  });

  test("5a: the band is as long as the curve, and points below zero are drawn", () => {
    const {numbers} = draw("fig5a");
    assert.ok(
      numbers.filter(({mark}) => mark === "curve").every(({low, high}) => low !== undefined && high !== undefined)
    );
    assert.ok(numbers.some(({mark, axes, y}) => mark === "point" && axes === "Behavioral" && y < 0));
  });

  test("5b: bars are the fits' own gains, whiskers the 2.5 and 97.5 percentiles over resamples", () => {
    const [bar] = draw("fig5b").numbers;
    const resampled = smallStudy().fits.get("region_v1_group1")?.bootstrap.parameters ?? [];
    const gains = resampled.map(({a = 0, alpha = 0}) => Math.exp(a) * 10 ** -alpha).sort((a, b) => a - b);
    assert.equal(bar?.y, Math.exp(-0.2) * 10 ** -0.2);
    const position = 0.025 * 19;
    const [first = 0, second = 0] = gains;
    assert.ok(Math.abs((bar.low ?? 0) - (first + position * (second - first))) < 1e-12);
    assert.ok((bar.high ?? 0) - (bar.low ?? 0) > 0.9 * ((gains.at(-1) ?? 0) - first));
  });

  test("6a: neural alignment is the mean of four regions, without behavior", () => {
    const study = smallStudy();
    const one = model({V1: 0.1, V2: 0.2, V4: 0.3, IT: 0.6, Behavioral: 1});
    const [point] = draw("fig6a", {...study, models: [one, ...study.models]}).numbers;
    assert.ok(point && Math.abs(point.y - 0.3) < 1e-12);
  });

  test("6c: whiskers span the bootstrap, not the error of its mean", () => {
    for (const {y, low = y, high = y} of draw("fig6c").numbers) {
      assert.ok(low < y && y < high);
      assert.ok(high - low > 1e-3);
    }
  });

  test("7b: the variable of the equation is compute; pretraining is counted once", () => {
    const {svg, numbers} = draw("fig7b");
    assert.match(svg.textContent ?? "", /0\.82 C˜−0\.20/);
    const tuned = numbers.find(({label}) => label === "adv_resnet18_imagenet_1");
    assert.equal(tuned?.x, 3 * (3.6e9 * 128_116_700 + 7.2e9 * 10_000));
  });

  test("7c: the means are over ImageNet and ecoset", () => {
    const resnet = draw("fig7c").numbers.filter(({series, mark}) => series === "ResNet" && mark === "line");
    assert.ok(resnet.length > 0 && resnet.every(({n}) => n === 2));
  });

  test("a family has one color in all panels", () => {
    for (const name of ["fig2b", "fig2c", "fig3b", "fig4b", "fig7c"] as const)
      assert.match(toSvg(draw(name).svg), new RegExp(`"${families.ConvNeXt.colour}"`), name);
  });
});

describe("what the data do not determine is said", () => {
  test("a shift that is not identified is not written as powers of ten", () => {
    const study = smallStudy();
    const convnext = study.fits.get("model_convnext_avg");
    assert.ok(convnext);
    const open = {
      ...convnext,
      identifiability: {...convnext.identifiability, lambda: {identified: false, statement: ""}}
    };
    const {svg, caption} = draw("fig2b", {...study, fits: new Map(study.fits).set(open.experiment, open)});
    assert.match(svg.textContent ?? "", /S → 0\.45, shift not identified/);
    assert.match(svg.textContent ?? "", /S = 0\.45 − 101\.30 \(C˜ \+ 104\.00\)−0\.50/);
    assert.match(caption, /Not determined by the data: shift and exponent for ConvNeXt\./);
  });

  test("a limit that is not identified is named in the caption", () => {
    const study = smallStudy();
    const behavior = study.fits.get("compute_behavior");
    assert.ok(behavior);
    const open = {...behavior, identifiability: {...behavior.identifiability, e: {identified: false, statement: ""}}};
    const {caption} = draw("fig1b", {...study, fits: new Map(study.fits).set(open.experiment, open)});
    assert.match(caption, /Not determined by the data: the limit of \*S\* for behavioral alignment\./);
  });

  test("an exponent that is not identified is named too", () => {
    const study = smallStudy();
    const places = study.fits.get("sample_places365_scaling");
    assert.ok(places);
    const open = {...places, identifiability: {...places.identifiability, alpha: {identified: false, statement: ""}}};
    const {caption} = draw("fig3a", {...study, fits: new Map(study.fits).set(open.experiment, open)});
    assert.match(caption, /Not determined by the data: the exponent for Places365\./);
  });

  test("without bootstraps there are no bands, and the caption says so", () => {
    const study = smallStudy();
    const fits = new Map<string, Fit>();
    for (const [name, made] of study.fits) fits.set(name, {...made, bootstrap: {losses: [], parameters: []}});
    const {numbers, caption} = draw("fig1b", {...study, fits});
    assert.ok(numbers.every(({low, high}) => low === undefined && high === undefined));
    assert.match(caption, /No bootstraps\./);
  });

  test("a panel without one of its fits names it", () => {
    assert.throws(() => draw("fig1b", {...smallStudy(), fits: new Map()}), /needs the fit of compute_neuro/);
  });
});
