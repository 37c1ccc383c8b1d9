import {existsSync} from "node:fs";
import path from "node:path";
import {UserMistake} from "../errors/user-mistake.ts";
import {pipelineFile} from "./read-pipeline.ts";

/** The nearest folder, from `startFolder` upwards, that holds a pipeline.yaml. */
export function findPipeline(startFolder: string): string {
  let folder = path.resolve(startFolder);
  for (;;) {
    if (existsSync(path.join(folder, pipelineFile))) return folder;
    const above = path.dirname(folder);
    if (above === folder) break;
    folder = above;
  }
  throw new UserMistake(`no ${pipelineFile} in ${path.resolve(startFolder)} or in a folder above it`, {
    advice: "Change to a project's folder, or name it: vvs -C DIR."
  });
}
