import type {Panel} from "./figure.ts";
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
import {miniCompute} from "./panels/mini-compute.ts";
import {miniRegions} from "./panels/mini-regions.ts";

/** Names of the panels, as the paper letters them. */
export const panelNames = [
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
  "mini-compute": miniCompute,
  "mini-regions": miniRegions
};
