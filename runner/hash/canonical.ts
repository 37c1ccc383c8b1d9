import type {Value} from "../graph/types.ts";

/**
 * The one text that stands for a value in a key: object keys sorted, no white space, numbers as JavaScript prints
 * them (so 1e-3 and 0.001 are one).
 */
export function canonical(value: Value | undefined): string {
  if (value === undefined) throw new TypeError("undefined has no canonical form");
  if (value === null || typeof value !== "object") {
    if (typeof value === "number" && !Number.isFinite(value)) throw new TypeError(`${value} has no canonical form`);
    return JSON.stringify(value);
  }
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  const entries = Object.keys(value)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`);
  return `{${entries.join(",")}}`;
}
