import {createWriteStream, existsSync, mkdirSync, renameSync, rmSync, statSync} from "node:fs";
import {dirname, join, resolve} from "node:path";
import {pipeline} from "node:stream/promises";
import * as z from "zod";
import {digestOfFile} from "../hash/digest.ts";
import {copy} from "../store/copy.ts";
import type {Outcome} from "./outcome.ts";

/** An external file: what pipeline.yaml says of a source. */
export const sourceSchema = z.looseObject({
  file: z.string(),
  url: z.string(),
  /** A file of an installed package, `PACKAGE/FILE`, that is the same. */
  package: z.string().optional(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/, "expected 64 hexadecimal digits"),
  bytes: z.int().optional(),
  licence: z.string().optional(),
  citation: z.string().optional()
});
export type Source = z.output<typeof sourceSchema>;

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
 * Brings a source to `target`: from an installed package, else from `data/`, else from a mirror by its file name, else by download; only bytes with the
 * declared digest are ever kept. A wrong digest in a file that a person laid there is a failure that shows both.
 */
export async function fetchSource(source: Source, target: string, options: FetchOptions): Promise<Outcome> {
  const folders = [join(options.folder, "data"), ...options.mirrors.filter((mirror) => !isUrl(mirror))];
  const places = folders.map((folder) => join(resolve(options.folder, folder), source.file));
  if (source.package !== undefined) places.unshift(join(options.folder, "node_modules", source.package));
  for (const path of places) {
    if (!existsSync(path)) continue;
    const found = await digestOfFile(path);
    if (found !== source.sha256) return wrongDigest(source, path, found);
    copy(path, target);
    return {state: "done", peakMemory: null};
  }
  const urls = options.mirrors.filter(isUrl).map((mirror) => `${mirror.replace(/\/$/, "")}/${source.file}`);
  if (options.download) urls.push(source.url);
  const failures: string[] = [];
  for (const url of urls) {
    const problem = await download(url, source, options);
    if (!problem) {
      copy(join(options.folder, "data", source.file), target);
      return {state: "done", peakMemory: null};
    }
    if (problem.startsWith("wrong sha256")) return {state: "failed", reason: problem, mistake: true};
    failures.push(problem);
  }
  const tried = failures.length ? ` (${failures.join("; ")})` : "";
  return {
    state: "unavailable",
    reason:
      `${source.file} is not here${tried}: get ${source.url} (sha256 ${source.sha256}) ` +
      `and put it into data/, or name its folder in VVS_MIRROR`
  };
}

/** Streams to `data/FILE.part`, going on where an earlier attempt stopped; returns what went wrong, if anything. */
async function download(url: string, source: Source, {folder, note}: FetchOptions): Promise<string | undefined> {
  const final = join(folder, "data", source.file);
  const part = `${final}.part`;
  mkdirSync(dirname(final), {recursive: true});
  const have = existsSync(part) ? statSync(part).size : 0;
  note(`downloading ${url}${have ? ` from byte ${have}` : ""}`);
  try {
    const response = await fetch(url, {headers: have ? {range: `bytes=${have}-`} : {}});
    if (response.status !== 416) {
      if (!response.ok || !response.body) return `${url}: HTTP ${response.status}`;
      const resumed = response.status === 206;
      await pipeline(response.body, createWriteStream(part, {flags: resumed ? "a" : "w"}));
    }
  } catch (error) {
    return `${url}: ${causeOf(error)}`;
  }
  const found = await digestOfFile(part);
  if (found !== source.sha256) {
    rmSync(part, {force: true});
    return `wrong sha256 of ${url}: expected ${source.sha256}, found ${found}; nothing was kept`;
  }
  renameSync(part, final);
  return undefined;
}

function wrongDigest(source: Source, path: string, found: string): Outcome {
  return {
    state: "failed",
    reason: `wrong sha256 of ${path}: expected ${source.sha256}, found ${found}`,
    advice: `remove that file, or put the right one there (${source.url})`,
    mistake: true
  };
}

function isUrl(text: string): boolean {
  return /^https?:\/\//.test(text);
}

function causeOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message || error.cause.name : error.message;
}
