/** numpy's `geomspace(1, end, count)`: equal ratios, both ends exact. */
function geometricSpace(end: number, count: number): number[] {
  return Array.from({length: count}, (_, index) => {
    if (index === 0 || index === count - 1) return index === 0 ? 1 : end;
    return 10 ** ((Math.log10(end) * index) / (count - 1));
  });
}

/** numpy's `round`: halves go to the even neighbour. */
function roundHalfToEven(value: number): number {
  const floor = Math.floor(value);
  const part = value - floor;
  return part === 0.5 ? floor + (floor % 2) : Math.round(value);
}

export type WidthGrid = {
  /** Widths at divisor 1 */
  widths: readonly number[];
  /** The divisors run from 1 to `end` by equal ratios */
  end: number;
  count: number;
  /** Widths are rounded to multiples of this; if not given, cut to whole numbers */
  multiple?: number;
};

/** Widths of the study's variants: a grid's widths over each of its divisors, in turn. */
export function geometricWidths({widths, end, count, multiple}: WidthGrid): number[][] {
  return geometricSpace(end, count).map((divisor) =>
    widths.map((width) =>
      multiple === undefined ? Math.trunc(width / divisor) : multiple * roundHalfToEven(width / divisor / multiple)
    )
  );
}
