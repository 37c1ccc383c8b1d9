import {z} from "zod";

const commitment = z.strictObject({
  region2layer: z.strictObject({V1: z.string(), V2: z.string(), V4: z.string(), IT: z.string()}),
  /** The distinct layers of `region2layer`, sorted. */
  layers: z.array(z.string()),
  behavioral_readout_layer: z.string()
});

/** The authors' `commitments.json`: identifier -> training data -> `seed-N` -> committed layers. */
export const commitmentsSchema = z.record(
  z.string(),
  z.record(z.string(), z.record(z.string().regex(/^seed-\d+$/), commitment))
);
export type OriginalCommitments = z.output<typeof commitmentsSchema>;
