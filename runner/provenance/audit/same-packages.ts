import {identifyPackages} from "../../hash/packages.ts";

/**
 * Compares the packages that a bundle was run with and those of a project now.
 * @param recorded path in node_modules -> version and integrity
 * @returns what is otherwise, as a sentence; undefined where all are the same
 */
export function packageDifference(folder: string, recorded: Record<string, string>): string | undefined {
  const direct = Object.keys(recorded).map((path) => path.replace(/^node_modules\//, ""));
  const present = identifyPackages(
    folder,
    direct.filter((path) => !path.includes("node_modules/"))
  );
  for (const [path, before] of Object.entries(recorded)) {
    const now = present[path];
    if (now === before) continue;
    const [version = "", then = ""] = [now, before].map((text) => text?.split(" ")[0] ?? "missing");
    return `${path} is ${version === then ? "another build" : version} here, and was ${then}`;
  }
  return undefined;
}
