import type {Fit} from "../../science/scaling-laws/fit.ts";
import type {Comparison} from "./comparison.ts";
import {equation, largestDifference, publishedParameters} from "./curve.ts";
import {statements} from "./fit-numbers.ts";
import type {Results} from "./report.ts";

const symbols: Readonly<Record<string, string>> = {total_flops: "C", n_params: "N", n_samples_seen: "D"};

const abbreviations: Readonly<Record<string, string>> = {
  Behavioral: "beh.",
  behaviour: "beh.",
  "of the mean of five": "mean",
  "mean of five": "mean",
  "neural mean": "neural"
};

/** Curves shown beyond those that the paper states. */
const further = [
  {experiment: "compute_chinchilla", label: "both, Fig 4a"},
  {experiment: "region_v1_group1", label: "V1, Fig 5"},
  {experiment: "region_v2_group1", label: "V2, Fig 5"},
  {experiment: "region_v4_group1", label: "V4, Fig 5"},
  {experiment: "region_it_group1", label: "IT, Fig 5"},
  {experiment: "region_behavior_group1", label: "behaviour, Fig 5"}
];

/**
 * What a terminal shows of a report, in at most 45 lines of 110 characters: each fitted equation beside the published
 * one, the other headline numbers, and how many agree.
 */
export function summary(results: Results, comparisons: readonly Comparison[]): string {
  const curves = [...statements, ...further].flatMap(({experiment, label}) => {
    const fit = results.fits.get(experiment);
    const published = results.published.find((row) => row.experiment === experiment);
    if (fit === undefined || published === undefined) return [];
    const theirs = publishedParameters(published, fit.form);
    const letters = fit.x.map(({column}) => symbols[column] ?? column);
    const difference = largestDifference(fit, theirs);
    return [
      line(
        label,
        String(fit.n),
        equation(fit.form, fit.parameters, letters),
        equation(fit.form, theirs, letters),
        small(difference)
      )
    ];
  });
  const bound = curves.some((row) => row.includes(" 1.00 - "));
  return `${[
    "S against C (1e13 FLOPs), N (1e5 parameters), D (1e4 samples seen); max dS: largest gap between the curves",
    line(`${resamples(results.fits)} resamples each`, "n", "ours", "published", "max dS"),
    ...curves,
    ...(bound ? ["1.00: the asymptote of misalignment is not distinguishable from 0"] : []),
    "",
    ...numbers(results, comparisons),
    "",
    ...agreement(comparisons)
  ].join("\n")}\n`;
}

function line(label: string, n: string, ours: string, published: string, difference: string): string {
  return `${label.padEnd(24)} ${n.padStart(3)}  ${ours.padEnd(35)}  ${published.padEnd(35)} ${difference.padStart(7)}`.trimEnd();
}

function numbers({recipe}: Results, comparisons: readonly Comparison[]): string[] {
  const {parameter_exponent, sample_exponent, G} = recipe;
  const range = ({low, high}: {low: number | null; high: number | null}) => `[${fixed(low, 2)}, ${fixed(high, 2)}]`;
  const grouped = (title: string, prefix: string, pattern: RegExp) => {
    const rows = comparisons.filter(({name}) => name.startsWith(prefix) && pattern.test(name));
    if (rows.length === 0) return [];
    const items = rows.map(({name, ours, reason}) => {
      const short = name.replace(prefix, "").replace(pattern, "");
      return `${abbreviations[short] ?? short} ${fixed(ours, 3)}${reason === "" ? "" : "*"}`;
    });
    return [`${title.padEnd(28)}${items.join("  ")}`];
  };
  return [
    `${"best split".padEnd(28)}N* ~ C^${fixed(parameter_exponent.value, 3)} ${range(parameter_exponent)}, D* ~ C^${fixed(sample_exponent.value, 3)} ${range(sample_exponent)}; published C^0.3, C^0.7`,
    `${"".padEnd(28)}G = ${fixed(G.value, 4)}; the released code has ${fixed(G.released, 4)} = 1 / G, a sign slip`,
    ...grouped("gain at 1e14 FLOPs, Fig 5b", "gain ", /: A 10\^-alpha$/),
    ...grouped("r with accuracy, Fig 6", "r of accuracy and ", /$/),
    ...grouped("R^2 public/private, S1", "public and private ", /: R\^2$/)
  ];
}

function agreement(comparisons: readonly Comparison[]): string[] {
  const differing = comparisons.filter(({reason}) => reason !== "");
  const counts = new Map<string, number>();
  for (const {reason} of differing) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  const reasons = [...counts].sort(([a, most], [b, more]) => more - most || (a < b ? -1 : 1));
  return [
    `${comparisons.length - differing.length} of ${comparisons.length} numbers agree with the published ones (marked * above where not); the others:`,
    ...reasons.slice(0, 6).map(([reason, count]) => shorten(`${String(count).padStart(4)}  ${reason}`)),
    "each with its reason: vvs report --json"
  ];
}

function resamples(fits: ReadonlyMap<string, Fit>): string {
  const counts = [...new Set([...fits.values()].map(({bootstrap}) => bootstrap.losses.length))].sort((a, b) => a - b);
  return counts.length > 1 ? `${counts[0]} to ${counts.at(-1)}` : String(counts[0] ?? 0);
}

function fixed(value: number | null, decimals: number): string {
  return value === null ? "?" : value.toFixed(decimals);
}

/** A difference in S, as short as it can be said: 2e-7, 0.013. */
function small(value: number): string {
  if (Number.isNaN(value)) return "?";
  if (value === 0) return "0";
  return value < 1e-3 ? value.toExponential(0) : value.toFixed(3);
}

function shorten(text: string): string {
  return text.length <= 110 ? text : `${text.slice(0, 109)}…`;
}
