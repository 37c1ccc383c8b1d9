import {byCodePoint} from "../formats/json.ts";
import {DatasetMistake} from "./dataset-mistake.ts";

/** A picture file of a dataset, and the name of its class. */
export interface ImageFile {
  path: string;
  class: string;
}

/** Endings of the files that are read as pictures, whatever they really hold. */
const pictures = /\.(jpe?g|png|webp|tiff?|gif)$/i;

/**
 * The pictures of a folder per class (`CLASS/.../FILE`), by class and then by path, as torchvision's ImageFolder.
 * Hidden files are passed over.
 * @param paths of all files, relative to the folder, with slashes
 * @param folders names of the classes' folders
 * @throws DatasetMistake for a file that lies in no class folder or is no picture by its name, and for an empty folder
 */
export function filesByFolder(paths: readonly string[], folders: readonly string[]): ImageFile[] {
  const visible = paths.filter((path) => !path.split("/").some((part) => part.startsWith(".")));
  const stray = visible.find((path) => !pictures.test(path));
  if (stray !== undefined)
    throw new DatasetMistake(`${stray} is no picture by its name; expected .jpg, .png, .webp, .tif`);
  const homeless = visible.find((path) => !path.includes("/"));
  if (homeless !== undefined)
    throw new DatasetMistake(`${homeless} lies in no class's folder; expected CLASS/${homeless}`);
  const filled = new Set(visible.map(classOf));
  const empty = folders.find((folder) => !filled.has(folder) && !folder.startsWith("."));
  if (empty !== undefined) throw new DatasetMistake(`class ${empty} has no picture: its folder is empty`);
  return visible
    .map((path) => ({path, class: classOf(path)}))
    .sort((a, b) => byCodePoint(a.class, b.class) || byCodePoint(a.path, b.path));
}

function classOf(path: string): string {
  return path.slice(0, path.indexOf("/"));
}

/** Names of the classes of files in the order of their labels: numbers by size if all are, else alphabetically. */
export function classesOf(files: readonly ImageFile[]): string[] {
  const names = [...new Set(files.map((file) => file.class))];
  const numeric = names.every((name) => /^\d+$/.test(name));
  return names.sort(numeric ? (a, b) => Number(a) - Number(b) : byCodePoint);
}

/** @throws DatasetMistake where the counts are not those that were declared */
export function checkCounts(
  {images, classes}: {images: number; classes: number},
  expected: {images: number | null; classes: number | null}
): void {
  for (const [what, found, wanted] of [
    ["classes", classes, expected.classes],
    ["images", images, expected.images]
  ] as const)
    if (wanted !== null && found !== wanted)
      throw new DatasetMistake(`${found} ${what}, but the dataset is declared to have ${wanted}`);
}
