import {type Figure, type FigureData, fitOf} from "../figure.ts";
import {axisTitle, width} from "../look/theme.ts";
import {drawAxes} from "../page/axes.ts";
import {tableKey} from "../page/key.ts";
import {assemble} from "../page/page.ts";
import {logDomain, scoreDomain} from "../series/domain.ts";
import {fittedSeries, seriesMarks} from "../series/fitted-series.ts";
import {measures} from "../series/measures.ts";
import {isSimclrResNet} from "../series/models.ts";
import {lookOfMeasure} from "../series/region-look.ts";
import {bandNote, beyondNote, identifiabilityNote, sampleSizes, sentences, unitNote} from "../text/wording.ts";

/** Figure S6: alignment against compute of ResNets trained by SimCLR, by region. */
export function figS6(data: FigureData, document: Document): Figure {
  const third = width.double / 3;
  const models = data.models.filter(isSimclrResNet);
  const axes = measures.map(({heading, experiment, score}) => ({
    heading,
    ...fittedSeries(models, {
      axes: heading,
      series: heading,
      look: lookOfMeasure(heading),
      fit: fitOf(data, `simclr_${experiment}`),
      letter: "C",
      extend: 10,
      x: (model) => model.total_flops,
      y: score
    })
  }));
  const numbers = axes.flatMap((one) => one.numbers);
  const x = {domain: logDomain(numbers), title: axisTitle.compute};
  const y = {domain: scoreDomain(numbers), title: axisTitle.score, step: 0.2};
  const cells = axes.map((series) => ({
    heading: series.heading,
    key: tableKey(document, [{...series.entry, label: series.entry.equation ?? "", equation: ""}], third),
    plot: drawAxes(document, {width: third, height: 170, x, y, marks: seriesMarks([series])})
  }));
  const caption = sentences([
    `Each point is a ResNet trained on ImageNet by SimCLR (${sampleSizes(axes)}); *C* counts both views. Lines: power laws;`,
    beyondNote,
    bandNote(axes),
    unitNote(fitOf(data, "simclr_v1"), ["C"]),
    identifiabilityNote(axes.map(({fit, heading}) => ({fit, name: heading}))),
    "For V1 the exponent is so small that the limit of 1 means nothing. The published drawing cuts what is below 0, and",
    "its bands end before its curves."
  ]);
  const svg = assemble(document, {
    width: width.double,
    title: "Self-supervised training (SimCLR), by region",
    rows: [cells.slice(0, 3), cells.slice(3)],
    caption
  });
  return {svg, caption, numbers};
}
