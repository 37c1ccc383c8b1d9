import {z} from "zod";

/**
 * One number of ours beside the published one.
 * `agreement` is the relative difference, (ours - published) / |published|, so 0 is perfect and -0.01 means that ours
 * is 1 % lower; where the published number is 0 it is the plain difference.
 * `reason` says why they differ; it is empty where ours agrees with every digit that was published.
 */
export const comparisonSchema = z.array(
  z.strictObject({
    name: z.string(),
    ours: z.number().nullable(),
    published: z.number(),
    agreement: z.number().nullable(),
    reason: z.string()
  })
);
export type Comparison = z.output<typeof comparisonSchema>[number];

/** Compares a number with one known in full: they agree within a relative `tolerance`. */
export function compareNumber(
  name: string,
  ours: number,
  published: number,
  reason: string,
  tolerance = 1e-6
): Comparison {
  const agreement = published === 0 ? ours : (ours - published) / Math.abs(published);
  return {name, ours, published, agreement, reason: Math.abs(agreement) <= tolerance ? "" : reason};
}

/**
 * Compares a number with one that was printed with few digits, such as 0.48 or 3.18e-22:
 * they agree where ours rounds to it.
 */
export function comparePrinted(name: string, ours: number, printed: string, reason: string): Comparison {
  const published = Number(printed);
  const {agreement} = compareNumber(name, ours, published, reason);
  return {name, ours, published, agreement, reason: roundsTo(ours, printed) ? "" : reason};
}

/** Is `printed` what a number looks like with as many digits? */
export function roundsTo(value: number, printed: string): boolean {
  const [mantissa = "", exponent = "0"] = printed.split("e");
  const decimals = mantissa.split(".")[1]?.length ?? 0;
  const halfUnit = 0.5 * 10 ** (Number(exponent) - decimals);
  return Math.abs(value - Number(printed)) <= halfUnit * (1 + 1e-9);
}
