import {type Region, regions} from "../../../science/selection/published-tables.ts";
import {overallMean, type Scores} from "./models.ts";

/** One of the scores that panels of many axes have axes for: a region, or the mean of all. */
export interface Measure {
  heading: string;
  /** How the names of experiments call it. */
  experiment: string;
  score: (scores: Scores) => number | null;
}

function ofRegion(region: Region): Measure {
  return {
    heading: region,
    experiment: region === "Behavioral" ? "behavior" : region.toLowerCase(),
    score: (scores) => scores[region]
  };
}

/** The four regions and behaviour. */
export const regionMeasures: readonly Measure[] = regions.map(ofRegion);

/** The four regions, behaviour, and the mean of these five. */
export const measures: readonly Measure[] = [
  ...regionMeasures,
  {heading: "Mean of the five", experiment: "avg", score: overallMean}
];
