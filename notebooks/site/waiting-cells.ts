import {type Cell, type Notebook, transpile} from "@observablehq/notebook-kit";
import type {Finder} from "./finished-artifacts.ts";

const IMPORT = /\bfrom\s+"(artifact:|pipeline:)([^"]+)"/g;

/**
 * A notebook whose cells that import an artifact which is not there say what to run, in its place; cells that build on
 * these are left out, so that the rest of the page works without an error.
 * @param withState whether the page may show the state of the pipeline
 */
export function withoutMissing(notebook: Notebook, find: Finder, withState = true): Notebook {
  const lost = new Set<string>();
  const cells = notebook.cells.map((cell) => {
    const missing = [...cell.value.matchAll(IMPORT)].flatMap(([, kind, name = ""]) => {
      if (kind === "pipeline:") return withState ? [] : [NO_STATE];
      const found = find(name);
      return "missing" in found ? [`**Not here yet:** ${found.missing.replace(/run: (.*)$/, "run `$1`")}.`] : [];
    });
    if (missing.length === 0) return cell;
    for (const name of transpile(cell).outputs ?? []) lost.add(name);
    const value = missing.join("\n\n");
    return {...cell, mode: "md", value} satisfies Cell;
  });
  return {...notebook, cells: settled(cells, lost)};
}

const NO_STATE =
  "This site is itself a result of the pipeline, and what is fresh or stale is not part of a result: " +
  "`vvs lineage site` says what it rests on, and `npm run site` builds this page with the state of the cache.";

/** What to run first for each artifact that a notebook imports and that is not there. */
export function missingArtifacts(notebook: Notebook, find: Finder): string[] {
  const names = notebook.cells.flatMap(({value}) =>
    [...value.matchAll(IMPORT)].flatMap(([, kind, name = ""]) => (kind === "artifact:" ? [name] : []))
  );
  return [...new Set(names)].flatMap((name) => {
    const found = find(name);
    return "missing" in found ? [found.missing] : [];
  });
}

/** The cells that need none of the lost names, directly or through others; a cell may stand before what it needs. */
function settled(cells: readonly Cell[], lost: Set<string>): Cell[] {
  const kept = cells.filter((cell) => {
    const {inputs = [], outputs = []} = transpile(cell);
    if (!inputs.some((name) => lost.has(name))) return true;
    for (const name of outputs) lost.add(name);
    return false;
  });
  return kept.length === cells.length ? kept : settled(kept, lost);
}
