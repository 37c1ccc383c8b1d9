import {readFileSync} from "node:fs";
import {join, resolve} from "node:path";
import {parseArgs} from "node:util";
import {build, preview} from "vite";
import {siteConfig} from "./site-config.ts";

const project = join(import.meta.dirname, "../..");
const {values} = parseArgs({
  options: {
    serve: {type: "boolean", default: false},
    out: {type: "string", default: join(project, "site")},
    /** `NAME=PATH` of an artifact to show, in place of those in the cache. */
    artifact: {type: "string", multiple: true, default: []},
    /** `STAGE=PATH` of a list of paths of fits. */
    fits: {type: "string", multiple: true, default: []}
  }
});
const given = new Map([
  ...values.artifact.map(named),
  ...values.fits.map(named).flatMap(([stage, list]) => fitsOf(stage, list))
]);
const site = siteConfig({
  notebooks: join(project, "notebooks"),
  project,
  output: resolve(values.out),
  ...(given.size > 0 ? {files: given} : {})
});

await build({...site, configFile: false, logLevel: "error"});
console.log(`site: ${values.out}`);
if (values.serve) (await preview({...site, configFile: false})).printUrls();

function named(text: string): [name: string, path: string] {
  const [name = "", path = ""] = text.split(/=(?=[^=]*$)/);
  return [name, resolve(path)];
}

/** Fits by the names of their tasks, which they hold themselves. */
function fitsOf(stage: string, list: string): [name: string, path: string][] {
  const paths = readFileSync(list, "utf8").trim().split("\n");
  return paths.map((path) => {
    const {experiment} = JSON.parse(readFileSync(path, "utf8"));
    return [`${stage}[experiment=${experiment}]`, resolve(path)];
  });
}
