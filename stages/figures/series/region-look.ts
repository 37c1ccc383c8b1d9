import {fitted, type Look, regions} from "../look/palette.ts";

const looks: Readonly<Record<string, Look>> = regions;

/** How a region's cloud and curve look, or those of the mean of all, without a dash. */
export function lookOfMeasure(heading: string): Look {
  const {label, colour, shape} = looks[heading] ?? fitted;
  return {label, colour, shape};
}
