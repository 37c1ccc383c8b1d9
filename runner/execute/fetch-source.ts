import {existsSync} from "node:fs";
import {join, resolve} from "node:path";
import * as z from "zod";
import type {Graph, GraphTask} from "../graph/types.ts";
import {digestOfFile} from "../hash/digest.ts";
import {copy} from "../store/copy.ts";
import {digestsInWords, mismatch} from "./check-source.ts";
import {download} from "./download.ts";
import type {Outcome} from "./outcome.ts";

/** An external file: what pipeline.yaml says of a source. */
export const sourceSchema = z.looseObject({
  file: z.string(),
  url: z.string(),
  /** A file of an installed package, `PACKAGE/FILE`, that is the same. */
  package: z.string().optional(),
  /** At least one of the two digests. */
  sha256: z.string().optional(),
  sha1: z.string().optional(),
  bytes: z.int().optional(),
  licence: z.string().optional(),
  citation: z.string().optional()
});
export type Source = z.output<typeof sourceSchema>;

/** The source that a task brings; undefined for other tasks. */
export function sourceOf(graph: Graph, task: GraphTask): Source | undefined {
  return graph.stages.get(task.stage)?.kind === "fetch" ? sourceSchema.parse(task.params.source) : undefined;
}

export interface FetchOptions {
  /** The project folder; `data/` in it is looked at first, and downloads land there. */
  folder: string;
  /** Folders and URLs of VVS_MIRROR. */
  mirrors: string[];
  /** False where nothing asked for a download. */
  download: boolean;
  note(line: string): void;
}

/** Splits VVS_MIRROR: folders and URLs, separated by commas. */
export function parseMirrors(text: string | undefined): string[] {
  return (text ?? "")
    .split(",")
    .map((part) => part.trim())
    .filter(Boolean);
}

/**
 * Brings a source to `target`: from an installed package, else from `data/`, else from a mirror by its file name, else by
 * download; only bytes with the declared digests are ever kept. Wrong ones in a file that a person laid there are a
 * failure that shows both. Where no SHA-256 was declared, that of the bytes is told.
 */
export async function fetchSource(source: Source, target: string, options: FetchOptions): Promise<Outcome> {
  const outcome = await bring(source, target, options);
  if (outcome.state === "done" && source.sha256 === undefined)
    options.note(`${source.file}: its sha1 is right; to declare its sha256 too: ${await digestOfFile(target)}`);
  return outcome;
}

/** The files that a source may be on this machine already: those of an installed package, of `data/`, of mirror folders. */
export function filesHere(source: Source, {folder, mirrors}: Pick<FetchOptions, "folder" | "mirrors">): string[] {
  const folders = [join(folder, "data"), ...mirrors.filter((mirror) => !isUrl(mirror))];
  const places = folders.map((place) => join(resolve(folder, place), source.file));
  if (source.package !== undefined) places.unshift(join(folder, "node_modules", source.package));
  return places.filter((path) => existsSync(path));
}

async function bring(source: Source, target: string, {folder, ...options}: FetchOptions): Promise<Outcome> {
  for (const path of filesHere(source, {folder, mirrors: options.mirrors})) {
    const wrong = await mismatch(path, source);
    if (wrong !== undefined) return wrongBytes(source, wrong);
    copy(path, target);
    return {state: "done", peakMemory: null};
  }
  const urls = options.mirrors.filter(isUrl).map((mirror) => `${mirror.replace(/\/$/, "")}/${source.file}`);
  if (options.download) urls.push(source.url);
  const failures: string[] = [];
  const file = join(folder, "data", source.file);
  for (const url of urls) {
    const problem = await download(url, file, source, options.note);
    if (!problem) {
      copy(file, target);
      return {state: "done", peakMemory: null};
    }
    if (problem.wrong) return {state: "failed", reason: problem.text, mistake: true};
    failures.push(problem.text);
  }
  const tried = failures.length ? ` (${failures.join("; ")})` : "";
  return {
    state: "unavailable",
    reason:
      `${source.file} is not here${tried}: get ${source.url} (${digestsInWords(source)}) ` +
      `and put it into data/, or name its folder in VVS_MIRROR`
  };
}

function wrongBytes(source: Source, wrong: string): Outcome {
  return {
    state: "failed",
    reason: wrong,
    advice: `remove that file, or put the right one there (${source.url})`,
    mistake: true
  };
}

function isUrl(text: string): boolean {
  return /^https?:\/\//.test(text);
}
