import {suggestion} from "../errors/nearest.ts";
import type {TextField} from "./fields.ts";
import type {MistakeList} from "./mistakes.ts";

/** `${inputs.all.list}` is {group: "inputs", name: "all.list"}. */
export interface TemplateName {
  group: string;
  name: string;
}

export type TemplatePiece = string | TemplateName;

/** Ours always have a point, `${params.count}`; `$VAR`, `${VAR}` and `$(...)` are the shell's. */
const names = /\$\{([A-Za-z_][\w-]*)\.([^{}]*)\}/g;

/** Splits a template into plain text and names. */
export function parseTemplate(text: string): TemplatePiece[] {
  const pieces: TemplatePiece[] = [];
  let end = 0;
  for (const {0: written, 1: group = "", 2: name = "", index} of text.matchAll(names)) {
    if (index > end) pieces.push(text.slice(end, index));
    pieces.push({group, name});
    end = index + written.length;
  }
  if (end < text.length) pieces.push(text.slice(end));
  return pieces;
}

/** Text with labels in it, `./texts/${each.letter}.txt`. */
export interface LabelTemplate {
  /** False where all tasks get the same text. */
  varies: boolean;
  fill(labels: Record<string, string>): string;
}

/** Reads a text in which only labels may stand. Undefined where it names something else; that is told. */
export function labelTemplate(
  {node, path}: TextField,
  text: string,
  keys: readonly string[],
  mistakes: MistakeList
): LabelTemplate | undefined {
  if (!text.includes("${")) return {varies: false, fill: () => text};
  const pieces = parseTemplate(text);
  let fits = true;
  for (const piece of pieces) {
    const wrong =
      typeof piece === "string"
        ? piece.includes("${") && `expected \${each.LABEL} in ${text}`
        : piece.group !== "each"
          ? `only labels may stand here, \${each.LABEL}; found \${${piece.group}.${piece.name}}`
          : !keys.includes(piece.name) && unknownLabel(piece.name, keys);
    if (wrong) mistakes.add(node, path, wrong);
    fits &&= wrong === false;
  }
  if (!fits) return undefined;
  const fill = (labels: Record<string, string>): string => {
    let filled = "";
    for (const piece of pieces) filled += typeof piece === "string" ? piece : labels[piece.name];
    return filled;
  };
  return {varies: true, fill};
}

/** The mistake of a label that a stage has not. */
export function unknownLabel(name: string, keys: readonly string[]): string {
  return keys.length === 0
    ? `\${each.${name}}: the stage has no labels; give it each: {${name}: ...}`
    : `\${each.${name}}: the stage has no label ${name}${suggestion(name, keys)}`;
}
