/**
 * The one text of a value: keys in code-point order, numbers as the shortest decimal that reads back the same,
 * NaN and infinities as null, one line for each list or object of scalars, a newline at the end.
 * @throws TypeError for what JSON cannot hold (undefined, functions, symbols, bigints, class instances), with its path
 */
export function canonicalJson(value: unknown): string {
  return `${render(value, "", "value")}\n`;
}

function render(value: unknown, indent: string, path: string): string {
  if (value === null || typeof value === "boolean" || typeof value === "string") return JSON.stringify(value);
  if (typeof value === "number") return Number.isFinite(value) ? JSON.stringify(value) : "null";
  if (Array.isArray(value)) {
    const items = Array.from(value, (item, index) => render(item, `${indent}  `, `${path}[${index}]`));
    return bracket("[", items, "]", indent, value.every(isScalar));
  }
  if (isPlainObject(value)) {
    const keys = Object.keys(value).sort(byCodePoint);
    const items = keys.map((key) => `${JSON.stringify(key)}: ${render(value[key], `${indent}  `, `${path}.${key}`)}`);
    return bracket("{", items, "}", indent, Object.values(value).every(isScalar));
  }
  throw new TypeError(`${path} is ${describe(value)}, which JSON cannot hold`);
}

function bracket(open: string, items: string[], close: string, indent: string, flat: boolean): string {
  if (flat) return `${open}${items.join(", ")}${close}`;
  return `${open}\n${items.map((item) => `${indent}  ${item}`).join(",\n")}\n${indent}${close}`;
}

function isScalar(value: unknown): boolean {
  return value === null || typeof value !== "object";
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function describe(value: unknown): string {
  if (value === undefined) return "undefined";
  return typeof value === "object" ? `a ${value?.constructor.name ?? "bare object"}` : `a ${typeof value}`;
}

/** Order of two strings by Unicode code point, as Python and pandas sort them. */
export function byCodePoint(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let index = 0; index < length; index++) {
    const left = a.charCodeAt(index);
    const right = b.charCodeAt(index);
    if (left !== right) return rank(left) - rank(right);
  }
  return a.length - b.length;
}

/** UTF-16 keeps surrogates below U+E000 to U+FFFF; code points beyond U+FFFF sort above them. */
function rank(unit: number): number {
  if (unit < 0xd800) return unit;
  return unit < 0xe000 ? unit + 0x2000 : unit - 0x800;
}
