import {mkdirSync, statSync, writeFileSync} from "node:fs";
import {dirname, join, relative} from "node:path";
import {fileURLToPath} from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "../..");
const folder = join(root, "node_modules/.cache/vvs");

/** Compiles the command once, and notes which sources it was made from, so that the launcher knows when it is stale. */
export async function build() {
  const {build} = await import("esbuild");
  mkdirSync(folder, {recursive: true});
  const {metafile} = await build({
    absWorkingDir: root,
    entryPoints: {
      main: "runner/cli/main.ts",
      worker: "runner/execute/worker.ts",
      "check-worker": "runner/provenance/audit/check-worker.ts"
    },
    outdir: folder,
    outExtension: {".js": ".mjs"},
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    target: "node20",
    external: ["esbuild", "hasha"],
    banner: {
      js: 'import {createRequire as __createRequire} from "node:module"; const require = __createRequire(import.meta.url);'
    },
    metafile: true,
    logLevel: "warning"
  });
  const sources = Object.keys(metafile.inputs).filter(
    (path) => !relative(root, join(root, path)).includes("node_modules")
  );
  sources.push("package-lock.json", "runner/cli/build.mjs");
  const stamps = Object.fromEntries(sources.map((path) => [path, stamp(join(root, path))]));
  writeFileSync(join(folder, "built-from.json"), JSON.stringify(stamps));
}

function stamp(path) {
  const {mtimeMs, size} = statSync(path);
  return `${mtimeMs} ${size}`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await build();
