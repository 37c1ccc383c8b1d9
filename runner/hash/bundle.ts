import {existsSync} from "node:fs";
import {join} from "node:path";
import {UserMistake} from "../errors/user-mistake.ts";
import {declarationsOf} from "./declarations.ts";
import type {Digest} from "./digest.ts";
import {packageOf} from "./packages.ts";

/** Code as one file: what a stage really reaches, without comments and white space. */
export interface Bundle {
  text: string;
  /** Every file that was read to make it, relative to the folder. */
  read: string[];
  /** Digest of each declaration in the files that left something in it, as `FILE: NAME`. */
  declarations: Record<string, Digest>;
  /** Packages that it imports by name. */
  packages: string[];
}

/** `stages/fit` -> `stages/fit/stage.ts`; a path that names a file stays. */
export function entryOf(folder: string, module: string): string {
  for (const name of [module, `${module}/stage.ts`, `${module}/stage.js`, `${module}/stage.mjs`])
    if (/\.[cm]?[jt]s$/.test(name) && existsSync(join(folder, name))) return name;
  throw new UserMistake(`no stage module at ${module}`, {advice: `write ${module}/stage.ts, or name the file itself`});
}

/** Bundles an entry by tree shaking; packages stay outside. */
export async function bundle(folder: string, entry: string): Promise<Bundle> {
  const {build} = await import("esbuild");
  const make = () =>
    build({
      absWorkingDir: folder,
      entryPoints: [entry],
      bundle: true,
      write: false,
      metafile: true,
      format: "esm",
      platform: "node",
      target: "node20",
      packages: "external",
      treeShaking: true,
      minifyWhitespace: true,
      legalComments: "none",
      charset: "utf8",
      loader: {".txt": "text", ".sql": "text"},
      logLevel: "silent"
    });
  // esbuild works in a process of its own, which may be killed; the next call starts another.
  const again = (error: unknown) => (isStopped(error) ? make() : Promise.reject(error));
  const result = await make()
    .catch(again)
    .catch((error: unknown) => {
      throw asMistake(error, entry);
    });
  const [output] = Object.values(result.metafile.outputs);
  const text = result.outputFiles[0]?.text ?? "";
  const external = (output?.imports ?? []).filter((found) => found.external && !isBuiltin(found.path));
  const kept = Object.entries(output?.inputs ?? {}).filter(([, {bytesInOutput}]) => bytesInOutput > 0);
  const declarations = await Promise.all(kept.map(([path]) => declarationsOf(folder, path)));
  return {
    text,
    read: Object.keys(result.metafile.inputs).sort(),
    declarations: Object.assign({}, ...declarations),
    packages: [...new Set(external.map(({path}) => packageOf(path)))].sort()
  };
}

function isStopped(error: unknown): boolean {
  return error instanceof Error && /The service (was stopped|is no longer running)/.test(error.message);
}

function isBuiltin(path: string): boolean {
  return path.startsWith("node:");
}

function asMistake(error: unknown, entry: string): unknown {
  if (!(error instanceof Error && "errors" in error && Array.isArray(error.errors))) return error;
  const [first] = error.errors as {text: string; location: {file: string; line: number; column: number} | null}[];
  if (!first) return error;
  const place = first.location
    ? {file: first.location.file, line: first.location.line, column: first.location.column + 1}
    : {file: entry};
  return new UserMistake(first.text, place);
}
