import {fontFamily, fontSize, ink, pageEdge} from "../look/theme.ts";
import {plainText, richText, typeset, wrap} from "../text/rich-text.ts";
import type {Key} from "./key.ts";
import {element} from "./svg.ts";

/** One of Plot's drawings with what stands above it. */
export interface Cell {
  plot: Element;
  heading?: string;
  key?: Key;
}

/** What a page holds, from top to bottom. */
export interface PageContent {
  /** Width in pixels. */
  width: number;
  title: string;
  key?: Key;
  /** Cells in rows; each plot knows its own width and height. */
  rows: Cell[][];
  /** Printed small below the axes. */
  caption: string;
  /** Values that only the drawing shows, for those who cannot see it. */
  values?: string;
}

const LINE_HEIGHT = 1.36;
const HEADING = 15;

/** One `<svg>` with title, key, axes and caption below one another, so that nothing covers the data. */
export function assemble(
  document: Document,
  {width, title, key, rows, caption, values = ""}: PageContent
): SVGSVGElement {
  let y = pageEdge + fontSize.title;
  const drawn = [line(document, title, fontSize.title, {x: pageEdge, y, bold: true})];
  y += 7;
  if (key) {
    drawn.push(moved(document, pageEdge, y, [key.node]));
    y += key.height + 4;
  }
  for (const row of rows) {
    let x = 0;
    const heights = row.map((cell) => {
      const {node, height} = drawCell(document, cell);
      drawn.push(moved(document, x, y, [node]));
      x += sizeOf(cell.plot, "width");
      return height;
    });
    y += Math.max(...heights);
  }
  y += 3;
  for (const text of wrap(caption, fontSize.caption, width - 2 * pageEdge)) {
    y += fontSize.caption * LINE_HEIGHT;
    drawn.push(line(document, text, fontSize.caption, {x: pageEdge, y, colour: ink.quiet}));
  }
  const description = describe({key, rows, values, caption});
  return root(document, width, Math.ceil(y + pageEdge), {title, description}, drawn);
}

/** What the page says, for those who cannot see it: keys with their equations, axes by their headings, the caption. */
function describe({
  key,
  rows,
  values,
  caption
}: {
  key: Key | undefined;
  rows: Cell[][];
  values: string;
  caption: string;
}): string {
  const axes = rows.flat().flatMap(({heading, key: own}) => {
    const said = [...(heading ? [plainText(heading)] : []), ...(own?.lines ?? [])];
    return said.length > 0 ? [`${said.join("; ")}.`] : [];
  });
  return [...(key ? [`${key.lines.join("; ")}.`] : []), ...axes, values, plainText(caption)].filter(Boolean).join(" ");
}

function drawCell(document: Document, {heading, key, plot}: Cell): {node: SVGElement; height: number} {
  const node = element(document, "g");
  let y = 0;
  if (heading) {
    node.append(line(document, heading, fontSize.label, {x: pageEdge, y: 11, bold: true}));
    y += HEADING;
  }
  if (key) {
    node.append(moved(document, pageEdge, y, [key.node]));
    y += key.height + 2;
  }
  typeset(plot, fontSize.tick);
  const content = [...plot.childNodes].filter((child) => child.nodeName.toLowerCase() !== "style");
  node.append(moved(document, 0, y, content, {fill: ink.text, color: ink.text, "text-anchor": "middle"}));
  return {node, height: y + sizeOf(plot, "height")};
}

function root(
  document: Document,
  width: number,
  height: number,
  {title, description}: {title: string; description: string},
  drawn: SVGElement[]
): SVGSVGElement {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const attributes = {
    xmlns: "http://www.w3.org/2000/svg",
    width,
    height,
    viewBox: `0 0 ${width} ${height}`,
    role: "img",
    "aria-label": title,
    "font-family": fontFamily
  };
  for (const [name, value] of Object.entries(attributes)) svg.setAttribute(name, String(value));
  const desc = element(document, "desc");
  desc.textContent = description;
  svg.append(desc, element(document, "rect", {width, height, fill: "white"}), ...drawn);
  return svg;
}

function line(
  document: Document,
  markup: string,
  size: number,
  {x, y, bold, colour = ink.text}: {x: number; y: number; bold?: boolean; colour?: string}
): SVGElement {
  return richText(document, markup, size, {
    x,
    y,
    fill: colour,
    "text-anchor": "start",
    ...(bold ? {"font-weight": 600} : {})
  });
}

function moved(document: Document, x: number, y: number, children: Node[], attributes = {}): SVGElement {
  return element(document, "g", {transform: `translate(${x},${y})`, ...attributes}, children);
}

function sizeOf(plot: Element, name: "width" | "height"): number {
  return Number(plot.getAttribute(name));
}
