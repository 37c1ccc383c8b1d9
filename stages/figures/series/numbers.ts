/** One thing drawn, in data units. What is empty does not apply. */
export interface DrawnNumber {
  /** Which axes of the panel, where it has several. */
  axes?: string;
  series: string;
  /**
   * How it is drawn; `extrapolation` is a curve beyond the data that it was fitted to, `cell` one of a grid of counts,
   * `density` one place of a grid that contours are traced on.
   */
  mark: "point" | "line" | "curve" | "extrapolation" | "bar" | "reference" | "cell" | "density";
  /** Which model, epoch or region. */
  label?: string;
  x: number | string;
  y: number;
  /** Lower and upper edge of the band or whisker at x. */
  low?: number;
  high?: number;
  /** The quantities that size and colour stand for. */
  size?: number;
  colour?: number;
  /** How many models a mean is over. */
  n?: number;
}

const columns = ["axes", "series", "mark", "label", "x", "y", "low", "high", "size", "colour", "n"] as const;

/** The numbers of a panel as CSV; columns that no row fills are left out. */
export function numbersCsv(numbers: readonly DrawnNumber[]): string {
  const filled = columns.filter((column) => numbers.some((row) => row[column] !== undefined));
  const lines = numbers.map((row) => filled.map((column) => cell(row[column])).join(","));
  return `${[filled.join(","), ...lines].join("\n")}\n`;
}

function cell(value: string | number | undefined): string {
  if (value === undefined) return "";
  const text = String(value);
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
