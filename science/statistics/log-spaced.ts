/** `count` values from `low` to `high`, equally spaced in the logarithm, both ends exact. */
export function logSpaced(low: number, high: number, count: number): number[] {
  const ratio = Math.log(high / low) / (count - 1);
  return Array.from({length: count}, (_, i) => (i === count - 1 ? high : low * Math.exp(ratio * i)));
}
