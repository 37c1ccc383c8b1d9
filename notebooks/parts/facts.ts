import type {Fit} from "../../science/scaling-laws/fit.ts";
import {parameterNames} from "../../science/scaling-laws/form.ts";
import type {ArtifactSource} from "./artifact.ts";

/** A table of two columns: what, and its value. */
export function facts(rows: readonly (readonly [string, string | Node])[]): HTMLElement {
  return table("facts", rows);
}

/** Where the numbers on a page come from: each artifact with its digest, and how to trace it. */
export function origins(...sources: (ArtifactSource | null)[]): HTMLElement {
  const rows = sources.flatMap((source) =>
    source
      ? [[code(source.name), `sha256 ${source.sha256.slice(0, 16)}${madeAt(source)}`, code(source.lineage)] as const]
      : []
  );
  return table("sources", rows);
}

function madeAt({madeAt}: ArtifactSource): string {
  return madeAt === null ? "" : `, made ${madeAt.slice(0, 16).replace("T", " ")} UTC`;
}

/** Parameter of a fit -> what people write in its place. */
const written: Record<string, string> = {e: "asymptote", a: "A", lambda: "shift", alpha: "alpha", b: "B", beta: "beta"};

/** What a fit says about each of its parameters: value, interval over the resamples, and whether the data decide it. */
export function fitFacts(fit: Fit): HTMLElement {
  const natural = new Map(Object.entries(fit.natural));
  const parameters = parameterNames(fit.form).map((parameter) => {
    const name = written[parameter] ?? parameter;
    const value = natural.get(name);
    const statement = fit.identifiability[parameter]?.statement ?? "";
    return [name, value === null || value === undefined ? "without limit" : number(value), statement] as const;
  });
  return table("facts", [
    ["points", String(fit.n), `${fit.dropped} rows dropped for an empty key`],
    ["loss", number(fit.loss), `sum of Huber losses of log misalignment, delta ${fit.delta}`],
    ...parameters
  ]);
}

/** A number to four significant digits. */
export function number(value: number): string {
  const text = Math.abs(value) >= 1e5 || (value !== 0 && Math.abs(value) < 1e-3) ? value.toExponential(2) : undefined;
  return (text ?? String(Number(value.toPrecision(4)))).replace("-", "−");
}

/** A value with the interval of its resamples, where there is one. */
export function withInterval(value: number, low: number | null | undefined, high: number | null | undefined): string {
  const interval =
    typeof low === "number" && typeof high === "number" ? ` (95%: ${number(low)} to ${number(high)})` : "";
  return number(value) + interval;
}

/** Large amounts as people say them: 2.5 M, 40 k. */
export function amount(value: number): string {
  const units = [
    [1e9, " G"],
    [1e6, " M"],
    [1e3, " k"]
  ] as const;
  const unit = units.find(([size]) => value >= size);
  return unit ? `${Number((value / unit[0]).toPrecision(3))}${unit[1]}` : number(value);
}

/** `1.3 × 10¹⁸`. */
export function scientific(value: number): string {
  const [mantissa = "", exponent = ""] = value.toExponential(1).split("e");
  const digits = [...exponent.replace("+", "")].map((digit) => (digit === "-" ? "⁻" : "⁰¹²³⁴⁵⁶⁷⁸⁹"[Number(digit)]));
  return `${mantissa} × 10${digits.join("")}`;
}

function code(text: string): HTMLElement {
  const element = document.createElement("code");
  element.textContent = text;
  return element;
}

function table(name: string, rows: readonly (readonly (string | Node)[])[]): HTMLElement {
  const scroll = document.createElement("div");
  scroll.className = "scroll";
  const element = document.createElement("table");
  element.className = name;
  for (const row of rows) {
    const line = element.insertRow();
    for (const cell of row) line.insertCell().append(cell);
  }
  scroll.append(element);
  return scroll;
}
