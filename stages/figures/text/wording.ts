import type {Fit} from "../../../science/scaling-laws/fit.ts";
import {isExponentKnown, isLimitKnown, isShiftKnown} from "./equation.ts";

const SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";
const variables: Readonly<Record<string, string>> = {
  total_flops: " FLOPs",
  n_params: "",
  n_samples_seen: ""
};

/** Follows "lines: power laws;". */
export const beyondNote = "thin: beyond the data.";

/** Sentences one after another; empty ones are left out. */
export function sentences(parts: readonly string[]): string {
  return parts.filter(Boolean).join(" ");
}

/** `10¹³` for 1e13, `5 × 10³` for 5000. */
export function power(value: number): string {
  const exponent = Math.floor(Math.log10(value) + 1e-9);
  const mantissa = Number((value / 10 ** exponent).toPrecision(3));
  const digits = [...String(exponent)].map((digit) => (digit === "-" ? "⁻" : SUPERSCRIPTS[Number(digit)]));
  return `${mantissa === 1 ? "" : `${mantissa} × `}10${digits.join("")}`;
}

/** `*R*² = 0.974, *p* = 3.18 × 10^{−22}`: how well a straight line describes its points. */
export function lineNote({r2, p}: {r2: number; p: number}): string {
  return `*R*² = ${r2.toFixed(3)}, ${significance(p)}`;
}

/** Smaller numbers than this lose their digits. */
const LEAST = 1e-300;

function significance(p: number): string {
  if (p < LEAST) return "*p* < 10^{−300}";
  const [mantissa = "", exponent = ""] = p.toExponential(2).split("e");
  return p < 1e-3 ? `*p* = ${mantissa} × 10^{${exponent.replace("-", "−")}}` : `*p* = ${p.toFixed(3)}`;
}

/** `1,000`. */
export function count(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, ",");
}

/** `n = 620`, `n = 128 each` or `n = 217, 87 and 128`: the points of each series, in their order. */
export function sampleSizes(series: readonly {points: readonly unknown[]}[]): string {
  const sizes = series.map(({points}) => count(points.length));
  const [first = "0"] = sizes;
  if (sizes.length === 1) return `n = ${first}`;
  return sizes.every((size) => size === first) ? `n = ${first} each` : `n = ${listed(sizes)}`;
}

/** `a, b and c`. */
export function listed(items: readonly string[]): string {
  return items.length < 2 ? items.join("") : `${items.slice(0, -1).join(", ")} and ${items.at(-1)}`;
}

/** What the bands are, with the number of bootstraps behind them. */
export function bandNote(series: readonly {fit: Fit}[]): string {
  const number = bootstraps(series);
  return number === "0" ? "No bootstraps." : `Bands: 95% percentile intervals over ${number} bootstraps.`;
}

/** `1,000`, or `500 or 1,000` where the fits differ. */
export function bootstraps(series: readonly {fit: Fit}[]): string {
  return [...new Set(series.map(({fit}) => count(fit.bootstrap.losses.length)))].join(" or ");
}

/** What a letter with a tilde stands for: `C̃ = C / 10¹³ FLOPs.` */
export function unitNote(fit: Fit, letters: readonly string[]): string {
  const parts = fit.x.map(({column, unit}, i) => {
    const letter = letters[i] ?? column;
    return unbroken(`*${letter}\u0303* = *${letter}* / ${power(unit)}`) + (variables[column] ?? "");
  });
  return `${listed(parts)}.`;
}

function unbroken(text: string): string {
  return text.replaceAll(" ", "\u00a0");
}

/** Says in words which limits, shifts and exponents the data do not determine; empty where they determine all. */
export function identifiabilityNote(series: readonly {fit: Fit; name: string}[]): string {
  const open = [
    {what: "the limit of *S*", of: series.filter(({fit}) => !isLimitKnown(fit))},
    {what: "the exponent", of: series.filter(({fit}) => fit.form !== "power_law_shift" && !isExponentKnown(fit))},
    {what: "shift and exponent", of: series.filter(({fit}) => fit.form === "power_law_shift" && !isShiftKnown(fit))}
  ].filter(({of}) => of.length > 0);
  if (open.length === 0) return "";
  const named = open.map(({what, of}) => `${what} for ${listed(of.map(({name}) => name))}`);
  return `Not determined by the data: ${named.join("; ")}.`;
}
