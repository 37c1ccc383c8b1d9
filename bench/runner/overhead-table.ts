import {markdownTable} from "./markdown.ts";

/** What one tool did in one scenario. */
export interface Row {
  tool: string;
  scenario: string;
  /** Median wall seconds; null where it was ended at the limit. */
  seconds: number | null;
  all: (number | null)[];
  /** Tasks that it ran, the most of all rounds. */
  ran: number;
  ideal: number;
  /** Exit status of the last round. */
  status: number | null;
  right: boolean;
  /** Outputs that were not there afterwards. */
  missing: number;
  /** The most memory that one process held, kB. */
  peak: number | null;
  /** Load averages of the machine, before each round. */
  load: number[];
}

/** Seconds and tasks run, then ratios to make where make was there. */
export function overheadTables(rows: Row[]): string {
  const tools = [...new Set(rows.map(({tool}) => tool))];
  const names = [...new Set(rows.map(({scenario}) => scenario))];
  const rowOf = (tool: string, scenario: string) => rows.find((row) => row.tool === tool && row.scenario === scenario);
  const secondsTable = markdownTable([
    ["tool", ...names, "memory, MB", "load"],
    ...tools.map((tool) => {
      const own = rows.filter((row) => row.tool === tool);
      const loads = own.flatMap(({load}) => load);
      const peak = Math.max(...own.map((row) => row.peak ?? 0));
      return [
        tool,
        ...names.map((name) => cell(rowOf(tool, name))),
        peak > 0 ? (peak / 1000).toFixed(0) : "",
        `${Math.min(...loads).toFixed(1)}-${Math.max(...loads).toFixed(1)}`
      ];
    })
  ]);
  if (!tools.includes("make")) return secondsTable;
  const ratioTable = markdownTable([
    ["times make's", ...names],
    ...tools
      .filter((tool) => tool !== "make")
      .map((tool) => [tool, ...names.map((name) => ratio(rowOf(tool, name), rowOf("make", name)))])
  ]);
  return `${secondsTable}\n${ratioTable}`;
}

function cell(row: Row | undefined): string {
  if (row === undefined) return "";
  const ran = `${row.ran}/${row.ideal}`;
  if (row.seconds === null) return `over the limit (${ran})`;
  const faults = [
    row.status === 0 ? "" : `exit ${row.status}`,
    row.right ? "" : "WRONG",
    row.missing ? `${row.missing} not restored` : ""
  ].filter(Boolean);
  return [`${digits(row.seconds)} (${ran})`, ...faults].join(", ");
}

function ratio(row: Row | undefined, base: Row | undefined): string {
  return row?.seconds == null || !base?.seconds ? "" : digits(row.seconds / base.seconds);
}

function digits(value: number): string {
  return value < 10 ? value.toFixed(2) : value.toFixed(0);
}
