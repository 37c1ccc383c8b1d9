import * as Plot from "@observablehq/plot";
import {type Region, regions as regionNames} from "../../../science/selection/published-tables.ts";
import type {Figure, FigureData} from "../figure.ts";
import {kinds, regions} from "../look/palette.ts";
import {rampColour} from "../look/ramp.ts";
import {ink, width} from "../look/theme.ts";
import {drawAxes} from "../page/axes.ts";
import {flowingKey} from "../page/key.ts";
import {assemble} from "../page/page.ts";
import {cellCounts, densityGrid, histogram} from "../series/density.ts";
import {type Domain, valueDomain} from "../series/domain.ts";
import {isMain, overallMean} from "../series/models.ts";
import type {DrawnNumber} from "../series/numbers.ts";
import {sentences} from "../text/wording.ts";

const CELL = 0.04;
const GRID = 24;
/** Contours enclose these shares of the models. */
const ENCLOSED = [0.95, 0.75, 0.5, 0.25] as const;
const step = (region: Region) => (region === "V1" ? 0.1 : 0.2);

/** Figure S8: how the scores are distributed, each alone and each pair together. */
export function figS8(data: FigureData, document: Document): Figure {
  const models = data.models.filter((model) => isMain(model) && overallMean(model) !== null);
  const values = (region: Region) => models.map((model) => model[region] ?? Number.NaN);
  const domains = Object.fromEntries(regionNames.map((region) => [region, wholeCells(values(region))]));
  const domainOf = (region: Region): Domain => domains[region] ?? [0, 1];
  const most = Math.max(
    ...regionNames.flatMap((region) => histogram(values(region), domainOf(region), CELL).map(({n}) => n))
  );
  const size = {width: width.double / regionNames.length, height: 118};
  const numbers: DrawnNumber[] = [];
  const cell = (row: Region, column: Region, marks: Plot.Markish[]) => ({
    plot: drawAxes(document, {
      ...size,
      x: {domain: domainOf(column), title: column, log: false, step: step(column)},
      y: {domain: domainOf(row), title: row, step: step(row)},
      marks
    })
  });
  const alone = (region: Region) => {
    const bins = histogram(values(region), domainOf(region), CELL).map(({x, n}): DrawnNumber & {x: number} => ({
      axes: region,
      series: "histogram",
      mark: "bar",
      x,
      y: n,
      n
    }));
    numbers.push(...bins);
    return {
      plot: drawAxes(document, {
        ...size,
        x: {domain: domainOf(region), title: region, log: false, step: step(region)},
        y: {domain: [0, Math.ceil(most / 50) * 50], title: "Models", step: 50},
        marks: [
          Plot.rect(bins, {
            x1: ({x}) => x - CELL / 2,
            x2: ({x}) => x + CELL / 2,
            y1: 0,
            y2: "y",
            fill: regions[region].colour,
            stroke: ink.text,
            strokeWidth: 0.3
          })
        ]
      })
    };
  };
  const plane = (row: Region, column: Region) => ({
    x: values(column),
    y: values(row),
    across: domainOf(column),
    up: domainOf(row)
  });
  const counted = (row: Region, column: Region) => {
    const axes = `${row}, ${column}`;
    const cells = cellCounts(plane(row, column), CELL).map(({x, y, n}): DrawnNumber & {x: number; n: number} => ({
      axes,
      series: "count",
      mark: "cell",
      x,
      y,
      n
    }));
    numbers.push(...cells);
    return cell(row, column, [
      Plot.rect(cells, {
        x1: ({x}) => x - CELL / 2,
        x2: ({x}) => x + CELL / 2,
        y1: ({y}) => y - CELL / 2,
        y2: ({y}) => y + CELL / 2,
        fill: ({n}) => rampColour(n, [1, 100])
      })
    ]);
  };
  const contoured = (row: Region, column: Region) => {
    const both = plane(row, column);
    const axes = `${row}, ${column}`;
    const grid = densityGrid(both, GRID).map(
      ({x, y, share}): DrawnNumber => ({axes, series: "share of mass less dense", mark: "density", x, y, colour: share})
    );
    numbers.push(...grid);
    const [[x1, x2], [y1, y2]] = [both.across, both.up];
    return cell(row, column, [
      Plot.contour(grid, {
        value: "colour",
        width: GRID,
        height: GRID,
        x1,
        x2,
        y1,
        y2,
        thresholds: ENCLOSED.map((enclosed) => 1 - enclosed),
        fill: kinds.neural.colour,
        fillOpacity: 0.26,
        stroke: kinds.neural.colour,
        strokeWidth: 0.5
      })
    ]);
  };
  const rows = regionNames.map((row, i) =>
    regionNames.map((column, j) => (i === j ? alone(row) : i < j ? counted(row, column) : contoured(row, column)))
  );
  const caption = sentences([
    `Scores of the models trained on ImageNet or ecoset (n = ${models.length}). Diagonal: number of models in bins of ${CELL}.`,
    `Above: number of models in cells of ${CELL} x ${CELL}. Below: contours of a Gaussian kernel density (bandwidth by Scott's`,
    "rule) that enclose 95, 75, 50 and 25% of it, cut off at the lowest and highest score; the published drawing's spill",
    "beyond the scores, and its bins differ from axis to axis. No fits, no bootstraps."
  ]);
  const svg = assemble(document, {
    width: width.double,
    title: "Distributions of scores and of pairs of scores",
    key: flowingKey(
      document,
      [1, 3, 10, 30, 100].map((n) => ({
        label: n === 1 ? "1 model" : n === 100 ? "100 or more" : String(n),
        colour: rampColour(n, [1, 100]),
        shape: "square" as const,
        radius: 4.5
      })),
      width.double
    ),
    rows,
    caption
  });
  return {svg, caption, numbers};
}

/** The range of values, out to whole cells. */
function wholeCells(values: readonly number[]): Domain {
  const [from, to] = valueDomain(values);
  return [Math.floor(from / CELL) * CELL, Math.ceil(to / CELL) * CELL];
}
