import type {LeaderboardRow} from "../../../science/selection/published-tables.ts";
import {type Figure, type FigureData, leaderboardOf} from "../figure.ts";
import {identityLine, straightLine} from "../look/line.ts";
import {cloud} from "../look/marks.ts";
import {families, familyNames, fitted} from "../look/palette.ts";
import {ink, width} from "../look/theme.ts";
import {drawAxes} from "../page/axes.ts";
import {flowingKey, tableKey} from "../page/key.ts";
import {assemble} from "../page/page.ts";
import {scoreDomain} from "../series/domain.ts";
import {type Measure, measures} from "../series/measures.ts";
import {familyOf, type Model} from "../series/models.ts";
import type {DrawnNumber} from "../series/numbers.ts";
import {points} from "../series/points.ts";
import {regression} from "../series/regression.ts";
import {lineNote, sentences} from "../text/wording.ts";

/** Figure S1: scores on the private benchmarks against those on the public ones, by region. */
export function figS1(data: FigureData, document: Document): Figure {
  const third = width.double / 3;
  const byId = new Map(leaderboardOf(data).map((row) => [row.model_id, row]));
  const models = data.models.filter(({model_id}) => byId.has(model_id));
  const axes = measures.map((measure) => pair(measure, models, byId));
  const shown = familyNames.filter((family) => models.some((model) => familyOf(model) === family));
  const cells = axes.map(({heading, points, line, identity, domain}) => ({
    heading,
    key: tableKey(document, [{label: lineNote(line.line), colour: fitted.colour, line: true, band: true}], third),
    plot: drawAxes(document, {
      width: third,
      height: 206,
      x: {domain, title: "Public benchmark", log: false, step: 0.2},
      y: {domain, title: "Private benchmark", step: 0.2},
      marks: [
        identityLine(identity),
        ...straightLine(line.numbers, fitted.colour),
        ...shown.map((family) =>
          cloud(
            points.filter(({series}) => series === family),
            families[family],
            {radius: 2.6, opacity: 0.75}
          )
        )
      ]
    })
  }));
  const caption = sentences([
    `Each point is one of the study's models that were also scored on the private benchmarks (n = ${models.length}).`,
    "Lines: least squares, with 95% intervals of their heights; dashed: equal scores. Mean: of V1, V2, V4, IT and",
    "behavior. The published drawing has neither equal axes nor the line of equal scores, so that it does not show that IT",
    "scores lower in private and behavior higher. No bootstraps."
  ]);
  const svg = assemble(document, {
    width: width.double,
    title: "Private against public benchmarks",
    key: flowingKey(
      document,
      [...shown.map((family) => families[family]), {label: "Equal scores", colour: ink.quiet, line: 0.8, dash: "2,2"}],
      width.double
    ),
    rows: [cells.slice(0, 3), cells.slice(3)],
    caption
  });
  return {svg, caption, numbers: axes.flatMap(({points, line, identity}) => [...points, ...line.numbers, ...identity])};
}

function pair({heading, score}: Measure, models: readonly Model[], leaderboard: ReadonlyMap<string, LeaderboardRow>) {
  const privately = ({model_id}: Model) => {
    const row = leaderboard.get(model_id);
    return row ? score(row) : null;
  };
  const shown = models.flatMap((model) =>
    points([model], {series: familyOf(model) ?? "other", axes: heading, x: score, y: privately})
  );
  const line = regression(shown, {axes: heading});
  const both: DrawnNumber[] = [...shown, ...shown.map((point) => ({...point, y: point.x})), ...line.numbers];
  const domain = scoreDomain(both);
  const identity = domain.map((value) => ({
    axes: heading,
    series: "equal",
    mark: "reference" as const,
    x: value,
    y: value
  }));
  return {heading, points: shown, line, identity, domain};
}
