import {ArrayMistake} from "../formats/array-mistake.ts";
import {didYouMean} from "../formats/nearest-name.ts";
import type {Features} from "../linear-algebra/features.ts";
import {isMetricName, type MetricName, metricNames, PLS_COMPONENTS} from "./metric.ts";

/** An unbiased kernel alignment divides by n - 3. */
const FEWEST_ALIGNED = 4;
const FEWEST_ROWS = 3;

/** The metric of this name. @throws ArrayMistake with the nearest name */
export function metricOf(name: string): MetricName {
  if (isMetricName(name)) return name;
  throw new ArrayMistake(`no metric is named "${name}"${didYouMean(name, metricNames)}`, {
    advice: `Metrics: ${metricNames.join(", ")}.`
  });
}

/** Names of the files that a metric's arrays come from, for messages. */
export interface InputNames {
  source: string;
  target: string;
  groups: string;
}

/** @throws ArrayMistake where the arrays do not fit each other or the metric */
export function checkMetricInput(
  name: MetricName,
  {source, target, groups}: {source: Features; target: Features; groups?: readonly string[] | undefined},
  files: InputNames
): void {
  if (source.rows !== target.rows)
    throw new ArrayMistake(`has ${source.rows} rows, but ${files.target} has ${target.rows}`, {
      file: files.source,
      advice: "Row i of both must belong to image i."
    });
  if (groups && groups.length !== target.rows)
    throw new ArrayMistake(`has ${groups.length} labels, but the arrays have ${target.rows} rows`, {
      file: files.groups,
      advice: "Give one label a line, in the order of the rows."
    });
  if (name === "pls" && source.columns < PLS_COMPONENTS)
    throw new ArrayMistake(`has ${source.columns} features; pls needs at least ${PLS_COMPONENTS}, one a component`, {
      file: files.source,
      advice: "Use more features, or ridge."
    });
  const fewest = fewestRows(name);
  if (target.rows < fewest)
    throw new ArrayMistake(`has ${target.rows} rows; ${name} needs at least ${fewest}`, {file: files.target});
  if (groups) checkGroups(name, groups, files.groups);
}

/** pls needs as many training images as components; every regression two test images; kernels and ranks a few. */
function fewestRows(name: MetricName): number {
  if (name === "pls") return Math.ceil(PLS_COMPONENTS / 0.9);
  if (name === "rdm" || name === "rdm_cv") return FEWEST_ROWS + (name === "rdm_cv" ? 1 : 0);
  if (name.startsWith("cka")) return FEWEST_ALIGNED + (name === "cka_cv" ? 1 : 0);
  return 11;
}

function checkGroups(name: MetricName, groups: readonly string[], file: string): void {
  if (["rdm", "cka", "cka_biased"].includes(name)) return;
  const counts = new Map<string, number>();
  for (const label of groups) counts.set(label, (counts.get(label) ?? 0) + 1);
  for (const [label, count] of counts)
    if (count < 2)
      throw new ArrayMistake(`label "${label}" has one row; a stratified split needs two of each`, {
        file,
        advice: "Merge rare labels, or leave the groups out."
      });
  const smaller = groups.length - Math.floor(0.9 * groups.length);
  if (counts.size > smaller)
    throw new ArrayMistake(`${counts.size} labels, but the small side of a split has only ${smaller} rows`, {
      file,
      advice: "Use fewer labels or more rows, or leave the groups out."
    });
}
