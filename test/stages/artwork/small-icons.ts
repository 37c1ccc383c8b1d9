/** Icon sets of three artists who drew a disc, a box and a tile, each in a colour of their own; by file name. */
export const iconSets = {
  "a.json": iconSet("a", "red"),
  "b.json": iconSet("b", "lime"),
  "c.json": iconSet("c", "blue")
};

export const classes = {round: ["disc"], square: ["box", "tile"]};

function iconSet(prefix: string, colour: string): string {
  const drawing = (shape: string) => ({body: shape, width: 32, height: 32});
  return JSON.stringify({
    prefix,
    icons: {
      disc: drawing(`<circle cx="16" cy="16" r="9" fill="${colour}"/>`),
      box: drawing(`<path d="M4 10h20v16H4z" fill="${colour}"/>`),
      tile: drawing(`<path d="M4 4h8v8H4z" fill="${colour}"/>`)
    }
  });
}
