import {existsSync, readFileSync, renameSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {UserMistake} from "../errors/user-mistake.ts";
import {bundle} from "../hash/bundle.ts";
import {canonical} from "../hash/canonical.ts";
import type {Digest} from "../hash/digest.ts";
import {identifyPackages} from "../hash/packages.ts";
import {type Stamp, stampOf} from "../hash/stamp.ts";
import {AppendLog, withFields} from "../store/append-log.ts";
import type {Store} from "../store/store.ts";

/** The code closure of an entry: its bundle, stored, and the packages that the bundle leaves outside. */
export interface Closure {
  bundle: Digest;
  /** Path in node_modules -> version and integrity. */
  packages: Record<string, string>;
  /** The object that holds the digest of each declaration in it, as `FILE: NAME` -> digest. */
  declarations: Digest;
}

interface Remembered {
  files: Record<string, Stamp>;
  /** Stamps of the objects of the closure: one that has changed is made again. */
  objects: Record<Digest, Stamp>;
  closure: Closure;
}

const LOCKFILE = "package-lock.json";

/** Bundles entries, and remembers each bundle for as long as no file that it was made from changes. */
export class Bundles {
  readonly #folder: string;
  readonly #store: Store;
  readonly #remembered: AppendLog<Remembered>;

  constructor(folder: string, store: Store) {
    this.#folder = folder;
    this.#store = store;
    this.#remembered = new AppendLog(join(store.layout.index, "code.jsonl"), withFields("files", "closure"));
  }

  /** @param entry a source file, relative to the project's folder */
  async closure(entry: string): Promise<Closure> {
    const known = this.#remembered.get(entry);
    if (known && this.#isCurrent(known)) return known.closure;
    const made = await bundle(this.#folder, entry);
    const files = Object.fromEntries([...made.read, LOCKFILE].map((path) => [path, this.#stamp(path)]));
    const text = this.#store.objects.put(made.text);
    const declarations = this.#store.objects.put(canonical(made.declarations));
    if (text.stamp === "") {
      throw new UserMistake("the code has changed, and the cache cannot be written", {
        file: entry,
        advice: "make the folder cache/ writable, or put the code back as it was"
      });
    }
    const closure = {
      bundle: text.digest,
      packages: identifyPackages(this.#folder, made.packages),
      declarations: declarations.digest
    };
    const objects = {[text.digest]: text.stamp, [declarations.digest]: declarations.stamp};
    this.#remembered.set(entry, {files, objects, closure});
    this.#remembered.flush();
    return closure;
  }

  /** The latest bundle of every entry that was asked for, in this process or an earlier one. */
  remembered(): Digest[] {
    return [...this.#remembered.entries()].map(([, {closure}]) => closure.bundle);
  }

  /** The files of the project, and the objects, by which it is known that closures that were asked for still hold. */
  watched(entries: Iterable<string>): {files: string[]; objects: Digest[]} {
    const known = [...entries].flatMap((entry) => this.#remembered.get(entry) ?? []);
    return {
      files: known.flatMap(({files}) => Object.keys(files)),
      objects: known.flatMap(({objects}) => Object.keys(objects))
    };
  }

  #isCurrent({files, objects}: Remembered): boolean {
    return (
      Object.entries(files).every(([path, stamp]) => this.#stamp(path) === stamp) &&
      Object.entries(objects).every(([digest, stamp]) => stampOf(this.#store.objects.path(digest)) === stamp)
    );
  }

  #stamp(path: string): Stamp {
    return stampOf(join(this.#folder, path)) ?? "";
  }
}

/**
 * The file from which Node runs a bundle: a copy of the object under a name that says what it is, inside the project,
 * so that packages resolve from the project's node_modules.
 */
export function codeFile(store: Store, bundle: Digest): string {
  const path = join(store.layout.code, `${bundle}.mjs`);
  const text = readFileSync(store.objects.path(bundle));
  if (!existsSync(path) || !readFileSync(path).equals(text)) {
    writeFileSync(`${path}.${process.pid}`, text);
    renameSync(`${path}.${process.pid}`, path);
  }
  return path;
}
