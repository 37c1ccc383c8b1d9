import {readFileSync} from "node:fs";
import {csvParse} from "d3-dsv";

/** One line of a released table, as text. */
export type Row = Readonly<Record<string, string>>;

export const regions = ["V1", "V2", "V4", "IT", "Behavioral"] as const;
export const neural = regions.slice(0, 4);

/** A table of `data/published`, read without the project's own reader. */
export function releasedTable(name: string): Row[] {
  return csvParse(readFileSync(`data/published/${name}.csv`, "utf8"));
}

export const models = releasedTable("models");
export const dynamics = releasedTable("dynamics");
export const leaderboard = releasedTable("leaderboard");
export const fits = new Map(releasedTable("fits").map((row) => [row.experiment ?? "", row]));

/** A cell as a number; an empty one is NaN. */
export function number(row: Row, column: string): number {
  const text = row[column];
  return text ? Number(text) : Number.NaN;
}

export function average(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Mean score over regions; NaN where one was not scored. */
export function mean(row: Row, over: readonly string[] = regions): number {
  return average(over.map((region) => number(row, region)));
}

/** Whether a yes-or-no column holds true. */
export function is(row: Row, column: string): boolean {
  return row[column] === "true";
}

/** A model's family; variants of width and depth count as their parents. */
export function family(row: Row): string {
  return row.arch_family?.replace("Flex", "") ?? "";
}

export function isVariant(row: Row): boolean {
  return row.arch_family?.includes("Flex") ?? false;
}

/** Trained from scratch, supervised, in the plain way. */
export const plain = models.filter(
  (row) => !["is_pretrained", "is_random", "is_ssl", "is_adv", "is_ablation"].some((column) => is(row, column))
);

/** The main set: plain models of ImageNet and ecoset. */
export const main = plain.filter(({dataset}) => dataset === "imagenet" || dataset === "ecoset");

/** Without the ConvNeXts and ViTs of few images. */
export function enough(row: Row): boolean {
  return !["ConvNeXt", "ViT"].includes(family(row)) || ["0", "300"].includes(row.samples_per_class ?? "");
}

/** The lines of a table by the value of a key. */
export function by(rows: readonly Row[], key: (row: Row) => string): Map<string, Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) groups.set(key(row), [...(groups.get(key(row)) ?? []), row]);
  return groups;
}
