import {randomIntegers} from "../../../science/random/bounded-integers.ts";
import {regions as regionNames} from "../../../science/selection/published-tables.ts";
import {correlation} from "../../../science/statistics/linear-regression.ts";
import type {Figure, FigureData} from "../figure.ts";
import {regions} from "../look/palette.ts";
import {ink, width} from "../look/theme.ts";
import {drawBarAxes} from "../page/bar-axes.ts";
import {tableKey} from "../page/key.ts";
import {assemble} from "../page/page.ts";
import {scoreDomain} from "../series/domain.ts";
import {isMain, neuralMean, overallMean, type Scores} from "../series/models.ts";
import type {DrawnNumber} from "../series/numbers.ts";
import {interval95} from "../series/prediction.ts";
import {spokenBars} from "../text/spoken.ts";
import {count, sentences} from "../text/wording.ts";

const BOOTSTRAPS = 1000;
const SEED = 42;

/** Figure 6c: correlation of validation accuracy with the alignment of each region. */
export function fig6c(data: FigureData, document: Document): Figure {
  const models = data.models.flatMap((model) =>
    isMain(model) && model.acc !== null ? [{...model, acc: model.acc}] : []
  );
  const draws = randomIntegers(SEED, models.length, models.length * BOOTSTRAPS);
  const correlate = (x: string, mark: "bar" | "reference", score: (scores: Scores) => number | null): DrawnNumber => {
    const accuracies = models.map(({acc}) => acc);
    const scores = models.map((model) => score(model) ?? Number.NaN);
    const resampled = Array.from({length: BOOTSTRAPS}, (_, b) => {
      const rows = [...draws.subarray(b * models.length, (b + 1) * models.length)];
      const drawn = (values: number[]) => rows.map((row) => values[row] ?? Number.NaN);
      return correlation(drawn(accuracies), drawn(scores));
    });
    return {
      series: "correlation",
      mark,
      x,
      y: correlation(accuracies, scores),
      n: models.length,
      ...interval95(resampled)
    };
  };
  const bars = regionNames.map((region) => correlate(region, "bar", (scores) => scores[region]));
  const neural = correlate("Mean of V1, V2, V4, IT", "reference", neuralMean);
  const reference = correlate("Mean of the five", "reference", overallMean);
  const numbers = [...bars, reference, neural];
  const caption = sentences([
    `Pearson's *r* between a model's accuracy on the validation set of its own data set and its alignment (n = ${models.length}`,
    `models trained on ImageNet or ecoset). Whiskers: 95% percentile intervals over ${count(BOOTSTRAPS)} bootstraps of models.`,
    `For the mean of V1, V2, V4 and IT, *r* = ${neural.y.toFixed(2)}. The published whiskers are intervals of the mean over`,
    "bootstraps, hence almost nothing."
  ]);
  const plot = drawBarAxes(document, {
    width: width.single,
    height: 200,
    bars,
    colourOf: ({x}) => regionNames.flatMap((region) => (region === x ? [regions[region].colour] : []))[0] ?? ink.quiet,
    reference,
    y: {domain: scoreDomain(numbers, {step: 0.2}), title: "Correlation with accuracy, *r*", step: 0.2}
  });
  const entry = {label: `Mean of the five (${reference.y.toFixed(2)})`, colour: ink.text, line: 1, dash: "4,2.5"};
  const svg = assemble(document, {
    width: width.single,
    title: "Correlation of alignment with accuracy",
    key: tableKey(document, [entry], width.single),
    rows: [[{plot}]],
    values: spokenBars(bars),
    caption
  });
  return {svg, caption, numbers};
}
