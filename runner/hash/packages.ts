import {existsSync, readFileSync} from "node:fs";
import {join} from "node:path";
import * as z from "zod";

const entrySchema = z.object({
  version: z.string().optional(),
  integrity: z.string().optional(),
  dependencies: z.record(z.string(), z.string()).optional(),
  optionalDependencies: z.record(z.string(), z.string()).optional(),
  peerDependencies: z.record(z.string(), z.string()).optional()
});
const lockSchema = z.object({packages: z.record(z.string(), entrySchema)});
type Lock = z.output<typeof lockSchema>["packages"];

/** `@scope/name/sub/path` -> `@scope/name`. */
export function packageOf(specifier: string): string {
  return specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/");
}

/**
 * Version and integrity of each package that code leaves outside its bundle, and of everything that those depend on,
 * from the lockfile of `folder`; without a lockfile, the installed version alone.
 */
export function identifyPackages(folder: string, specifiers: Iterable<string>): Record<string, string> {
  const lockfile = join(folder, "package-lock.json");
  const lock: Lock = existsSync(lockfile) ? lockSchema.parse(JSON.parse(readFileSync(lockfile, "utf8"))).packages : {};
  const found: Record<string, string> = {};
  const queue = [...specifiers].map((specifier) => ({name: packageOf(specifier), from: ""}));
  for (let next = queue.pop(); next; next = queue.pop()) {
    const path = resolvePath(lock, next.name, next.from);
    const key = path ?? `node_modules/${next.name}`;
    if (key in found) continue;
    const entry = path === undefined ? undefined : lock[path];
    found[key] = entry ? `${entry.version ?? ""} ${entry.integrity ?? ""}`.trim() : installedVersion(folder, next.name);
    const names = {...entry?.dependencies, ...entry?.optionalDependencies, ...entry?.peerDependencies};
    for (const name of Object.keys(names)) if (resolvePath(lock, name, key)) queue.push({name, from: key});
  }
  return found;
}

/** Where npm's nesting puts `name` for a package at `from`: the nearest node_modules upwards. */
function resolvePath(lock: Lock, name: string, from: string): string | undefined {
  for (let base = from; ; base = base.slice(0, Math.max(0, base.lastIndexOf("/node_modules/")))) {
    const path = base ? `${base}/node_modules/${name}` : `node_modules/${name}`;
    if (path in lock) return path;
    if (!base) return undefined;
  }
}

function installedVersion(folder: string, name: string): string {
  const path = join(folder, "node_modules", name, "package.json");
  if (!existsSync(path)) return "not installed";
  return z.object({version: z.string()}).parse(JSON.parse(readFileSync(path, "utf8"))).version;
}
