import {escapeXml, type FoundOrigin, ORIGIN_NAMESPACE, type Origin, parseOrigin, unescapeXml} from "./origin.ts";

/** What stood before `<svg` and after `</svg>` in the stored drawing: lost where the picture is pasted elsewhere. */
interface Surroundings {
  before: string;
  after: string;
}

const OPENING = /<svg(?=[\s>])(?:"[^"]*"|'[^']*'|[^"'>])*>/;
const NOTE = /<metadata\b[^>]*\bid="vvs-origin"[^>]*>([^<]*)<\/metadata>/g;

/** Adds an origin as the first child of the outermost `svg`; undefined where a text has none. */
export function svgWithOrigin(svg: string, origin: Origin): string | undefined {
  const opening = OPENING.exec(svg);
  const end = svg.lastIndexOf("</svg>");
  if (!opening || opening[0].endsWith("/>") || end < 0) return undefined;
  const at = opening.index + opening[0].length;
  const surroundings: Surroundings = {before: svg.slice(0, opening.index), after: svg.slice(end + "</svg>".length)};
  const text = escapeXml(JSON.stringify({...origin, ...surroundings}));
  const note = `<metadata id="vvs-origin" data-namespace="${ORIGIN_NAMESPACE}">${text}</metadata>`;
  return svg.slice(0, at) + note + svg.slice(at);
}

/** The origins of all drawings in a text: one SVG, or a larger document into which some were pasted. */
export function originsInSvg(text: string): FoundOrigin[] {
  return [...text.matchAll(NOTE)].flatMap((match) => {
    const content = unescapeXml(match[1] ?? "");
    const origin = parseOrigin(content);
    if (!origin) return [];
    const start = openingBefore(text, match.index);
    const end = start === undefined ? undefined : closingAfter(text, match.index + match[0].length);
    const noteEnd = match.index + match[0].length;
    const whole = text.slice(0, match.index) + text.slice(noteEnd);
    if (start === undefined || end === undefined) return [{origin, drawing: Buffer.from(whole), within: false}];
    const {before, after} = surroundingsIn(content);
    const drawing = before + text.slice(start, match.index) + text.slice(noteEnd, end) + after;
    return [{origin, drawing: Buffer.from(drawing), within: drawing !== whole}];
  });
}

function surroundingsIn(content: string): Surroundings {
  const {before = "", after = ""}: Partial<Record<"before" | "after", unknown>> = JSON.parse(content);
  return {before: String(before), after: String(after)};
}

/** Where the opening tag begins that ends right before a place. */
function openingBefore(text: string, place: number): number | undefined {
  const start = text.lastIndexOf("<svg", place);
  if (start < 0) return undefined;
  const opening = OPENING.exec(text.slice(start, place));
  return opening?.index === 0 && text.slice(start + opening[0].length, place).trim() === "" ? start : undefined;
}

/** Where the element ends in which a place is, with other `svg` elements inside it. */
function closingAfter(text: string, place: number): number | undefined {
  const tags = /<svg(?=[\s>])(?:"[^"]*"|'[^']*'|[^"'>])*>|<\/svg\s*>/g;
  tags.lastIndex = place;
  let depth = 1;
  for (let tag = tags.exec(text); tag; tag = tags.exec(text)) {
    if (tag[0].startsWith("</")) depth--;
    else if (!tag[0].endsWith("/>")) depth++;
    if (depth === 0) return tags.lastIndex;
  }
  return undefined;
}
