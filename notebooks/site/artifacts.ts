import {createReadStream, existsSync} from "node:fs";
import {join} from "node:path";
import type {Plugin, ViteDevServer} from "vite";
import {openStore} from "../../runner/store/store.ts";
import type {Finder, FinishedArtifact} from "./finished-artifacts.ts";

const PREFIX = "artifact:";
/** Keeps Vite from reading the virtual module as the kind of file that its name ends in. */
const SUFFIX = ".mjs";

/**
 * Lets a notebook `import fit, {source} from "artifact:fit[experiment=compute_neuro]"`, by the names of `vvs cat`: what
 * `find` finds, which in a preview is the newest result in the cache of the project in `folder`. A name with `*` gives a list, and a list of `sources`.
 * A page reloads when a result that it shows is made anew; one that is not there makes its cell say what to run.
 */
export function artifacts(folder: string, find: Finder): Plugin {
  const {layout, objects} = openStore(folder);
  const names = join(layout.index, "names.jsonl");
  let serving = false;
  return {
    name: "artifacts",
    enforce: "pre",
    configResolved({command}) {
      serving = command === "serve";
    },
    resolveId(id) {
      return id.startsWith(PREFIX) ? `\0${id}${SUFFIX}` : undefined;
    },
    load(id) {
      if (!id.startsWith(`\0${PREFIX}`)) return undefined;
      this.addWatchFile(names);
      const code = moduleOf(find, id.slice(PREFIX.length + 1, -SUFFIX.length), serving);
      return {code, map: null, moduleSideEffects: true};
    },
    configureServer(server) {
      server.middlewares.use(SERVED, (request, response, next) => {
        const [, digest = ""] = /^\/([0-9a-f]{64})$/.exec(request.url ?? "") ?? [];
        const path = objects.path(digest);
        if (digest === "" || !existsSync(path)) return next();
        createReadStream(path).pipe(response);
      });
      server.watcher.add(names);
      server.watcher.on("all", (_event, path) => {
        if (path === names) reload(server);
      });
    }
  };
}

/** While previewing, objects have addresses of their own: their names have no ending, so Vite takes them for scripts. */
const SERVED = "/@object";

function moduleOf(find: Finder, name: string, serving: boolean): string {
  const found = find(name);
  if ("missing" in found) {
    return `throw new Error(${JSON.stringify(found.missing)});\nexport const source = null, sources = [];\nexport default null;`;
  }
  const sources = found.artifacts.map(({source}) => source);
  const address = ({path, source}: FinishedArtifact, i: number) =>
    serving ? `const url${i} = "${SERVED}/${source.sha256}";` : `import url${i} from ${JSON.stringify(`${path}?url`)};`;
  const loads = sources.map(({file}, i) => `loadArtifact(url${i}, ${JSON.stringify(file)})`);
  return [
    `import {loadArtifact} from ${JSON.stringify(join(import.meta.dirname, "../parts/artifact.ts"))};`,
    ...found.artifacts.map(address),
    `export const sources = ${JSON.stringify(sources)};`,
    "export const source = sources[0];",
    `export default await ${name.includes("*") ? `Promise.all([${loads.join(", ")}])` : loads[0]};`
  ].join("\n");
}

function reload(server: ViteDevServer): void {
  for (const [id, module] of server.moduleGraph.idToModuleMap)
    if (id.startsWith(`\0${PREFIX}`)) server.moduleGraph.invalidateModule(module);
  server.ws.send({type: "full-reload"});
}
