import {existsSync, readFileSync, statSync} from "node:fs";
import {isAbsolute, join, relative, resolve, sep} from "node:path";
import {UserMistake} from "../../errors/user-mistake.ts";
import {type Digest, digestOf, digestOfPath} from "../../hash/digest.ts";
import type {Store} from "../../store/store.ts";
import {originsIn} from "../origin/with-origin.ts";
import type {Lineage} from "./lineage.ts";
import type {Tracer} from "./trace-lineage.ts";

/** Digests and keys may be shortened to this many letters. */
const SHORTEST_DIGEST = 8;

/** Is a text that names no task a file, here or in the project's folder? Its absolute path. */
export function filePath(text: string, folder: string): string | undefined {
  return [resolve(text), join(folder, text)].find((path) => existsSync(path));
}

/**
 * The lineage of a file: of the artifact whose bytes it has, as they were stored or as they were published with their
 * origin, or of a source that tasks read.
 */
export async function lineageOfFile(path: string, folder: string, store: Store, tracer: Tracer): Promise<Lineage> {
  const digest = await digestOfPath(path);
  const [found] = statSync(path).isFile() ? originsIn(readFileSync(path)) : [];
  if (found) {
    const {origin, drawing} = found;
    const record = store.records.read(origin.key);
    if (!record) {
      throw new UserMistake(`the cache has no record of ${origin.artifact} (key ${origin.key.slice(0, 16)})`, {
        file: path,
        advice: "vvs whence FILE shows what the file itself carries"
      });
    }
    if (digestOf(drawing) !== origin.sha256) {
      throw new UserMistake("the drawing was changed since it was published", {
        file: path,
        advice: `vvs lineage ${origin.key.slice(0, 16)} shows how it was made before that`
      });
    }
    return tracer.trace(record, origin.task, origin.artifact.slice(origin.task.length + 1));
  }
  const inside = relative(folder, resolve(path));
  const tracked = tracer.treePaths().has(inside.split(sep).join("/"));
  if (!isAbsolute(inside) && tracked) return leaf(tracer, inside.split(sep).join("/"), digest);
  const maker = tracer.makers.of(digest);
  if (!maker) {
    throw new UserMistake("no record in the cache made these bytes", {
      file: path,
      advice: "the file was changed, or made elsewhere; vvs cat TASK/OUTPUT prints an artifact as it was made"
    });
  }
  return tracer.trace(maker.record, maker.record.task, maker.output);
}

/** The lineage of an object or a key, of which a part may be given; undefined where a text cannot be one. */
export function lineageOfDigest(text: string, store: Store, tracer: Tracer): Lineage | undefined {
  if (!/^[0-9a-f]+$/.test(text) || text.length < SHORTEST_DIGEST || text.length > 64) return undefined;
  const {digests, keys} = tracer.makers.beginning(text);
  const all = [...digests, ...keys];
  if (all.length > 1)
    throw new UserMistake(`${text}: ${all.length} digests begin so`, {advice: all.slice(0, 5).join(", ")});
  const [key] = keys;
  const record = key === undefined ? undefined : store.records.read(key);
  if (record) return tracer.trace(record);
  const maker = digests[0] === undefined ? undefined : tracer.makers.of(digests[0]);
  return maker && tracer.trace(maker.record, maker.record.task, maker.output);
}

function leaf(tracer: Tracer, path: string, digest: Digest): Lineage {
  return {root: undefined, asked: {source: tracer.source(path, digest)}, steps: new Map()};
}
