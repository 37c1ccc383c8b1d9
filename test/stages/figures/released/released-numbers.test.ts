import assert from "node:assert/strict";
import {describe, test} from "node:test";
import {csvParse} from "d3-dsv";
import {appendixPanelNames, mainPanelNames, type PanelName} from "../../../../stages/figures/panels.ts";
import {numbersCsv} from "../../../../stages/figures/series/numbers.ts";
import {draw} from "../small-study.ts";
import {bestForBudget, heightOf, releasedCurve} from "./curves.ts";
import {type Expected, expected} from "./expected.ts";
import {releasedStudy} from "./study.ts";
import {fits, main, number, type Row} from "./tables.ts";

const study = releasedStudy();
const exported = new Map<PanelName, Row[]>();
for (const panel of [...mainPanelNames, ...appendixPanelNames])
  exported.set(panel, csvParse(numbersCsv(draw(panel, study).numbers)));
const rowsOf = (panel: PanelName, ...marks: string[]) =>
  (exported.get(panel) ?? []).filter(({mark = ""}) => marks.includes(mark));

/** The marks that stand for models, means over them, or numbers of a fit. */
const marksOf: Partial<Record<PanelName, string[]>> = {
  fig5b: ["bar", "reference"],
  fig6c: ["bar", "reference"],
  fig7c: ["line", "point"],
  figS1: ["point"],
  figS4: ["bar"],
  figS5: ["bar"]
};

describe("the exported numbers of a panel are those of the released tables", () => {
  for (const panel of [...mainPanelNames, ...appendixPanelNames]) {
    if (panel === "figS8") continue;
    test(panel, () => {
      const wanted = expected[panel]?.();
      assert.ok(wanted && wanted.length > 0, `${panel} is compared with nothing`);
      const shown = rowsOf(panel, ...(marksOf[panel] ?? ["point", "line"])).map(
        (row): Expected => ({
          ...(row.axes ? {axes: row.axes} : {}),
          series: row.series ?? "",
          ...(row.label ? {label: row.label} : {}),
          x: Number.isNaN(Number(row.x)) ? (row.x ?? "") : Number(row.x),
          y: number(row, "y"),
          ...(row.size ? {size: number(row, "size")} : {}),
          ...(row.colour ? {colour: number(row, "colour")} : {}),
          ...(row.n ? {n: number(row, "n")} : {})
        })
      );
      assert.deepEqual(shown.map(line).sort(), wanted.map(line).sort());
    });
  }

  test("figS8: counts of models in bins of 0.04", () => {
    const bin = (score: number) => Math.floor(score / 0.04 + 1e-9);
    const scores = (region: string) => main.map((row) => bin(number(row, region)));
    const cells = rowsOf("figS8", "bar", "cell");
    assert.equal(new Set(cells.map(({axes}) => axes)).size, 5 + 10);
    for (const {axes = "", x, y, n} of cells) {
      const [up = "", across = up] = axes.split(", ");
      const column = scores(across).map((at) => at === bin(Number(x)));
      const row = scores(up).map((at) => axes === up || at === bin(Number(y)));
      assert.equal(column.filter((inside, i) => inside && row[i]).length, Number(n), `${axes} at ${x}, ${y}`);
    }
  });
});

describe("the curves of a panel are those of the released fits", () => {
  for (const panel of [...mainPanelNames, ...appendixPanelNames]) {
    const traced = rowsOf(panel, "curve", "extrapolation");
    if (traced.length === 0) continue;
    test(panel, () => {
      for (const {axes = "", series = "", x, y} of traced) {
        const [place, height] = [Number(x), Number(y)];
        if (panel === "fig4a") {
          close(height, bestForBudget(place), 2e-5);
          continue;
        }
        const {experiment, unit} = releasedCurve(panel, axes, series);
        assert.ok(fits.has(experiment), experiment);
        close(height, heightOf(experiment, place / unit), 1e-9);
      }
    });
  }

  test("every released fit of one variable or two is drawn", () => {
    const drawn = [...exported].flatMap(([panel, rows]) =>
      rows
        .filter(({mark}) => mark === "curve")
        .map(({axes = "", series = ""}) =>
          panel === "fig4a" ? "compute_chinchilla" : releasedCurve(panel, axes, series).experiment
        )
    );
    assert.deepEqual(
      [...fits.keys()].filter((name) => !drawn.includes(name)),
      []
    );
  });
});

/** A number as one line, to ten digits. */
function line(row: Expected): string {
  const {axes = "", series, label = "", x, y, size = "", colour = "", n = ""} = row;
  const digits = (value: number) => (Math.abs(value) < 1e-12 ? "0" : value.toPrecision(10));
  return [axes, series, label, typeof x === "number" ? digits(x) : x, digits(y), size, colour, n].join(" | ");
}

function close(found: number, wanted: number, tolerance: number): void {
  assert.ok(Math.abs(found - wanted) <= tolerance, `${found} instead of ${wanted}`);
}
