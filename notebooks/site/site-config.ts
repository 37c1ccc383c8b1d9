import {join} from "node:path";
import {config, observable} from "@observablehq/notebook-kit/vite";
import type {UserConfig} from "vite";
import {artifacts} from "./artifacts.ts";
import {amongFiles, inCache} from "./finished-artifacts.ts";
import {notebookNames, notebookPath} from "./notebook-files.ts";
import {offlineLibraries} from "./offline-libraries.ts";
import {pipelineState} from "./pipeline-state.ts";
import {withoutMissing} from "./waiting-cells.ts";

export interface SiteOptions {
  /** Folder of the notebooks. */
  notebooks: string;
  /** Folder of the project whose artifacts they show. */
  project: string;
  /** Folder that the site is built into. */
  output: string;
  /** Artifacts to show, by name, in place of the newest in the project's cache; the site then shows no state of it. */
  files?: ReadonlyMap<string, string>;
}

/** Vite's configuration to preview notebooks, and to build them into a static site that needs no network. */
export function siteConfig({notebooks, project, output, files}: SiteOptions): UserConfig {
  const find = files ? amongFiles(files) : inCache(project);
  const pages = notebookNames(notebooks).map((name) => notebookPath(notebooks, name));
  return {
    ...config(),
    root: notebooks,
    // The kit's alias of `npm:` names goes to its CDN; the libraries come from node_modules.
    resolve: {alias: [{find: /^observable:(.*)$/, replacement: `${kitFolder()}/$1`}]},
    plugins: [
      offlineLibraries(),
      artifacts(project, find),
      pipelineState(project),
      observable({
        template: join(import.meta.dirname, "page.html"),
        transformNotebook: (notebook) => withoutMissing(notebook, find, files === undefined)
      })
    ],
    // No style of a folder above, whatever it holds.
    css: {postcss: {}},
    server: {fs: {allow: [join(notebooks, ".."), project]}},
    build: {
      target: "es2022",
      outDir: output,
      emptyOutDir: true,
      assetsInlineLimit: 0,
      chunkSizeWarningLimit: 4000,
      rollupOptions: {input: pages}
    }
  };
}

function kitFolder(): string {
  return join(new URL(import.meta.resolve("@observablehq/notebook-kit")).pathname, "..");
}
