import {readFileSync} from "node:fs";
import {setTimeout as sleep} from "node:timers/promises";
import {type Cell, deserialize, type Notebook, transpile} from "@observablehq/notebook-kit";
import {JSDOM} from "jsdom";
import {createServer, type Plugin, type ViteDevServer} from "vite";
import {notebookPath} from "../../notebooks/site/notebook-files.ts";
import {siteConfig} from "../../notebooks/site/site-config.ts";
import {installPageGlobals} from "./page-globals.ts";

/** What became of one cell: how many drawings it shows, or how it failed. */
export interface CellOutcome {
  notebook: string;
  /** Number of the cell, from 1, and how it begins. */
  cell: string;
  drawings: number;
  error: string | undefined;
}

const RUNNABLE = new Set<Cell["mode"]>(["js", "ts", "md", "html", "tex", "dot"]);
const PATIENCE = 20_000;

/** Runs every cell of the notebooks in Node, with the artifacts of a project, as their pages would. */
export async function runCells(
  names: readonly string[],
  {notebooks, project}: {notebooks: string; project: string}
): Promise<CellOutcome[]> {
  installPageGlobals(project);
  const modules = new Map<string, string>();
  const site = siteConfig({notebooks, project, output: ""});
  const server = await createServer({
    ...site,
    configFile: false,
    logLevel: "error",
    server: {...site.server, middlewareMode: true, ws: false, watch: null},
    optimizeDeps: {noDiscovery: true},
    ssr: {noExternal: ["@observablehq/notebook-kit"]},
    plugins: [inMemory(modules), ...(site.plugins ?? [])]
  });
  try {
    const outcomes: CellOutcome[] = [];
    for (const name of names)
      outcomes.push(...(await runNotebook(name, notebookPath(notebooks, name), modules, server)));
    return outcomes;
  } finally {
    await server.close();
  }
}

async function runNotebook(
  name: string,
  path: string,
  modules: Map<string, string>,
  server: ViteDevServer
): Promise<CellOutcome[]> {
  const {cells} = readNotebook(path);
  const transpiled = cells
    .filter(({mode}) => RUNNABLE.has(mode))
    .map((cell) => ({
      ...transpile(cell, {resolveFiles: true}),
      id: cell.id,
      display: cell.mode === "js" || cell.mode === "ts",
      begins: cell.value.trim().split("\n")[0] ?? ""
    }));
  const id = `${path}.cells.mjs`;
  modules.set(id, `export default [${transpiled.map(({body}) => body).join(",\n")}];`);
  const {default: bodies} = await server.ssrLoadModule(id);
  const {NotebookRuntime} = await server.ssrLoadModule("observable:runtime");
  const runtime = new NotebookRuntime();
  return Promise.all(
    transpiled.map(async ({begins, ...cell}, i) => {
      const root = document.body.appendChild(document.createElement("div"));
      const ended = new Promise<string | undefined>((settle) => {
        runtime.define({root, expanded: [], variables: []}, {...cell, body: bodies[i]}, () => ({
          fulfilled: () => settle(undefined),
          rejected: (error: Error) => settle(error.message)
        }));
      });
      const waited = sleep(PATIENCE, `still running after ${PATIENCE / 1000} s`, {ref: false});
      const error = await Promise.race([ended, waited]);
      const drawings = root.querySelectorAll("svg").length;
      return {notebook: name, cell: `${i + 1} (${begins})`, drawings, error};
    })
  );
}

/** The cells of a notebook's file. */
export function readNotebook(path: string): Notebook {
  const {window} = new JSDOM("");
  const Parser = window.DOMParser as new () => DOMParser;
  return deserialize(readFileSync(path, "utf8"), {parser: new Parser()});
}

function inMemory(modules: Map<string, string>): Plugin {
  return {
    name: "notebook-cells",
    enforce: "pre",
    resolveId: (id) => (modules.has(id) ? id : undefined),
    load: (id) => modules.get(id)
  };
}
