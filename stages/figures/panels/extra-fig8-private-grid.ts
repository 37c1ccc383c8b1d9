import type {LeaderboardRow} from "../../../science/selection/published-tables.ts";
import {type Figure, type FigureData, leaderboardOf} from "../figure.ts";
import {straightLine} from "../look/line.ts";
import {cloud} from "../look/marks.ts";
import {families, familyNames, fitted} from "../look/palette.ts";
import {axisTitle, width} from "../look/theme.ts";
import {drawAxes} from "../page/axes.ts";
import {flowingKey, tableKey} from "../page/key.ts";
import {assemble} from "../page/page.ts";
import {logDomain, scoreDomain} from "../series/domain.ts";
import {familyOf, type Model, neuralMean, overallMean} from "../series/models.ts";
import {points} from "../series/points.ts";
import {regression} from "../series/regression.ts";
import {lineNote, sentences} from "../text/wording.ts";

const rows = [
  {heading: "Behavior", score: (row: LeaderboardRow) => row.Behavioral},
  {heading: "Mean of V1, V2, V4, IT", score: neuralMean},
  {heading: "Mean of the five", score: overallMean}
] as const;
const columns = [
  {title: "Parameters *N*", letter: "N", of: (model: Model) => model.n_params},
  {title: "Samples seen *D*", letter: "D", of: (model: Model) => model.n_samples_seen},
  {title: axisTitle.compute, letter: "C", of: (model: Model) => model.total_flops}
] as const;

/** Private scores against parameters, samples and compute; after a drawing of the authors that is not in the paper. */
export function extraFig8PrivateGrid(data: FigureData, document: Document): Figure {
  const third = width.double / 3;
  const byId = new Map(leaderboardOf(data).map((row) => [row.model_id, row]));
  const models = data.models.filter((model) => byId.has(model.model_id));
  const shown = familyNames.filter((family) => models.some((model) => familyOf(model) === family));
  const axes = rows.map(({heading, score}) =>
    columns.map(({title, letter, of}) => {
      const name = `${heading}, ${letter}`;
      const drawn = models.flatMap((model) => {
        const row = byId.get(model.model_id);
        return points([model], {
          series: familyOf(model) ?? "other",
          axes: name,
          x: of,
          y: () => (row ? score(row) : null)
        });
      });
      return {
        heading: `${heading} against *${letter}*`,
        title,
        points: drawn,
        line: regression(drawn, {axes: name, log: true})
      };
    })
  );
  const numbers = axes.flat().flatMap(({points, line}) => [...points, ...line.numbers]);
  const domain = scoreDomain(numbers);
  const cells = axes.map((row) =>
    row.map(({heading, title, points, line}) => ({
      heading,
      key: tableKey(document, [{label: lineNote(line.line), colour: fitted.colour, line: true, band: true}], third),
      plot: drawAxes(document, {
        width: third,
        height: 150,
        x: {domain: logDomain(points), title},
        y: {domain, title: "Private score", step: 0.2},
        marks: [
          ...straightLine(line.numbers, fitted.colour),
          ...shown.map((family) =>
            cloud(
              points.filter(({series}) => series === family),
              families[family],
              {radius: 2.4, opacity: 0.75}
            )
          )
        ]
      })
    }))
  );
  const caption = sentences([
    `Each point is one of the study's models that were also scored on the private benchmarks (n = ${models.length}). Lines:`,
    "least squares on the logarithm, with 95% intervals of their heights. The authors' drawing has the leaderboard's own",
    "averages over all its benchmarks; here are the five benchmarks that correspond to the study's. Not in the paper. No",
    "bootstraps."
  ]);
  const svg = assemble(document, {
    width: width.double,
    title: "Private benchmarks against parameters, samples and compute",
    key: flowingKey(
      document,
      shown.map((family) => families[family]),
      width.double
    ),
    rows: cells,
    caption
  });
  return {svg, caption, numbers};
}
