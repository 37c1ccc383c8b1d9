import type {Columns, Row} from "../formats/column.ts";
import {readForeignTable} from "../formats/foreign-table.ts";
import {byCodePoint} from "../formats/json.ts";
import {didYouMean} from "../formats/nearest-name.ts";
import {TableMistake} from "../formats/table-mistake.ts";

/** The stimuli of a benchmark, by image_id; row `k` is image `k`. */
export const stimulusColumns = {
  image: "integer",
  image_id: "string",
  group: "string",
  label: "string?"
} as const satisfies Columns;
export type Stimulus = Row<typeof stimulusColumns>;

/** A stimulus, and the name of its file in the archive. */
export interface StimulusFile extends Stimulus {
  filename: string;
}

/**
 * The stimuli that Brain-Score's CSV lists, sorted by id.
 * @param group column by which splits are stratified
 * @param label column of the object that a read-out is to tell, or null
 * @throws TableMistake for a missing column, an empty cell, an id or file that is there twice
 */
export function readStimulusTable(
  text: string,
  {group, label}: {group: string; label: string | null},
  file: string
): StimulusFile[] {
  const wanted = [group, ...(label === null ? [] : [label])];
  const words: Columns = Object.fromEntries(
    ["image_id", "stimulus_id", "filename", ...wanted].map((name) => [name, "string"])
  );
  const {columns, rows} = readForeignTable(text, words, {file});
  const id = columns.includes("image_id") ? "image_id" : "stimulus_id";
  for (const name of [id, "filename", ...wanted])
    if (!columns.includes(name))
      throw new TableMistake(`column "${name}" is missing${didYouMean(name, columns)}`, {
        file,
        line: 1,
        advice: `The columns are ${columns.join(", ")}.`
      });
  if (rows.length === 0) throw new TableMistake("the table lists no stimulus", {file});
  const seen = {[id]: new Set<string>(), filename: new Set<string>()};
  const stimuli = rows.map((row, index) => {
    const line = index + 2;
    const cell = (name: string) => {
      const value = row[name];
      if (typeof value !== "string") throw new TableMistake(`column "${name}": the cell is empty`, {file, line});
      const others = seen[name];
      if (others?.has(value)) throw new TableMistake(`${name} "${value}" is there twice`, {file, line});
      others?.add(value);
      return value;
    };
    return {
      image_id: cell(id),
      filename: cell("filename"),
      group: cell(group),
      label: label === null ? null : cell(label)
    };
  });
  return stimuli.sort((a, b) => byCodePoint(a.image_id, b.image_id)).map((stimulus, image) => ({image, ...stimulus}));
}
