import type {DrawnNumber} from "../series/numbers.ts";

/** `V1 0.11 (0.09 to 0.82), V2 0.33 (0.31 to 0.35).`: bars in words, with their whiskers. */
export function spokenBars(bars: readonly DrawnNumber[]): string {
  const two = (value: number) => value.toFixed(2).replace("-", "−");
  const said = bars.map(({x, y, low, high}) =>
    low === undefined || high === undefined ? `${x} ${two(y)}` : `${x} ${two(y)} (${two(low)} to ${two(high)})`
  );
  return `${said.join(", ")}.`;
}
