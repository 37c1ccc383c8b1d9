import {readForeignTable} from "../../science/formats/foreign-table.ts";
import {
  commitmentColumns,
  dynamicsColumns,
  fitColumns,
  leaderboardColumns,
  modelColumns
} from "../../science/selection/published-tables.ts";

/** Where an artifact on a page comes from. */
export interface ArtifactSource {
  /** As `vvs cat` names it. */
  name: string;
  /** Name of the file that its stage wrote. */
  file: string;
  sha256: string;
  /** When its task ended, ISO 8601; null on a page that does not tell. */
  madeAt: string | null;
  /** The command that traces it down to its sources. */
  lineage: string;
}

/** Columns of the study's tables; those of another table get the narrowest type that fits all of their cells. */
const known = {
  ...commitmentColumns,
  ...fitColumns,
  ...leaderboardColumns,
  ...dynamicsColumns,
  ...modelColumns
} as const;

/** The content of an artifact: parsed JSON, a table's rows with typed values, or else text. */
export async function loadArtifact(url: string, file: string): Promise<unknown> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`could not load ${file}: HTTP ${response.status}`);
  const text = await response.text();
  if (file.endsWith(".json")) return JSON.parse(text);
  return file.endsWith(".csv") ? readForeignTable(text, known, {file}).rows : text;
}
