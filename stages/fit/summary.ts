import type {Fit} from "../../science/scaling-laws/fit.ts";

/** A fit in words, a line each: the equation, n, loss, parameters with intervals, what the data determine. */
export function summaryOf(fit: Fit): string[] {
  const dropped = fit.dropped ? `, ${fit.dropped} rows dropped for an empty key` : "";
  const lines = [
    `${fit.experiment}: ${fit.form}, n = ${fit.n}${dropped}, ${fit.bootstrap.losses.length} resamples`,
    `loss ${fit.loss.toPrecision(9)} (Huber, delta ${fit.delta}, on logarithms)`
  ];
  for (const [name, value] of Object.entries(fit.parameters)) {
    const [low, high] = fit.intervals[name] ?? [null, null];
    const interval = low === null || high === null ? "" : ` [${number(low)}, ${number(high)}]`;
    lines.push(`${name} = ${number(value)}${interval}: ${fit.identifiability[name]?.statement ?? ""}`);
  }
  lines.push(
    Object.entries(fit.natural)
      .map(([name, value]) => `${name} ${value === null ? "infinite" : number(value)}`)
      .join(", ")
  );
  return lines;
}

function number(value: number): string {
  return Number(value.toPrecision(6)).toString();
}
