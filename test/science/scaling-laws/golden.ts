import {readFileSync} from "node:fs";
import {z} from "zod";
import {forms} from "../../../science/scaling-laws/form.ts";

const numbers = z.array(z.number());
const parameters = z.record(z.string(), z.number());

/** What numpy gave; make-golden.py wrote it. */
export const golden = z
  .object({
    percentiles: z.array(z.object({values: numbers, levels: numbers, percentiles: numbers})),
    bands: z.array(
      z.object({
        form: z.enum(forms),
        parameters,
        resamples: z.array(parameters),
        x: z.array(numbers),
        curve: numbers,
        low: numbers,
        high: numbers
      })
    )
  })
  .parse(JSON.parse(readFileSync(new URL("numpy.golden.json", import.meta.url), "utf8")));
