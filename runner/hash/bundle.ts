import {existsSync} from "node:fs";
import {join} from "node:path";
import {UserMistake} from "../errors/user-mistake.ts";
import {type Digest, digestOf} from "./digest.ts";
import {packageOf} from "./packages.ts";

/** Code as one file: what a stage really reaches, without comments and white space. */
export interface Bundle {
  text: string;
  /** Every file that was read to make it, relative to the folder. */
  read: string[];
  /** Digest of the code (without comments and white space) of each file that left something in it. */
  sources: Record<string, Digest>;
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
  const result = await build({
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
  }).catch((error: unknown) => {
    throw asMistake(error, entry);
  });
  const [output] = Object.values(result.metafile.outputs);
  const text = result.outputFiles[0]?.text ?? "";
  const external = (output?.imports ?? []).filter((found) => found.external && !isBuiltin(found.path));
  const kept = Object.entries(output?.inputs ?? {}).filter(([, {bytesInOutput}]) => bytesInOutput > 0);
  const sources = await Promise.all(kept.map(async ([path]) => [path, await bareDigest(folder, path)] as const));
  return {
    text,
    read: Object.keys(result.metafile.inputs).sort(),
    sources: Object.fromEntries(sources.sort(([a], [b]) => (a < b ? -1 : 1))),
    packages: [...new Set(external.map(({path}) => packageOf(path)))].sort()
  };
}

async function bareDigest(folder: string, path: string): Promise<Digest> {
  const [{transform}, {readFile}] = await Promise.all([import("esbuild"), import("node:fs/promises")]);
  const text = await readFile(join(folder, path), "utf8");
  if (!/\.[cm]?[jt]sx?$/.test(path)) return digestOf(text);
  const {code} = await transform(text, {loader: "ts", minifyWhitespace: true, legalComments: "none"});
  return digestOf(code);
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
