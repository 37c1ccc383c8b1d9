import {createWriteStream, existsSync, mkdirSync, renameSync, rmSync, statSync} from "node:fs";
import {dirname} from "node:path";
import {pipeline} from "node:stream/promises";
import {setTimeout as wait} from "node:timers/promises";
import {hasCode} from "../errors/error-code.ts";
import {mismatch, type SourceDigests} from "./check-source.ts";

/** Times that a connection may fail in a row without a single byte. */
const PATIENCE = 4;
/** Before the second attempt without a byte; doubled before each further one. Milliseconds. */
const FIRST_WAIT = 200;

/** Why a download did not succeed; `wrong`: it did, but with other bytes than were declared. */
export interface DownloadProblem {
  text: string;
  wrong: boolean;
}

/**
 * Streams a URL to `FILE.part` and renames it when its digests are right. A connection that breaks is taken up where it
 * broke, also by a later run; where the server has no ranges, or the joined parts are not the file, it begins anew.
 */
export async function download(
  url: string,
  file: string,
  digests: SourceDigests,
  note: (line: string) => void
): Promise<DownloadProblem | undefined> {
  const part = `${file}.part`;
  mkdirSync(dirname(file), {recursive: true});
  const joined = sizeOf(part) > 0;
  const problem = await transfer(url, part, note);
  if (problem !== undefined) return {text: `${url}: ${problem}`, wrong: false};
  const wrong = await mismatch(part, digests, url);
  if (wrong === undefined) {
    renameSync(part, file);
    return undefined;
  }
  rmSync(part, {force: true});
  if (joined) return download(url, file, digests, note);
  return {text: `${wrong}; nothing was kept`, wrong: true};
}

/** Fills `part` to the end; returns what went wrong, if anything. */
async function transfer(url: string, part: string, note: (line: string) => void): Promise<string | undefined> {
  let broken = "";
  let answered = false;
  for (let fruitless = 0; fruitless < PATIENCE; ) {
    if (fruitless > 0) await wait(FIRST_WAIT * 2 ** (fruitless - 1));
    const have = sizeOf(part);
    note(`downloading ${url}${have ? ` from byte ${have}` : ""}${broken && ` (${broken})`}`);
    try {
      const response = await fetch(url, {headers: have ? {range: `bytes=${have}-`} : {}});
      answered = true;
      if (response.status === 416) return undefined;
      if (response.status >= 500) broken = `HTTP ${response.status}`;
      else if (!response.ok || !response.body) return `HTTP ${response.status}`;
      else {
        const flags = response.status === 206 && startOf(response, have) === have ? "a" : "w";
        await pipeline(response.body, createWriteStream(part, {flags}));
        return undefined;
      }
    } catch (error) {
      if (hasCode(error, "ENOSPC", "EDQUOT", "EACCES", "EROFS")) return causeOf(error);
      broken = causeOf(error);
      if (!answered) return broken;
    }
    fruitless = sizeOf(part) > have ? 0 : fruitless + 1;
  }
  return broken;
}

/** The first byte that a partial answer holds; as it was asked for, where the answer does not say. */
function startOf(response: Response, asked: number): number {
  return Number(/^bytes (\d+)-/.exec(response.headers.get("content-range") ?? "")?.[1] ?? asked);
}

function sizeOf(path: string): number {
  return existsSync(path) ? statSync(path).size : 0;
}

function causeOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message || error.cause.name : error.message;
}
