import {existsSync, readFileSync, statSync} from "node:fs";
import {join} from "node:path";
import type {Graph, GraphTask} from "../../graph/types.ts";
import {type Digest, digestOf, digestOfPath} from "../../hash/digest.ts";
import {originsIn} from "../origin/with-origin.ts";
import type {CheckedRecord} from "./check-file.ts";
import type {Problem} from "./problem.ts";

/**
 * Looks at the published files of tasks that have a result: each must hold the bytes of that result, which must have
 * been made from the inputs as they are now. A file that is missing says nothing wrong.
 */
export async function checkPublished(
  graph: Graph,
  names: string[],
  recordOf: (task: string) => CheckedRecord | undefined
): Promise<Problem[]> {
  const ages = new Ages(graph, recordOf);
  const problems: Problem[] = [];
  for (const name of names) {
    const task = graph.tasks.get(name);
    const record = recordOf(name);
    if (!task || !record) continue;
    for (const [output, path] of Object.entries(task.publish)) {
      const file = join(graph.folder, path);
      const sha256 = record.named[output];
      if (sha256 === undefined || !existsSync(file)) continue;
      const different = await difference(file, sha256, record.key);
      const older = different === undefined ? await ages.olderThan(task) : undefined;
      if (different !== undefined)
        problems.push({kind: "published", what: `${path} ${different} ${name}/${output}`, file});
      else if (older !== undefined)
        problems.push({kind: "published", what: `${path} is older than its inputs: ${older}`, file});
    }
  }
  return problems;
}

/** How a published file differs from the object that it should be a copy of. */
async function difference(file: string, sha256: Digest, key: Digest): Promise<string | undefined> {
  if ((await digestOfPath(file)) === sha256) return undefined;
  const found = statSync(file).isFile() ? originsIn(readFileSync(file)) : [];
  const [carried] = found;
  if (!carried || found.length > 1) return "is not a copy of";
  const drawn = digestOf(carried.drawing);
  if (drawn === sha256 && carried.origin.key === key && !carried.within) return undefined;
  if (drawn === carried.origin.sha256) return "is of another result than the latest of";
  return "was changed since it was published as";
}

/** Finds what a task's result was made from that has changed since. */
class Ages {
  readonly #graph: Graph;
  readonly #recordOf: (task: string) => CheckedRecord | undefined;
  readonly #known = new Map<string, string | undefined>();
  readonly #files = new Map<string, Promise<Digest | undefined>>();

  constructor(graph: Graph, recordOf: (task: string) => CheckedRecord | undefined) {
    this.#graph = graph;
    this.#recordOf = recordOf;
  }

  /** The input, of this task or of one before it, that is not as it was; undefined where all are. */
  async olderThan(task: GraphTask): Promise<string | undefined> {
    if (this.#known.has(task.name)) return this.#known.get(task.name);
    this.#known.set(task.name, undefined);
    const found = await this.#look(task);
    this.#known.set(task.name, found);
    return found;
  }

  async #look(task: GraphTask): Promise<string | undefined> {
    const record = this.#recordOf(task.name);
    if (!record) return undefined;
    for (const {name, references} of task.inputs) {
      const digests = record.read[name];
      if (digests?.length !== references.length) continue;
      for (const [index, reference] of references.entries()) {
        if (reference.kind === "file") {
          const now = await this.#file(reference.path);
          if (now !== undefined && now !== digests[index]) return `${reference.path} has changed since`;
          continue;
        }
        const now = this.#recordOf(reference.task)?.named[reference.output];
        if (now !== undefined && now !== digests[index]) return `${reference.task} was made again with other bytes`;
        const producer = this.#graph.tasks.get(reference.task);
        const older = producer && (await this.olderThan(producer));
        if (older !== undefined) return older;
      }
    }
    return undefined;
  }

  #file(path: string): Promise<Digest | undefined> {
    let digest = this.#files.get(path);
    if (!digest) {
      const file = join(this.#graph.folder, path);
      digest = existsSync(file) ? digestOfPath(file) : Promise.resolve(undefined);
      this.#files.set(path, digest);
    }
    return digest;
  }
}
