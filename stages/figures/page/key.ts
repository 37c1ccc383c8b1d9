import {markerPath, type Shape} from "../look/markers.ts";
import {bandOpacity, fontSize, ink, lineWidth, pageEdge} from "../look/theme.ts";
import {markupWidth, plainText, richText} from "../text/rich-text.ts";
import {element} from "./svg.ts";

/** One entry of a key: a sample of how the series is drawn, its name and, for a fitted curve, its equation. */
export interface KeyEntry {
  label: string;
  equation?: string;
  colour: string;
  shape?: Shape;
  /** Radius of the marker in pixels. */
  radius?: number;
  hollow?: boolean;
  line?: boolean | number;
  dash?: string;
  band?: boolean;
}

const SAMPLE = 24;
const ROW = 13.5;
const GAP = 16;

/** A key as drawn, to be placed by its upper left corner, and what it says, line by line, for those who cannot see it. */
export interface Key {
  node: SVGElement;
  height: number;
  lines: string[];
}

/** A key of one entry a row, with the equations in a column of their own; set smaller where they are too long. */
export function tableKey(document: Document, entries: readonly KeyEntry[], pageWidth: number): Key {
  const width = pageWidth - 2 * pageEdge;
  const widest = (part: (entry: KeyEntry) => string, size: number) =>
    Math.max(...entries.map((entry) => markupWidth(part(entry), size)));
  const lengthAt = (size: number) =>
    SAMPLE + widest(({label}) => label, size) + GAP / 2 + widest(({equation = ""}) => equation, size);
  const size = fontSize.key * Math.min(1, width / lengthAt(fontSize.key));
  const equations = SAMPLE + widest(({label}) => label, size) + GAP / 2;
  const node = element(document, "g", {"aria-label": "key"});
  entries.forEach((entry, i) => {
    const y = (i + 0.5) * ROW;
    node.append(...sample(document, entry, 0, y), name(document, entry.label, SAMPLE, y, size));
    if (entry.equation) node.append(name(document, entry.equation, equations, y, size));
  });
  return {node, height: entries.length * ROW, lines: entries.map(said)};
}

function said({label, equation}: KeyEntry): string {
  return plainText(equation ? `${label}: ${equation}` : label);
}

/**
 * A key whose entries stand side by side, in as few rows as the width allows. In several rows they stand in columns,
 * filled one after another.
 */
export function flowingKey(document: Document, entries: readonly KeyEntry[], pageWidth: number): Key {
  const width = pageWidth - 2 * pageEdge;
  const lengths = entries.map((entry) => leadOf(entry) + markupWidth(entry.label, fontSize.key) + GAP * 0.6);
  let rows = 1;
  while (rows < entries.length && columnWidths(lengths, rows).reduce((sum, each) => sum + each) > width) rows += 1;
  const columns = columnWidths(lengths, rows);
  const node = element(document, "g", {"aria-label": "key"});
  entries.forEach((entry, i) => {
    const x = columns.slice(0, Math.floor(i / rows)).reduce((sum, each) => sum + each, 0);
    const y = ((i % rows) + 0.5) * ROW;
    node.append(...sample(document, entry, x, y), name(document, entry.label, x + leadOf(entry), y));
  });
  return {node, height: rows * ROW, lines: entries.map(said)};
}

function columnWidths(lengths: readonly number[], rows: number): number[] {
  return Array.from({length: Math.ceil(lengths.length / rows)}, (_, i) =>
    Math.max(...lengths.slice(i * rows, (i + 1) * rows))
  );
}

function leadOf(entry: KeyEntry): number {
  return entry.line ? SAMPLE : SAMPLE / 2;
}

/** A flowing key after a name of what its entries are values of. */
export function titledKey(document: Document, title: string, entries: readonly KeyEntry[], pageWidth: number): Key {
  const lead = markupWidth(title, fontSize.key) + GAP / 2;
  const {node, height, lines} = flowingKey(document, entries, pageWidth - lead);
  const shifted = element(document, "g", {transform: `translate(${lead},0)`}, [node]);
  return {
    node: element(document, "g", {}, [name(document, title, 0, ROW / 2), shifted]),
    height,
    lines: [`${plainText(title)}: ${lines.join(", ")}`]
  };
}

/** Keys below one another. */
export function stackKeys(document: Document, keys: readonly Key[]): Key {
  const node = element(document, "g");
  let y = 0;
  for (const key of keys) {
    node.append(element(document, "g", {transform: `translate(0,${y})`}, [key.node]));
    y += key.height + 2;
  }
  return {node, height: y - 2, lines: keys.flatMap(({lines}) => lines)};
}

function name(document: Document, label: string, x: number, y: number, size: number = fontSize.key): SVGElement {
  return richText(document, label, size, {
    x,
    y: y + size * 0.36,
    fill: ink.text,
    "text-anchor": "start"
  });
}

function sample(document: Document, entry: KeyEntry, x: number, y: number): SVGElement[] {
  const {colour, shape, radius = 3, hollow, line, dash, band} = entry;
  const length = line ? SAMPLE - 5 : 9;
  const drawn: SVGElement[] = [];
  if (band)
    drawn.push(
      element(document, "rect", {x, y: y - 4, width: length, height: 8, fill: colour, "fill-opacity": bandOpacity})
    );
  if (line)
    drawn.push(
      element(document, "path", {
        d: `M${x},${y}h${length}`,
        stroke: colour,
        "stroke-width": typeof line === "number" ? line : lineWidth.curve,
        ...(dash ? {"stroke-dasharray": dash} : {}),
        fill: "none"
      })
    );
  if (shape)
    drawn.push(
      element(document, "path", {
        d: markerPath(shape, x + length / 2, y, radius),
        ...(hollow ? {fill: "white", stroke: colour, "stroke-width": 1} : {fill: colour})
      })
    );
  return drawn;
}
