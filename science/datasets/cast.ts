import type {Columns, Row} from "../formats/column.ts";
import {didYouMean} from "../formats/nearest-name.ts";
import {DatasetMistake} from "./dataset-mistake.ts";
import type {Cast} from "./scene.ts";

/** The table of artworks; row `k` is sprite `k`. */
export const artworkColumns = {
  artwork: "integer",
  label: "integer",
  class: "string",
  name: "string",
  artist: "string"
} as const satisfies Columns;
export type Artwork = Row<typeof artworkColumns>;

/** Whose pictures a set of images shows. */
export const shown = ["all", "seen", "held-out"] as const;

/**
 * The artworks that images may show, by label.
 * @param show all; those of every artist but the one held out; those of that one
 * @param heldOut artist that training must not see, or null: then `seen` and `held-out` show all
 * @throws DatasetMistake for an unknown artist, or a class that is left without an artwork
 */
export function castOf(
  artworks: readonly Artwork[],
  {show, heldOut}: {show: (typeof shown)[number]; heldOut: string | null}
): Cast {
  const artists = [...new Set(artworks.map(({artist}) => artist))];
  if (heldOut !== null && !artists.includes(heldOut))
    throw new DatasetMistake(
      `no artist "${heldOut}" to hold out${didYouMean(heldOut, artists)}; there are ${artists.join(", ")}`
    );
  const chosen = artworks.filter(
    ({artist}) => heldOut === null || show === "all" || (artist === heldOut) === (show === "held-out")
  );
  const labels = Math.max(...artworks.map(({label}) => label)) + 1;
  return Array.from({length: labels}, (_, label) => {
    const numbers = chosen.filter((artwork) => artwork.label === label).map(({artwork}) => artwork);
    if (numbers.length > 0) return numbers;
    const name = artworks.find((artwork) => artwork.label === label)?.class;
    throw new DatasetMistake(
      `class "${name}" has no artwork of ${show === "seen" ? `others than ${heldOut}` : heldOut}`
    );
  });
}
