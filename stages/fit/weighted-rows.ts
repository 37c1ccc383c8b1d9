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

/**
 * Fills `rows` with one resample.
 * @param weights weight of each row in the table's order, from `offset` on
 */
export function drawRows(rows: WeightedRows, table: GroupedTable, weights: Float64Array, offset: number): void {
  let groups = 0;
  let k = 0;
  for (let g = 0; g + 1 < table.start.length; g++) {
    const before = k;
    for (let i = table.start[g]!; i < table.start[g + 1]!; i++) {
      const weight = weights[offset + i]!;
      if (weight === 0) continue;
      rows.y[k] = table.y[i]!;
      rows.weight[k] = weight;
      k++;
    }
    if (k === before) continue;
    rows.group[groups++] = g;
    rows.start[groups] = k;
  }
  rows.groups = groups;
}
