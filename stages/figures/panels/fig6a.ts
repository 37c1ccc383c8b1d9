import type {Figure, FigureData} from "../figure.ts";
import {neuralMean} from "../series/models.ts";
import {accuracyPanel} from "./accuracy-panel.ts";

/** Figure 6a: neural alignment, the mean of the four regions, against validation accuracy. */
export function fig6a(data: FigureData, document: Document): Figure {
  const panel = {
    title: "Neural alignment against accuracy",
    axis: "Neural alignment score",
    score: neuralMean,
    note: "Neural alignment: mean of V1, V2, V4 and IT; the published axis says so too, but its values include behavior."
  };
  return accuracyPanel(panel, data, document);
}
