import {fits, number} from "./tables.ts";

/** Which released fit each curve of a panel is: axes, series -> experiment; and the unit of its x. */
export function releasedCurve(panel: string, axes: string, series: string): {experiment: string; unit: number} {
  const compute = (experiment: string) => ({experiment, unit: 1e13});
  const region = (name: string) => keys[name] ?? "avg";
  switch (panel) {
    case "fig1b":
      return compute(series === "neural" ? "compute_neuro" : "compute_behavior");
    case "fig2a":
      return compute(`model_${axes.toLowerCase()}_${series === "neural" ? "neuro" : "behavior"}`);
    case "fig2b":
      return compute(`model_${series.toLowerCase()}_avg`);
    case "fig2c":
      return {experiment: "parameter_scaling", unit: 1e5};
    case "fig3a":
      return {experiment: `sample_${datasets[series]}_scaling`, unit: 1e4};
    case "fig5a":
      return compute(`region_${region(axes)}_group${series === "Strong prior" ? 1 : 2}`);
    case "fig7a":
      return compute(series === "neural" ? "simclr_neuro" : "simclr_behavior");
    case "fig7b":
      return compute("model_resnet_avg");
    case "figS2":
      return {experiment: "parameter_pretrained_scaling", unit: 1e5};
    case "figS6":
      return compute(`simclr_${region(axes)}`);
    default:
      throw new Error(`${panel} has no released curve`);
  }
}

const keys: Record<string, string> = {V1: "v1", V2: "v2", V4: "v4", IT: "it", Behavioral: "behavior"};
const datasets: Record<string, string> = {
  ImageNet: "imagenet",
  ecoset: "ecoset",
  "ImageNet-21k-P": "imagenet21kP",
  "WebVision-P": "webvisionP",
  iNaturalist: "inaturalist",
  Places365: "places365",
  infiMNIST: "infimnist"
};

/** Alignment by a released fit of one variable: S = 1 - E - A (X + 10^lambda)^-alpha, without lambda where it has none. */
export function heightOf(experiment: string, x: number): number {
  const row = fits.get(experiment);
  if (!row) throw new Error(`no released fit is called ${experiment}`);
  const shift = row.lambda ? 10 ** number(row, "lambda") : 0;
  const log = number(row, "a") - number(row, "alpha") * Math.log(x + shift);
  return 1 - Math.exp(number(row, "e")) - Math.exp(log);
}

/**
 * The highest alignment that a budget buys by the released two-variable law, found by trying model sizes: under
 * C = m (N D)^n, in the fit's units, with m = 594.077 and n = 1.02792.
 */
export function bestForBudget(compute: number): number {
  const row = fits.get("compute_chinchilla") ?? {};
  const product = (compute / 1e9 / 594.077) ** (1 / 1.02792);
  const [e, a, alpha, b, beta] = ["e", "a", "alpha", "b", "beta"].map((name) => number(row, name));
  let best = Number.NEGATIVE_INFINITY;
  for (let log = -6; log < 12; log += 0.005) {
    const n = Math.exp(log);
    const loss =
      Math.exp(e ?? 0) + Math.exp(a ?? 0) * n ** -(alpha ?? 0) + Math.exp(b ?? 0) * (product / n) ** -(beta ?? 0);
    best = Math.max(best, 1 - loss);
  }
  return best;
}
