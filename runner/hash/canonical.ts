import type {Value} from "../graph/types.ts";

/**
 * The one text that stands for a value in a key: object keys sorted, no white space, numbers as JavaScript prints
 * them (so 1e-3 and 0.001 are one).
 */
export function canonical(value: Value): string {
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value === "number") {
    if (!Number.isFinite(value)) throw new TypeError(`${value} has no canonical form`);
    return String(value === 0 ? 0 : value);
  }
  if (value === null || typeof value !== "object") return String(value);
  let text = "";
  if (Array.isArray(value)) {
    for (const item of value) text += `${text && ","}${canonical(item)}`;
    return `[${text}]`;
  }
  for (const key of Object.keys(value).sort()) {
    const item = value[key];
    if (item === undefined) throw new TypeError(`${key} is undefined, which has no canonical form`);
    text += `${text && ","}${JSON.stringify(key)}:${canonical(item)}`;
  }
  return `{${text}}`;
}
