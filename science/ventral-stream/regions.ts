/** Regions of the ventral stream, from the eye on. */
export const regions = ["V1", "V2", "V4", "IT"] as const;
export type Region = (typeof regions)[number];

/** What the random streams of a simulation are for. */
export const PURPOSE = {V1: 1, V2: 2, V4: 3, IT: 4, embedding: 5, noise: 6, trials: 7} as const;
