import {existsSync, readFileSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {UserMistake} from "../errors/user-mistake.ts";
import {type Layout, layOut} from "./layout.ts";
import {Locks} from "./locks.ts";
import {Names} from "./names.ts";
import {Objects} from "./objects.ts";
import {writeIfPossible} from "./read-only.ts";
import {Records} from "./records.ts";
import {TreeFiles} from "./tree-files.ts";

/** Changes whenever an older version could not read what this one writes. */
const CACHE_FORMAT = "1";

/** The cache of one project. */
export interface Store {
  layout: Layout;
  objects: Objects;
  records: Records;
  names: Names;
  files: TreeFiles;
  locks: Locks;
  /** Writes what the derived indexes gathered. */
  flush(): void;
}

/** Opens (or makes) the cache of the project in `folder`. */
export function openStore(folder: string): Store {
  const root = join(folder, "cache");
  const formatFile = join(root, "format");
  const found = existsSync(formatFile) ? readFileSync(formatFile, "utf8").trim() : "";
  if (/^\d+$/.test(found) && found !== CACHE_FORMAT) {
    throw new UserMistake(`the cache is of format ${found}; this version reads format ${CACHE_FORMAT}`, {
      file: formatFile,
      advice: "move the cache folder away, or use the version that made it"
    });
  }
  const layout = layOut(root);
  if (found !== CACHE_FORMAT) writeIfPossible(root, () => writeFileSync(formatFile, `${CACHE_FORMAT}\n`));
  const objects = new Objects(layout);
  const records = new Records(layout);
  const names = new Names(layout);
  const files = new TreeFiles(layout, folder, objects);
  return {
    layout,
    objects,
    records,
    names,
    files,
    locks: new Locks(layout),
    flush() {
      records.flush();
      names.flush();
      files.flush();
    }
  };
}
