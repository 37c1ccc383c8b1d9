import {readFileSync} from "node:fs";
import {z} from "zod";

/** What numpy gave; make-golden.py wrote it. */
export const golden = z
  .object({
    states: z.array(z.object({seed: z.string(), words: z.array(z.number())})),
    outputs: z.array(z.object({seed: z.string(), outputs: z.array(z.string())})),
    integers: z.array(z.object({seed: z.string(), bound: z.number(), first: z.array(z.number()), sum: z.number()})),
    resamples: z.array(
      z.object({
        n: z.number(),
        rows: z.record(z.string(), z.array(z.number())),
        sum: z.number(),
        sumOfSquares: z.number()
      })
    )
  })
  .parse(JSON.parse(readFileSync(new URL("numpy.golden.json", import.meta.url), "utf8")));
