import {readFile} from "node:fs/promises";
import {join} from "node:path";
import {type Digest, digestOf} from "./digest.ts";

const DECLARATION = /^(?:export )?(?:default )?(?:async )?(?:function\*?|class|const|let|var) +([\w$]+)/;

/**
 * Digest of each top-level declaration of a source file, without its comments, types and layout, as
 * `FILE: NAME` -> digest; what stands outside declarations, or a file that is not code, as `FILE`.
 * Serves to say what changed in a bundle; the bundle itself decides whether anything did.
 */
export async function declarationsOf(folder: string, path: string): Promise<Record<string, Digest>> {
  const text = await readFile(join(folder, path), "utf8");
  if (!/\.[cm]?[jt]sx?$/.test(path)) return {[path]: digestOf(text)};
  const {transform} = await import("esbuild");
  const {code} = await transform(text, {loader: "ts", legalComments: "none"});
  const parts = new Map<string, string>();
  for (const statement of topLevelStatements(code)) {
    const name = DECLARATION.exec(statement)?.[1];
    const key = name === undefined ? path : `${path}: ${name}`;
    parts.set(key, (parts.get(key) ?? "") + statement);
  }
  return Object.fromEntries([...parts].map(([key, part]) => [key, digestOf(part)]));
}

/** esbuild prints a top-level statement from the first column on, and indents or closes all that belongs to it. */
function topLevelStatements(code: string): string[] {
  return code.split(/\n(?=[^\s)}\]])/);
}
