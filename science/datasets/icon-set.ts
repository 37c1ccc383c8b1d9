import * as z from "zod";
import {byCodePoint} from "../formats/json.ts";
import {DatasetMistake} from "./dataset-mistake.ts";

const place = {
  left: z.number().optional(),
  top: z.number().optional(),
  width: z.number().optional(),
  height: z.number().optional()
};
/** What an alias may change of its parent's drawing, beside its name. */
const changes = ["rotate", "hFlip", "vFlip", ...Object.keys(place)] as const;

/** One artist's drawings: an `icons.json` of the Iconify packages. */
export const iconSetSchema = z.object({
  prefix: z.string(),
  ...place,
  icons: z.record(z.string(), z.object({body: z.string(), ...place})),
  aliases: z.record(z.string(), z.looseObject({parent: z.string()})).default({})
});
export type IconSet = z.output<typeof iconSetSchema>;

/** Iconify's own default of an icon's sides. */
const SIDE = 16;

/** The SVG document of an icon, by its name or an alias that only renames; undefined where the set has none. */
export function iconSvg(set: IconSet, name: string): string | undefined {
  const icon = Object.hasOwn(set.icons, name) ? set.icons[name] : undefined;
  if (icon) {
    const {left, top, width, height} = {left: 0, top: 0, width: SIDE, height: SIDE, ...placeOf(set), ...placeOf(icon)};
    return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${left} ${top} ${width} ${height}">${icon.body}</svg>`;
  }
  const alias = Object.hasOwn(set.aliases, name) ? set.aliases[name] : undefined;
  if (!alias || changes.some((change) => change in alias)) return undefined;
  return iconSvg(set, alias.parent);
}

/** One drawing of one object. */
export interface Drawing {
  label: number;
  class: string;
  name: string;
  artist: string;
  svg: string;
}

/**
 * The drawings of classes (class name to icon names), by class in alphabetical order, then by name and artist in the
 * order given.
 * @throws DatasetMistake for a name that fewer than two of the artists drew, a class without names, a name used twice
 */
export function drawingsOf(classes: Readonly<Record<string, readonly string[]>>, sets: readonly IconSet[]): Drawing[] {
  const used = new Map<string, string>();
  return classNames(classes).flatMap((className, label) => {
    const names = classes[className] ?? [];
    if (names.length === 0) throw new DatasetMistake(`class "${className}" has no names`);
    return names.flatMap((name) => {
      const other = used.get(name);
      if (other !== undefined) throw new DatasetMistake(`"${name}" is in class "${other}" and again in "${className}"`);
      used.set(name, className);
      const drawings = sets.flatMap((set) => {
        const svg = iconSvg(set, name);
        return svg === undefined ? [] : [{label, class: className, name, artist: set.prefix, svg}];
      });
      if (drawings.length < Math.min(2, sets.length)) {
        const drawn = drawings.length === 0 ? "none" : `only ${drawings[0]?.artist}`;
        throw new DatasetMistake(
          `class "${className}": of ${sets.map(({prefix}) => prefix).join(", ")}, ${drawn} drew "${name}"; expected two at least`
        );
      }
      return drawings;
    });
  });
}

/** Names of classes in the order of their labels: alphabetical, as folders of images are labelled. */
function classNames(classes: Readonly<Record<string, unknown>>): string[] {
  return Object.keys(classes).sort(byCodePoint);
}

function placeOf(source: {
  left?: number | undefined;
  top?: number | undefined;
  width?: number | undefined;
  height?: number | undefined;
}): Record<string, number> {
  const {left, top, width, height} = source;
  return Object.fromEntries(
    Object.entries({left, top, width, height}).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]]))
  );
}
