/** What the gallery says of one figure, read from its drawing and its caption. */
export interface Entry {
  name: string;
  /** `Figure 1b`. */
  number: string;
  section: Section;
  title: string;
  caption: string;
  /** All that a reader who cannot see it is told. */
  description: string;
  /** `620 each` or `364; 256`: what the caption says after each n; empty where it has none. */
  sizes: string;
  /** The curves and lines with what they are fitted to. */
  equations: string[];
  /** References to the fits that it shows. */
  fits: readonly string[];
  /** Two columns of a journal wide. */
  broad: boolean;
}

export const sections = ["Main text", "Appendix", "Beside the paper", "Simulated study"] as const;
export type Section = (typeof sections)[number];

/** Reads an entry from an SVG that the figures stage wrote. */
export function entryOf(name: string, {svg, caption, fits}: {svg: string; caption: string; fits: readonly string[]}) {
  const text = caption.trim();
  const description = unescaped(/<desc>([^<]*)<\/desc>/.exec(svg)?.[1] ?? "");
  const said = description.endsWith(text) ? description.slice(0, -text.length) : description;
  const {section, number} = placeOf(name);
  return {
    name,
    number,
    section,
    title: unescaped(/ aria-label="([^"]*)"[^>]* role="img"/.exec(svg)?.[1] ?? name),
    caption: text,
    description: description || text,
    sizes: sizesIn(text),
    equations: equationsIn(said),
    fits,
    broad: Number(/ width="(\d+)"/.exec(svg)?.[1] ?? 0) > 400
  } satisfies Entry;
}

function placeOf(name: string): {section: Section; number: string} {
  const [, appendix, digits] = /^fig(S?)(\d+[a-d]?)$/.exec(name) ?? [];
  if (digits) return {section: appendix ? "Appendix" : "Main text", number: `Figure ${appendix}${digits}`};
  const [, beside] = /^extra-fig(\d+)-/.exec(name) ?? [];
  if (beside) return {section: "Beside the paper", number: `With figure ${beside}`};
  return {section: "Simulated study", number: "Simulated"};
}

function sizesIn(caption: string): string {
  const found = [...caption.matchAll(/\bn(?: =|:) ([^;)]*[^;).\s])/g)].map(([, size = ""]) => size);
  return found.map((size) => size.replace(/, of which.*/, "")).join("; ");
}

/** Lines such as `V1; R² = 0.97. V2; R² = 0.95.`: each formula after the heading or label that it belongs to. */
function equationsIn(said: string): string[] {
  return said.split(/\.\s/).flatMap((sentence) => {
    const parts = sentence.split("; ").map((part) => part.replace(/\.$/, ""));
    const isFormula = (part: string) => /[SR]²? [=→] /.test(part);
    const [first = ""] = parts;
    const heading = isFormula(first) || parts.length < 2 || !parts.slice(1).some(isFormula) ? "" : `${first}: `;
    const own = parts.filter(isFormula);
    return own.map((part) => `${said.includes(". ") ? heading : ""}${part}`);
  });
}

function unescaped(text: string): string {
  return text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&quot;", '"').replaceAll("&amp;", "&");
}
