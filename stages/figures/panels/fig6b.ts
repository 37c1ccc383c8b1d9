import type {Figure, FigureData} from "../figure.ts";
import {accuracyPanel} from "./accuracy-panel.ts";

/** Figure 6b: behavioral alignment against validation accuracy. */
export function fig6b(data: FigureData, document: Document): Figure {
  const panel = {
    title: "Behavioral alignment against accuracy",
    axis: "Behavioral alignment score",
    score: (model: {Behavioral: number | null}) => model.Behavioral,
    note: ""
  };
  return accuracyPanel(panel, data, document);
}
