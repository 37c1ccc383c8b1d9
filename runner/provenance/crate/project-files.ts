import {execFileSync} from "node:child_process";
import {existsSync, statSync} from "node:fs";
import {join} from "node:path";
import type {Graph} from "../../graph/types.ts";
import {bundle, entryOf} from "../../hash/bundle.ts";

const ABOUT = ["README.md", "LICENSE", "NOTICE", "CITATION.cff", "package.json", "package-lock.json"];

/** Files that say what the pipeline is: its YAML, packages and licence, relative to the project's folder. */
export function pipelineFiles({folder, files}: Graph): string[] {
  return [...files, ...ABOUT.filter((path) => existsSync(join(folder, path)))];
}

/** Everything that a stranger needs beside the cache: what git tracks; without git, what the stages are made from. */
export async function projectFiles(graph: Graph): Promise<string[]> {
  const {folder} = graph;
  const tracked = trackedFiles(folder);
  if (tracked) return [...new Set([...pipelineFiles(graph), ...tracked])];
  const files = new Set(pipelineFiles(graph));
  for (const {module, code} of graph.stages.values()) {
    for (const path of code) files.add(path);
    if (module !== undefined) for (const path of (await bundle(folder, entryOf(folder, module))).read) files.add(path);
  }
  return [...files].filter((path) => !path.startsWith("..") && !path.includes("node_modules/"));
}

function trackedFiles(folder: string): string[] | undefined {
  try {
    const list = execFileSync("git", ["ls-files", "-z"], {
      cwd: folder,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"]
    });
    return list
      .split("\0")
      .filter((path) => path !== "" && statSync(join(folder, path), {throwIfNoEntry: false})?.isFile());
  } catch {
    return undefined;
  }
}
