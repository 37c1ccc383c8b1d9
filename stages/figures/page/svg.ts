export type Attributes = Record<string, string | number>;

/** A new SVG element. */
export function element(
  document: Document,
  name: string,
  attributes: Attributes = {},
  children: readonly Node[] = []
): SVGElement {
  const made = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  for (const child of children) made.appendChild(child);
  return made;
}
