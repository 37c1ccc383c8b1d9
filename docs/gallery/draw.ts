import {mkdirSync, readdirSync, readFileSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {toPng} from "../../stages/figures/export/png.ts";

/** Draws the README's pictures, at screen size, from the figures of the last run: `node --import tsx docs/gallery/draw.ts`. */
const [from, to] = [join(import.meta.dirname, "../../figures"), import.meta.dirname];
mkdirSync(to, {recursive: true});
for (const file of readdirSync(from).filter((name) => name.endsWith(".svg")))
  writeFileSync(join(to, file.replace(/svg$/, "png")), toPng(readFileSync(join(from, file), "utf8"), 120));
