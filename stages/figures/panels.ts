import type {Panel} from "./figure.ts";
import {extraFig6Regression} from "./panels/extra-fig6-regression.ts";
import {extraFig6V1Imagenet} from "./panels/extra-fig6-v1-imagenet.ts";
import {extraFig7AdvRegions} from "./panels/extra-fig7-adv-regions.ts";
import {extraFig7SimclrAvg} from "./panels/extra-fig7-simclr-avg.ts";
import {extraFig7UnsupRegions} from "./panels/extra-fig7-unsup-regions.ts";
import {extraFig8PrivateGrid} from "./panels/extra-fig8-private-grid.ts";
import {fig1b} from "./panels/fig1b.ts";
import {fig2a} from "./panels/fig2a.ts";
import {fig2b} from "./panels/fig2b.ts";
import {fig2c} from "./panels/fig2c.ts";
import {fig3a} from "./panels/fig3a.ts";
import {fig3b} from "./panels/fig3b.ts";
import {fig4a} from "./panels/fig4a.ts";
import {fig4b} from "./panels/fig4b.ts";
import {fig5a} from "./panels/fig5a.ts";
import {fig5b} from "./panels/fig5b.ts";
import {fig6a} from "./panels/fig6a.ts";
import {fig6b} from "./panels/fig6b.ts";
import {fig6c} from "./panels/fig6c.ts";
import {fig7a} from "./panels/fig7a.ts";
import {fig7b} from "./panels/fig7b.ts";
import {fig7c} from "./panels/fig7c.ts";
import {fig7d} from "./panels/fig7d.ts";
import {figS1} from "./panels/figS1.ts";
import {figS2} from "./panels/figS2.ts";
import {figS3} from "./panels/figS3.ts";
import {figS4} from "./panels/figS4.ts";
import {figS5} from "./panels/figS5.ts";
import {figS6} from "./panels/figS6.ts";
import {figS7} from "./panels/figS7.ts";
import {figS8} from "./panels/figS8.ts";
import {figS9} from "./panels/figS9.ts";
import {miniCompute} from "./panels/mini-compute.ts";
import {miniRegions} from "./panels/mini-regions.ts";

/** Names of the panels of the main text, as the paper letters them. */
export const mainPanelNames = [
  "fig1b",
  "fig2a",
  "fig2b",
  "fig2c",
  "fig3a",
  "fig3b",
  "fig4a",
  "fig4b",
  "fig5a",
  "fig5b",
  "fig6a",
  "fig6b",
  "fig6c",
  "fig7a",
  "fig7b",
  "fig7c",
  "fig7d"
] as const;

/** Those of the appendix: S1 to S6 as its text has them, S7 to S9 as the authors' notebooks continue. */
export const appendixPanelNames = [
  "figS1",
  "figS2",
  "figS3",
  "figS4",
  "figS5",
  "figS6",
  "figS7",
  "figS8",
  "figS9"
] as const;

/** What the authors' notebooks draw beside the paper, by the notebook's figure. */
export const extraPanelNames = [
  "extra-fig6-regression",
  "extra-fig6-v1-imagenet",
  "extra-fig7-adv-regions",
  "extra-fig7-simclr-avg",
  "extra-fig7-unsup-regions",
  "extra-fig8-private-grid"
] as const;

/** Names of all panels of the published study. */
export const panelNames = [...mainPanelNames, ...appendixPanelNames, ...extraPanelNames] as const;

/** Names of the panels of the simulated study. */
export const simulatedPanelNames = ["mini-compute", "mini-regions"] as const;

export const allPanelNames = [...panelNames, ...simulatedPanelNames] as const;
export type PanelName = (typeof allPanelNames)[number];

/** Every panel by its name. */
export const panels: Record<PanelName, Panel> = {
  fig1b,
  fig2a,
  fig2b,
  fig2c,
  fig3a,
  fig3b,
  fig4a,
  fig4b,
  fig5a,
  fig5b,
  fig6a,
  fig6b,
  fig6c,
  fig7a,
  fig7b,
  fig7c,
  fig7d,
  figS1,
  figS2,
  figS3,
  figS4,
  figS5,
  figS6,
  figS7,
  figS8,
  figS9,
  "extra-fig6-regression": extraFig6Regression,
  "extra-fig6-v1-imagenet": extraFig6V1Imagenet,
  "extra-fig7-adv-regions": extraFig7AdvRegions,
  "extra-fig7-simclr-avg": extraFig7SimclrAvg,
  "extra-fig7-unsup-regions": extraFig7UnsupRegions,
  "extra-fig8-private-grid": extraFig8PrivateGrid,
  "mini-compute": miniCompute,
  "mini-regions": miniRegions
};
