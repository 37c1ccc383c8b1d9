import path from "node:path";
import type {TextField} from "./fields.ts";
import type {MistakeList} from "./mistakes.ts";

/** Paths that are clean as they stand; asked first, for speed at thousands of tasks. */
const clean = /^(?:[\w-][\w.-]*\/)*[\w-][\w.-]*$/;

/**
 * A path of the working tree, relative to the project's folder, without "./" and without a slash at its end.
 * A path that leads out of the folder, or is the folder itself, is told as a mistake of `field`.
 */
export function insideFolder(field: TextField, mistakes: MistakeList, written = field.text): string | undefined {
  const short = written.startsWith("./") ? written.slice(2) : written;
  if (clean.test(short)) return short;
  const normal = path.posix.normalize(written).replace(/\/$/, "");
  if (normal === ".")
    mistakes.add(field.node, field.path, `${written} is the project's folder; name a file or folder in it`, "folder");
  else if (normal === "" || normal.startsWith("/") || normal === ".." || normal.startsWith("../"))
    mistakes.add(field.node, field.path, `${written} is not in the project's folder`, "outside");
  else return normal;
}
