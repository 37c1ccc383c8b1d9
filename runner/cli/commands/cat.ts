import {createReadStream} from "node:fs";
import {pipeline} from "node:stream/promises";
import {artifactFile} from "../artifact.ts";
import type {Console} from "../console.ts";
import {type GraphOptions, openProject} from "../project.ts";

/** `vvs cat`: an artifact's bytes, on standard output. */
export async function catCommand(
  name: string,
  file: string | undefined,
  options: GraphOptions & {directory?: string},
  {note}: Console
): Promise<number> {
  const project = await openProject(options.directory, options);
  const path = await artifactFile(project, name, note, file);
  await pipeline(createReadStream(path), process.stdout, {end: false});
  return 0;
}
