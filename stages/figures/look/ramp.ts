import {powerOfTen} from "../page/axes.ts";
import type {Key} from "../page/key.ts";
import {element} from "../page/svg.ts";
import {decades} from "../series/decades.ts";
import type {Domain} from "../series/domain.ts";
import {markupWidth, plainText, richText} from "../text/rich-text.ts";
import {ramp} from "./palette.ts";
import {fontSize, ink} from "./theme.ts";

const STEPS = 40;
const HEIGHT = 8;

/** Colour of a value on a log scale from light to dark. */
export function rampColour(value: number, [from, to]: Domain): string {
  const position = Math.min(1, Math.max(0, Math.log(value / from) / Math.log(to / from))) * (ramp.length - 1);
  const below = Math.min(ramp.length - 2, Math.floor(position));
  const [first, second] = [channels(ramp[below]), channels(ramp[below + 1])];
  const mixed = first.map((channel, i) =>
    Math.round(channel + ((second[i] ?? channel) - channel) * (position - below))
  );
  return `#${mixed.map((channel) => channel.toString(16).padStart(2, "0")).join("")}`;
}

/** The key of a colour scale: its title, a bar of its colours, and the powers of ten below. */
export function rampKey(document: Document, title: string, domain: Domain, {width = 150} = {}): Key {
  const [from, to] = domain;
  const lead = markupWidth(title, fontSize.key) + 8;
  const at = (value: number) => lead + (Math.log(value / from) / Math.log(to / from)) * width;
  const node = element(document, "g", {"aria-label": "key"}, [
    richText(document, title, fontSize.key, {x: 0, y: 10, fill: ink.text, "text-anchor": "start"})
  ]);
  for (let i = 0; i < STEPS; i++) {
    const value = from * (to / from) ** ((i + 0.5) / STEPS);
    const x = lead + (i / STEPS) * width;
    node.append(
      element(document, "rect", {x, y: 2, width: width / STEPS + 0.3, height: HEIGHT, fill: rampColour(value, domain)})
    );
  }
  for (const value of decades(domain)) {
    const x = at(value);
    node.append(
      element(document, "path", {d: `M${x},${HEIGHT + 2}v3`, stroke: ink.text, "stroke-width": 0.8, fill: "none"}),
      richText(document, powerOfTen(value), fontSize.caption, {
        x,
        y: HEIGHT + 14,
        fill: ink.text,
        "text-anchor": "middle"
      })
    );
  }
  return {node, height: HEIGHT + 17, lines: [`color, light to dark: ${plainText(title)}`]};
}

function channels(hex = "#000000"): number[] {
  return [1, 3, 5].map((start) => Number.parseInt(hex.slice(start, start + 2), 16));
}
