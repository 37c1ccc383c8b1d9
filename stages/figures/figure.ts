import type {Fit} from "../../science/scaling-laws/fit.ts";
import type {Recipe} from "../../science/scaling-laws/recipe.ts";
import type {LeaderboardRow} from "../../science/selection/published-tables.ts";

import type {Epoch, Model} from "./series/models.ts";
import type {DrawnNumber} from "./series/numbers.ts";

/** Everything that a panel may draw from; a panel asks for a fit by its experiment's name. */
export interface FigureData {
  models: Model[];
  dynamics: Epoch[];
  fits: ReadonlyMap<string, Fit>;
  /** The cost model of the compute-optimal recipe; only panel 4a needs it. */
  recipe?: Pick<Recipe, "cost">;
  /** Scores on the private benchmarks; only the panels that compare with them need it. */
  leaderboard?: LeaderboardRow[];
}

/** One drawn panel: a single `<svg>`, its caption as printed below the axes, and exactly the numbers in it. */
export interface Figure {
  svg: SVGSVGElement;
  caption: string;
  numbers: DrawnNumber[];
}

/** Draws one panel. Pure: the same data give the same drawing. `document` is the browser's, or a stand-in in Node. */
export type Panel = (data: FigureData, document: Document) => Figure;

/** The fit of one experiment, or an error that names the experiment. */
export function fitOf(data: FigureData, experiment: string): Fit {
  const fit = data.fits.get(experiment);
  if (!fit)
    throw new Error(`this panel needs the fit of ${experiment}; it has ${[...data.fits.keys()].join(", ") || "none"}`);
  return fit;
}

/** The private benchmarks' table, or an error that says that it is missing. */
export function leaderboardOf(data: FigureData): LeaderboardRow[] {
  if (!data.leaderboard) throw new Error("this panel needs the leaderboard's table");
  return data.leaderboard;
}
