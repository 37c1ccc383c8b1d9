import {
  chmodSync,
  copyFileSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync
} from "node:fs";
import {basename, dirname, join} from "node:path";
import * as z from "zod";
import {UserMistake} from "../../errors/user-mistake.ts";
import type {Graph} from "../../graph/types.ts";
import {type Digest, digestOfFile, digestOfPath, filesBelow} from "../../hash/digest.ts";
import type {TaskRecord} from "../../store/record.ts";
import type {Store} from "../../store/store.ts";
import {type EndedRun, readHistory} from "../history.ts";
import {type Lineage, type Step, sourcesOf} from "../lineage/lineage.ts";
import {Origins} from "../origin/origins.ts";
import {publicRecord, writeArchive} from "./archive.ts";
import type {CrateContents, CrateFile} from "./crate-contents.ts";
import {describeCrate} from "./describe-crate.ts";
import {type Disclosure, discloses} from "./disclosure.ts";
import {cratePreview} from "./preview.ts";
import {pipelineFiles, projectFiles} from "./project-files.ts";

export interface CrateOptions {
  graph: Graph;
  store: Store;
  /** The lineages of what is exported, by task. */
  lineages: Map<string, Lineage>;
  target: string;
  withObjects: boolean;
  isPublic: boolean;
  version: string;
}

/** All steps of several lineages. */
export function stepsOf(lineages: Iterable<Lineage>): Map<Digest, Step> {
  const steps = new Map<Digest, Step>();
  for (const lineage of lineages) for (const [key, step] of lineage.steps) steps.set(key, step);
  return steps;
}

/** What a crate would tell of people and machines: to be said before it is written. */
export function disclosureOf({store, graph, lineages}: CrateOptions): Disclosure {
  return discloses(
    store,
    graph.folder,
    [...stepsOf(lineages.values()).values()].map(({record}) => record)
  );
}

/** Writes a crate into a folder that is new or empty. Returns the files that it holds and, with objects, its manifest. */
export async function writeCrate(
  options: CrateOptions,
  disclosure: Disclosure
): Promise<{files: number; manifest: Digest | null}> {
  const {target, graph, store, withObjects, isPublic} = options;
  if (existsSync(target) && readdirSync(target).length > 0)
    throw new UserMistake("the folder is not empty", {file: target, advice: "name a new one"});
  mkdirSync(target, {recursive: true});
  const run = readHistory(store.layout).at(-1);
  const steps = stepsOf(options.lineages.values());
  const writer = new CrateWriter(options, steps);
  for (const path of withObjects ? await projectFiles(graph) : pipelineFiles(graph)) writer.copy(path);
  writer.copyCode();
  writer.copySources();
  await writer.publish();
  const manifest = withObjects
    ? writeArchive(
        store,
        target,
        steps.values(),
        run,
        isPublic ? (record) => publicRecord(record, disclosure.logs) : same
      )
    : null;
  const contents = await writer.contents(run, manifest);
  writeFileSync(join(target, "ro-crate-metadata.json"), `${JSON.stringify(describeCrate(contents), null, 1)}\n`);
  writeFileSync(join(target, "ro-crate-preview.html"), cratePreview(contents, withObjects));
  const sums = [];
  for (const path of filesBelow(target)) sums.push(`${await digestOfFile(join(target, path))}  ${path}\n`);
  writeFileSync(join(target, "SHA256SUMS"), sums.join(""));
  return {files: sums.length, manifest};
}

/** A download above this many bytes is only linked. */
const LARGEST_DOWNLOAD = 4 << 20;

const same = (record: TaskRecord) => record;

/** Lays the files of a crate, and notes what each is. */
class CrateWriter {
  readonly #options: CrateOptions;
  readonly #steps: Map<Digest, Step>;
  readonly #names = new Map<string, {name: string; artifact?: Digest}>();
  readonly #code = new Map<Digest, string>();
  readonly #sources: CrateContents["sources"] = new Map();
  readonly #artifacts = new Map<Digest, string>();

  constructor(options: CrateOptions, steps: Map<Digest, Step>) {
    this.#options = options;
    this.#steps = steps;
  }

  copy(path: string): void {
    this.#lay(join(this.#options.graph.folder, path), path, {name: path});
  }

  /** The code that ran, as it is stored. */
  copyCode(): void {
    const {store} = this.#options;
    for (const {record} of this.#steps.values()) {
      const {code} = record.components;
      const files: [string, Digest][] =
        code.kind === "module"
          ? [[`${code.bundle}.mjs`, code.bundle]]
          : code.kind === "command"
            ? Object.entries(code.files).map(([path, digest]) => [`${digest.slice(0, 16)}-${basename(path)}`, digest])
            : [];
      for (const [name, digest] of files) {
        if (this.#code.has(digest)) continue;
        const path = `code/${name}`;
        this.#lay(store.objects.path(digest), path, {name: `${record.stage}: the code that ran`});
        this.#code.set(digest, path);
      }
    }
  }

  /** Sources: files of the project at their own paths; downloads that are small and that anybody may pass on. */
  copySources(): void {
    const {store, lineages} = this.#options;
    for (const lineage of lineages.values()) {
      for (const source of sourcesOf(lineage)) {
        if (this.#sources.has(source.source)) continue;
        const object = store.objects.path(source.sha256);
        const downloaded = [...this.#steps.values()].some(
          ({record: {components, outputs}}) =>
            components.code.kind === "fetch" && Object.values(outputs)[0]?.digest === source.sha256
        );
        const mayCopy = downloaded ? mayPassOn(source.licence) : source.licence === null || mayPassOn(source.licence);
        const path = downloaded ? `sources/${source.source}` : source.source;
        const small = !downloaded || (existsSync(object) && statSync(object).size <= LARGEST_DOWNLOAD);
        const copied = mayCopy && small && existsSync(object) && source.source !== "unknown";
        if (copied) this.#lay(object, path, {name: source.source});
        this.#sources.set(source.source, {source, path: copied ? path : undefined});
      }
    }
  }

  /** Published files of the exported tasks, as `vvs run` publishes them. */
  async publish(): Promise<void> {
    const {graph, store, lineages, target} = this.#options;
    const origins = new Origins(graph, store);
    for (const [name, lineage] of lineages) {
      const task = graph.tasks.get(name);
      const record = this.#steps.get(lineage.root ?? "")?.record;
      if (!task || !record) continue;
      for (const [output, path] of Object.entries(task.publish)) {
        const object = record.outputs[output];
        if (!object) continue;
        const figure = origins.mark(path, record.key)
          ? await origins.publishable(task, output, record.key, object)
          : undefined;
        const note = {name: `${name}/${output}`, artifact: object.digest};
        if (figure) {
          mkdirSync(dirname(join(target, path)), {recursive: true});
          writeFileSync(join(target, path), figure);
          this.#names.set(path, note);
        } else this.#lay(store.objects.path(object.digest), path, note);
        if (!this.#artifacts.has(object.digest)) this.#artifacts.set(object.digest, path);
      }
    }
  }

  async contents(run: EndedRun | undefined, manifest: Digest | null): Promise<CrateContents> {
    const {graph, target, isPublic, version, withObjects} = this.#options;
    if (withObjects) {
      for (const {record} of this.#steps.values()) {
        for (const [output, {digest}] of Object.entries(record.outputs)) {
          const path = `cache/objects/${digest.slice(0, 2)}/${digest.slice(2)}`;
          this.#artifacts.set(digest, path);
          this.#names.set(path, {name: `${record.task}/${output}`, artifact: digest});
        }
      }
    }
    const files: CrateFile[] = [];
    for (const [laid, {name, artifact}] of this.#names) {
      const at = join(target, laid);
      const folder = lstatSync(at).isDirectory();
      const path = folder ? `${laid}/` : laid;
      if (artifact !== undefined && this.#artifacts.get(artifact) === laid) this.#artifacts.set(artifact, path);
      const source = folder ? this.#sources.get(laid) : undefined;
      if (source) this.#sources.set(laid, {...source, path});
      files.push({
        path,
        name,
        sha256: await digestOfPath(at),
        bytes: statSync(at).size,
        ...(artifact !== undefined && {artifact}),
        ...(folder && {folder})
      });
    }
    const about = aboutProject(graph.folder);
    return {
      ...about,
      version,
      run: {
        manifest: manifest ?? run?.manifest ?? null,
        startedAt: new Date(run?.startedAt ?? 0).toISOString(),
        endedAt: new Date(run?.endedAt ?? 0).toISOString()
      },
      steps: this.#steps,
      positions: new Map([...graph.stages.keys()].map((stage, index) => [basename(stage), index])),
      files,
      artifacts: this.#artifacts,
      code: this.#code,
      sources: this.#sources,
      isPublic
    };
  }

  #lay(from: string, path: string, note: {name: string; artifact?: Digest}): void {
    if (path.startsWith("..") || this.#names.has(path)) return;
    const to = join(this.#options.target, path);
    mkdirSync(dirname(to), {recursive: true});
    if (statSync(from).isDirectory()) cpSync(from, to, {recursive: true});
    else {
      copyFileSync(from, to);
      chmodSync(to, statSync(from).mode | 0o200);
    }
    this.#names.set(path, note);
  }
}

/** Licences under which a copy may be passed on with its notice. */
function mayPassOn(licence: string | null): boolean {
  return /^(MIT|Apache|BSD|ISC|CC0|CC-BY(-SA)?-\d|ODC-By|PDDL|Unlicense|public domain)/i.test(licence ?? "");
}

const packageSchema = z.looseObject({
  name: z.string().optional(),
  description: z.string().optional(),
  license: z.string().optional()
});

/** What package.json says of the project. */
function aboutProject(folder: string): Pick<CrateContents, "name" | "description" | "licence"> {
  const path = join(folder, "package.json");
  const found = existsSync(path) ? packageSchema.safeParse(JSON.parse(readFileSync(path, "utf8"))).data : undefined;
  const name = found?.name ?? basename(folder);
  return {
    name,
    description: found?.description ?? `Results of the pipeline ${name}`,
    licence: found?.license ?? "all rights reserved, unless a file says otherwise"
  };
}
