/** A number as a reader takes it in: four digits, powers of ten where they are large or small. */
export function shown(value: number | null | undefined): string {
  if (value === null || value === undefined || Number.isNaN(value)) return "–";
  if (!Number.isFinite(value)) return value > 0 ? "∞" : "−∞";
  if (Number.isInteger(value) && Math.abs(value) < 1e6) return minus(String(value));
  const size = Math.abs(value);
  if (size !== 0 && (size >= 1e5 || size < 1e-3)) {
    const [digits = "", power = ""] = value.toExponential(2).split("e");
    return `${minus(digits)} × 10${superscript(Number(power))}`;
  }
  return minus(String(Number(value.toPrecision(4))));
}

/** A relative difference in percent: `0`, `+0.02 %`, `−1.3 %`. */
export function relative(difference: number | null): string {
  if (difference === null) return "–";
  if (difference === 0) return "0";
  const percent = Math.abs(100 * difference);
  if (percent < 0.001) return "< 0.001 %";
  const digits = percent >= 100 ? shown(Math.round(percent)) : String(Number(percent.toPrecision(2)));
  return `${difference < 0 ? "−" : "+"}${digits} %`;
}

function minus(text: string): string {
  return text.replace("-", "−");
}

function superscript(power: number): string {
  return [...String(power)].map((digit) => (digit === "-" ? "⁻" : "⁰¹²³⁴⁵⁶⁷⁸⁹"[Number(digit)])).join("");
}
