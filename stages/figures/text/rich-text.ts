import {type Attributes, element} from "../page/svg.ts";
import {textWidth} from "./text-width.ts";

/** A piece of a line: upright, italic or raised; with a tilde over it or not. */
export interface Run {
  text: string;
  italic?: boolean;
  raised?: boolean;
  tilde?: boolean;
}

const RAISED_SIZE = 0.72;
const RAISED_BY = 0.36;
/** The tilde of its own, in ems: its advance, where its ink is centred, how far it must rise above a capital. */
const TILDE = {advance: 0.505, centre: 0.2575, rise: 0.145} as const;

/**
 * Reads the small markup of labels: `*C*` is italic, `10^{15}` raises what is in the braces, a combining tilde stands
 * over the italic letter before it. Everything else is as it stands.
 */
export function parseRuns(markup: string): Run[] {
  const runs: Run[] = [];
  for (const [, raised, italic, plain] of markup.matchAll(/\^\{([^}]*)\}|\*([^*]+)\*|([^*^]+|[*^])/g)) {
    if (raised !== undefined) runs.push({text: raised, raised: true});
    else if (italic !== undefined)
      runs.push({
        text: italic.replace("\u0303", ""),
        italic: true,
        ...(italic.endsWith("\u0303") ? {tilde: true} : {})
      });
    else if (plain !== undefined) runs.push({text: plain});
  }
  return runs;
}

/** What a line of markup says, without the markup. */
export function plainText(markup: string): string {
  return markup
    .replace(/\*([^*]+)\*/g, "$1")
    .replace(/\^\{([^}]*)\}/g, "^$1")
    .replaceAll("\u00a0", " ");
}

/** Width of a line of markup, in the unit of `size`. */
export function markupWidth(markup: string, size: number, {bold = false} = {}): number {
  return parseRuns(markup).reduce(
    (width, {text, raised}) => width + textWidth(text, raised ? size * RAISED_SIZE : size, {bold}),
    0
  );
}

/** A `<text>` whose markup is set with tspans, which browsers, PNG and PDF writers draw alike. */
export function richText(document: Document, markup: string, size: number, attributes: Attributes = {}): SVGElement {
  const text = element(document, "text", {"font-size": size, ...attributes});
  setRuns(text, markup, size);
  return text;
}

/** Replaces markup in every `<text>` that Plot has written: tick labels and axis titles. */
export function typeset(root: Element, size: number): void {
  for (const text of root.querySelectorAll("text")) {
    const markup = text.textContent ?? "";
    if (!/\^\{|\*/.test(markup)) continue;
    text.textContent = "";
    setRuns(text, markup, size);
  }
}

/** Combining marks are drawn as characters of their own, since not every PDF writer sets them. */
function setRuns(text: Element, markup: string, size: number): void {
  const runs = parseRuns(markup);
  const [only] = runs;
  if (only && runs.length === 1 && !only.italic && !only.raised) {
    text.textContent = only.text;
    return;
  }
  let level = 0;
  let kern = 0;
  const set = (run: Run, target: number, advance = 0) => {
    const [dx, dy] = [kern, target - level];
    const span = element(text.ownerDocument, "tspan", {
      ...(dx === 0 ? {} : {dx}),
      ...(dy === 0 ? {} : {dy}),
      ...(run.raised ? {"font-size": RAISED_SIZE * size} : {}),
      ...(run.italic ? {"font-style": "italic"} : {})
    });
    span.textContent = run.text;
    text.append(span);
    level = target;
    kern = advance;
  };
  for (const run of runs) {
    const width = textWidth(run.text, size);
    const start = width / 2 - TILDE.centre * size;
    set(run, run.raised ? -RAISED_BY * size : 0, run.tilde ? start - width : 0);
    if (run.tilde) set({text: "˜", italic: true}, -TILDE.rise * size, width - start - TILDE.advance * size);
  }
}

/** Breaks a text into lines no wider than `width`; a no-break space does not break. */
export function wrap(markup: string, size: number, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of markup.split(" ")) {
    const longer = line ? `${line} ${word}` : word;
    if (line && markupWidth(longer, size) > width) {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  if (line) lines.push(line);
  return lines;
}
