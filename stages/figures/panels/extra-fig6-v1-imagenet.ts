import type {Figure, FigureData} from "../figure.ts";
import {accuracyPanel} from "./accuracy-panel.ts";

/** Alignment of V1 against ImageNet accuracy; drawn by the authors, not in the paper. */
export function extraFig6V1Imagenet(data: FigureData, document: Document): Figure {
  const panel = {
    title: "Alignment of V1 against ImageNet accuracy",
    axis: "Alignment score *S* of V1",
    score: ({V1}: {V1: number | null}) => V1,
    note: "Not in the paper.",
    dataset: "imagenet"
  } as const;
  return accuracyPanel(panel, data, document);
}
