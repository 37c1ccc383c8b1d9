import {type Figure, type FigureData, fitOf} from "../figure.ts";
import {regions} from "../look/palette.ts";
import {axisTitle} from "../look/theme.ts";
import {fittedPanel} from "../page/fitted-panel.ts";
import {withCutBands} from "../series/cut-bands.ts";
import {fittedSeries} from "../series/fitted-series.ts";
import {isPlain} from "../series/models.ts";
import {bandNote, identifiabilityNote, sampleSizes, sentences, unitNote} from "../text/wording.ts";

const shown = ["V1", "V2", "V4", "IT"] as const;

/** The mini study's regions: each simulated area against training compute. */
export function miniRegions(data: FigureData, document: Document): Figure {
  const models = data.models.filter(isPlain);
  const fitted = shown.map((region) =>
    fittedSeries(models, {
      series: region,
      look: regions[region],
      fit: fitOf(data, `mini_region_${region.toLowerCase()}`),
      letter: "C",
      x: (model) => model.total_flops,
      y: (model) => model[region]
    })
  );
  const series = withCutBands(fitted);
  const caption = sentences([
    "SIMULATED NEURONS: this shows that the machinery works, nothing about the brain.",
    `Each point is a small model trained here, on objects or digits (${sampleSizes(series)}). Lines: power laws.`,
    bandNote(series),
    "Bands are cut 0.1 beyond the points.",
    unitNote(fitOf(data, "mini_region_v1"), ["C"]),
    identifiabilityNote(series.map(({fit, look}) => ({fit, name: look.label})))
  ]);
  return fittedPanel(document, {
    title: "Simulated regions: alignment against compute",
    caption,
    series,
    height: 220,
    x: axisTitle.compute
  });
}
