/** Serializes a drawing: the same figure always gives the same bytes, whatever was drawn before it. */
export function toSvg(figure: Element): string {
  return `${write(figure, new Map())}\n`;
}

/** Names that stand-ins for a browser's document may write in lower case. */
const mixedCase = ["clipPath", "linearGradient"];

/** Plot numbers clip paths, gradients and markers per process; here each figure has numbers of its own. */
function renumber(value: string, ids: Map<string, string>): string {
  return value.replace(/plot-(?:clip|gradient|marker)-\d+/g, (id) => {
    const known = ids.get(id) ?? `id${ids.size}`;
    ids.set(id, known);
    return known;
  });
}

function write(node: Node, ids: Map<string, string>): string {
  if (node.nodeType === 3) return escaped(node.textContent ?? "");
  if (!isElement(node)) return "";
  const name = mixedCase.find((known) => known.toLowerCase() === node.localName.toLowerCase()) ?? node.localName;
  const attributes = [...node.attributes]
    .map((attribute) => [attribute.name, rounded(renumber(attribute.value, ids))] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => ` ${key}="${escaped(value)}"`)
    .join("");
  const content = [...node.childNodes].map((child) => write(child, ids)).join("");
  return content ? `<${name}${attributes}>${content}</${name}>` : `<${name}${attributes}/>`;
}

function isElement(node: Node): node is Element {
  return node.nodeType === 1;
}

/** Coordinates to a hundredth of a pixel. */
function rounded(value: string): string {
  return value.replace(/-?\d*\.\d{3,}(?:e-?\d+)?/g, (number) => String(Number(Number(number).toFixed(2)) + 0));
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}
