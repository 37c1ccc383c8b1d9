import {cpSync, symlinkSync} from "node:fs";
import {join} from "node:path";
import {withFolder} from "./temporary-folder.ts";
import {projectRoot} from "./vvs.ts";

const COPIED = ["pipeline.yaml", "package.json", "package-lock.json", "stages", "science", "runner", "data"];

/** A copy of this project without its cache, for as long as `use` takes; packages are linked. */
export function withProjectCopy<T>(use: (folder: string) => T | Promise<T>): Promise<T> {
  return withFolder({}, (folder) => {
    for (const name of COPIED) cpSync(join(projectRoot, name), join(folder, name), {recursive: true});
    symlinkSync(join(projectRoot, "node_modules"), join(folder, "node_modules"));
    return use(folder);
  });
}
