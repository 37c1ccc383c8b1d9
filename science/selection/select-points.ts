import {didYouMean} from "../formats/nearest-name.ts";
import {TableMistake} from "../formats/table-mistake.ts";
import type {Selection} from "../scaling-laws/experiment.ts";
import type {Points} from "../scaling-laws/points.ts";
import {conditionInWords, meets} from "./condition.ts";
import {groupMeans} from "./group-means.ts";
import {longTable, type ScoreRow, type SourcedRow} from "./long-table.ts";

/** Flex families are width and depth variants of these. */
const parentFamilies: Readonly<Record<string, string>> = {
  ResNetFlex: "ResNet",
  ConvNeXtFlex: "ConvNeXt",
  ViTFlex: "ViT"
};

/**
 * The points of an experiment's curve, in the order and with the values of the released analysis: families combined,
 * `where`, `group_by` (means of y), `few_samples`. Without `group_by` each row is a point, in the table's order.
 * @param rows a score table, long (one row a model and region, columns `region` and `score`) or wide (one row a model,
 * a column for each region)
 * @throws TableMistake for a column that is missing, conditions that no row meets, a point without x or y
 */
export function selectPoints(rows: readonly ScoreRow[], experiment: Selection, name: string): Points {
  const y = typeof experiment.y === "string" ? {column: experiment.y, as: "one_minus" as const} : experiment.y;
  const x = Object.entries(experiment.x).map(([column, unit]) => ({column, unit}));
  const wanted = namedColumns(experiment, y.column);
  const table = longTable(rows, Object.keys(rows[0] ?? {}), wanted);
  checkColumns(wanted, table.columns, experiment, name);

  const families = experiment.families === "combined" ? table.rows.map(combineFamily) : table.rows;
  const matched = matchingRows(families, experiment, name);
  const grouped =
    experiment.group_by === undefined
      ? {rows: matched, dropped: 0, droppedBy: {}}
      : groupMeans(matched, experiment.group_by, y.column);
  const points = grouped.rows.filter((row) => hasEnoughSamples(row.values, experiment));
  if (points.length === 0) {
    const why = `${countSources(matched)} rows match, ${grouped.dropped} of them have an empty key, few_samples keeps none`;
    throw new TableMistake(`experiment ${name}: no points left: ${why}`);
  }
  const number = (row: SourcedRow, column: string) => {
    const value = row.values[column] ?? null;
    if (typeof value === "number") return value;
    const found = value === null ? "is empty" : `is "${value}", not a number`;
    const advice = `Leave it out with a condition in "where".`;
    throw new TableMistake(`experiment ${name}, point ${pointName(row, experiment)}: "${column}" ${found}`, {advice});
  };
  return {
    experiment: name,
    rows: countSources(matched),
    dropped: grouped.dropped,
    dropped_by: grouped.droppedBy,
    x,
    y,
    ids: points.map((row) => pointName(row, experiment)),
    X: x.map(({column, unit}) => points.map((row) => number(row, column) / unit)),
    Y: points.map((row) => (y.as === "is" ? number(row, y.column) : 1 - number(row, y.column)))
  };
}

function namedColumns(experiment: Selection, y: string): string[] {
  const {where, group_by = [], few_samples, families, x} = experiment;
  const implied = [
    ...(families === "combined" || few_samples !== undefined ? ["arch_family"] : []),
    ...(few_samples === undefined ? [] : ["samples_per_class"])
  ];
  return [...new Set([...Object.keys(where), ...group_by, ...Object.keys(x), y, ...implied])];
}

function checkColumns(
  wanted: readonly string[],
  present: readonly string[],
  experiment: Selection,
  name: string
): void {
  const missing = wanted.filter((column) => !present.includes(column));
  if (missing.length > 0) {
    const list = missing.map((column) => `"${column}"${didYouMean(column, present)}`).join("; ");
    const advice = present.length === 0 ? "The table has no rows." : `Its columns are ${present.join(", ")}.`;
    throw new TableMistake(`experiment ${name}: the table has no column ${list}`, {advice});
  }
  const {group_by, x, few_samples} = experiment;
  if (group_by === undefined) return;
  const needed = [...Object.keys(x), ...(few_samples === undefined ? [] : ["arch_family", "samples_per_class"])];
  const lost = needed.find((column) => !group_by.includes(column));
  if (lost === undefined) return;
  throw new TableMistake(`experiment ${name}: "${lost}" is used after grouping, but is not a key of group_by`, {
    advice: `Add ${lost} to group_by.`
  });
}

function combineFamily(row: SourcedRow): SourcedRow {
  const family = row.values.arch_family;
  const parent = typeof family === "string" ? parentFamilies[family] : undefined;
  return parent === undefined ? row : {...row, values: {...row.values, arch_family: parent}};
}

function matchingRows(rows: readonly SourcedRow[], experiment: Selection, name: string): readonly SourcedRow[] {
  let left = rows;
  const steps: {words: string; left: readonly SourcedRow[]}[] = [];
  for (const [column, condition] of Object.entries(experiment.where)) {
    left = left.filter((row) => meets(row.values[column] ?? null, condition));
    steps.push({words: conditionInWords(column, condition), left});
    if (left.length > 0) continue;
    const found = steps.map((step) => `${step.words} left ${countSources(step.left)}`);
    throw new TableMistake(`experiment ${name}: no rows left: of ${countSources(rows)} rows, ${found.join(", ")}`);
  }
  return left;
}

function hasEnoughSamples(row: ScoreRow, {few_samples}: Selection): boolean {
  if (few_samples === undefined) return true;
  const {arch_family, samples_per_class} = row;
  return !few_samples.families.includes(String(arch_family)) || few_samples.keep.includes(Number(samples_per_class));
}

function pointName(row: SourcedRow, experiment: Selection): string {
  const id = row.values.model_id ?? null;
  if (id !== null) return String(id);
  if (experiment.group_by === undefined) return String(row.source + 1);
  return experiment.group_by.map((key) => `${key}=${row.values[key]}`).join(",");
}

function countSources(rows: readonly SourcedRow[]): number {
  return new Set(rows.map((row) => row.source)).size;
}
