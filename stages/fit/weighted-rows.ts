/**
 * The rows of one resample, gathered by distinct x: curves are evaluated once a group, residuals once a row.
 * Only rows of positive weight are present.
 */
export interface WeightedRows {
  /** Number of groups present. */
  groups: number;
  /** Index of each group among the distinct x of the whole table. */
  readonly group: Int32Array;
  /** Rows of group g: start[g] to start[g + 1]. */
  readonly start: Int32Array;
  /** Logarithm of the fitted value of each row. */
  readonly y: Float64Array;
  /** How often the row was drawn. */
  readonly weight: Float64Array;
}

/** A table ordered by x, with the bookkeeping to draw resamples from it. */
export interface GroupedTable {
  readonly n: number;
  /** Distinct x: variables x groups. */
  readonly x: Float64Array[];
  /** Rows of group g in the new order: start[g] to start[g + 1]. */
  readonly start: Int32Array;
  /** Logarithm of the fitted value, in the new order. */
  readonly y: Float64Array;
  /** Position in the user's table of each row of the new order. */
  readonly row: Int32Array;
}

/** Orders rows by x, then y, and finds the groups of equal x. */
export function groupTable(x: readonly Float64Array[], logY: Float64Array): GroupedTable {
  const n = logY.length;
  const compare = (i: number, j: number) => {
    for (const variable of x) if (variable[i] !== variable[j]) return variable[i]! - variable[j]!;
    return logY[i]! - logY[j]! || i - j;
  };
  const row = Int32Array.from({length: n}, (_, i) => i).sort(compare);
  const start: number[] = [];
  row.forEach((i, k) => {
    if (k === 0 || x.some((variable) => variable[i] !== variable[row[k - 1]!])) start.push(k);
  });
  return {
    n,
    x: x.map((variable) => Float64Array.from(start, (k) => variable[row[k]!]!)),
    start: Int32Array.from([...start, n]),
    y: Float64Array.from(row, (i) => logY[i]!),
    row
  };
}

/** Room for any resample of a table. */
export function emptyRows(table: GroupedTable): WeightedRows {
  const groups = table.start.length - 1;
  return {
    groups: 0,
    group: new Int32Array(groups),
    start: new Int32Array(groups + 1),
    y: new Float64Array(table.n),
    weight: new Float64Array(table.n)
  };
}

/** Every row of a table once. */
export function wholeTable(table: GroupedTable): WeightedRows {
  const groups = table.start.length - 1;
  return {
    groups,
    group: Int32Array.from({length: groups}, (_, g) => g),
    start: table.start,
    y: table.y,
    weight: new Float64Array(table.n).fill(1)
  };
}

/**
 * Fills `rows` with one resample.
 * @param counts how often each row of the new order was drawn, from `offset` on
 */
export function drawRows(rows: WeightedRows, table: GroupedTable, counts: Uint16Array, offset: number): void {
  let groups = 0;
  let k = 0;
  for (let g = 0; g + 1 < table.start.length; g++) {
    const before = k;
    for (let i = table.start[g]!; i < table.start[g + 1]!; i++) {
      const count = counts[offset + i]!;
      if (count === 0) continue;
      rows.y[k] = table.y[i]!;
      rows.weight[k] = count;
      k++;
    }
    if (k === before) continue;
    rows.group[groups++] = g;
    rows.start[groups] = k;
  }
  rows.groups = groups;
}

/** Mean of the logarithm of the fitted value. */
export function meanLevel(table: GroupedTable): number {
  let sum = 0;
  for (const y of table.y) sum += y;
  return sum / table.n;
}

/** The first variable's value that a part `share` of the rows does not exceed. */
export function quantile(table: GroupedTable, share: number): number {
  const rank = Math.min(table.n - 1, Math.floor(share * table.n));
  const group = table.start.findIndex((start) => start > rank) - 1;
  return table.x[0]![group]!;
}
