import {type CurvePoints, fitScalingLaw} from "../../stages/fit/fit-scaling-law.ts";
import {type Deeper, searchDeeper} from "./deeper-search.ts";
import type {Case} from "./experiments.ts";

/** What the parent asks for, one experiment at a time. */
export interface Job {
  case: Case;
  bootstraps: number;
  /** Times the usual search, on a sample of this many resamples; none if 0. */
  search: number;
  sample: number;
}

export interface Measured {
  name: string;
  n: number;
  seconds: number;
  /** Processor time of the same, which other work on the machine does not lengthen as much. */
  cpuSeconds: number;
  /** Loss over the released loss, less 1. */
  excess: number;
  /** Ranks of the sorted bootstrap losses above the released ones; undefined where these are not at hand. */
  short: number | undefined;
  /** By how much the worst of them. */
  worst: number;
  deeper: Deeper | undefined;
  /** Peak memory of the worker, bytes. */
  memory: number;
}

process.on("message", (job: Job) => {
  process.send?.(measure(job));
});
process.on("disconnect", () => process.exit());

function measure({case: c, bootstraps, search, sample}: Job): Measured {
  const points: CurvePoints = {form: c.form, x: c.x.map((x) => Float64Array.from(x)), y: Float64Array.from(c.y)};
  const options = {delta: c.delta, bootstraps, seed: c.seed};
  const start = performance.now();
  const cpu = process.cpuUsage();
  const law = fitScalingLaw(points, options);
  const seconds = (performance.now() - start) / 1000;
  const {user, system} = process.cpuUsage(cpu);
  const sorted = Float64Array.from(law.bootstrap, ({loss}) => loss).sort();
  let short = 0;
  let worst = 0;
  const ranks = c.releasedBootstrap?.length === sorted.length ? c.releasedBootstrap : undefined;
  ranks?.forEach((released, rank) => {
    if (sorted[rank]! <= released * (1 + 1e-6) + 1e-12) return;
    short++;
    worst = Math.max(worst, sorted[rank]! / released - 1);
  });
  return {
    name: c.name,
    n: c.y.length,
    seconds,
    cpuSeconds: (user + system) / 1e6,
    excess: law.original.loss / c.released - 1,
    short: ranks && short,
    worst,
    deeper: search > 0 ? searchDeeper(points, options, search, sample) : undefined,
    memory: process.resourceUsage().maxRSS * 1024
  };
}
