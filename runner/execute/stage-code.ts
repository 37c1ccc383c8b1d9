import {join} from "node:path";
import {pathToFileURL} from "node:url";
import {UserMistake} from "../errors/user-mistake.ts";
import type {ModuleDeclaration} from "../graph/types.ts";
import {entryOf} from "../hash/bundle.ts";
import {canonical} from "../hash/canonical.ts";
import {digestOf} from "../hash/digest.ts";
import {thisMachine} from "../hash/this-machine.ts";
import type {Resources, StageDefinition, Typical} from "../stage/define-stage.ts";
import {AppendLog, withFields} from "../store/append-log.ts";
import type {Store} from "../store/store.ts";
import {Bundles, type Closure, codeFile} from "./bundles.ts";

/** What the module of a TypeScript stage says of itself. */
interface Described {
  declaration: ModuleDeclaration;
  resources: Resources;
  typical?: Typical;
  /** Does what is typical depend on the parameters? */
  typicalVaries?: boolean;
  deterministic: boolean;
  /** Does the machine decide the bytes of its outputs? */
  asksMachine?: boolean;
}

export type StageCode = Closure & Described & {environment: Record<string, string>};

/** The code closures of TypeScript stages, and what their modules declare; both are worked out once a change. */
export class StageCodes {
  readonly #folder: string;
  readonly #store: Store;
  readonly #bundles: Bundles;
  readonly #described: AppendLog<Described>;
  readonly #environments: AppendLog<Record<string, string>>;
  readonly #asked = new Map<string, Promise<StageCode>>();

  constructor(folder: string, store: Store) {
    this.#folder = folder;
    this.#store = store;
    this.#bundles = new Bundles(folder, store);
    this.#described = new AppendLog(join(store.layout.index, "stages.jsonl"), withFields("declaration"));
    this.#environments = new AppendLog(join(store.layout.index, "environments.jsonl"), withFields());
  }

  /** @param module as pipeline.yaml names it: `stages/fit` */
  code(module: string): Promise<StageCode> {
    let answer = this.#asked.get(module);
    if (!answer) {
      answer = this.#look(module);
      this.#asked.set(module, answer);
    }
    return answer;
  }

  /** What has to stay as it is for the closures that were asked for to hold. */
  watched(): ReturnType<Bundles["watched"]> {
    return this.#bundles.watched([...this.#asked.keys()].map((module) => entryOf(this.#folder, module)));
  }

  /** The stage's definition, imported from its bundle. */
  async definition(module: string): Promise<StageDefinition> {
    const {bundle} = await this.#bundles.closure(entryOf(this.#folder, module));
    return loadDefinition(codeFile(this.#store, bundle), module);
  }

  async #look(module: string): Promise<StageCode> {
    const closure = await this.#bundles.closure(entryOf(this.#folder, module));
    let described = this.#described.get(closure.bundle);
    if (!described) {
      described = describe(await this.definition(module));
      this.#described.set(closure.bundle, described);
      this.#described.flush();
    }
    const environment = described.asksMachine ? await this.#environment(module, closure) : {};
    return {...closure, ...described, environment};
  }

  /** What the stage's module says of this machine; asked once for each kind of machine and version of the code. */
  async #environment(module: string, {bundle, packages}: Closure): Promise<Record<string, string>> {
    const asked = digestOf(canonical({bundle, packages, machine: thisMachine()}));
    const known = this.#environments.get(asked);
    if (known) return known;
    const found = (await (await this.definition(module)).environment?.()) ?? {};
    this.#environments.set(asked, found);
    this.#environments.flush();
    return found;
  }
}

function describe({
  params,
  inputs,
  outputs,
  resources = {},
  typical,
  deterministic = true,
  environment
}: StageDefinition): Described {
  const shape = "shape" in params && typeof params.shape === "object" ? params.shape : null;
  return {
    declaration: {params: shape ? Object.keys(shape) : undefined, inputs, outputs},
    resources,
    ...(typeof typical === "object" && {typical}),
    ...(typeof typical === "function" && {typicalVaries: true}),
    deterministic,
    ...(environment && {asksMachine: true})
  };
}

async function loadDefinition(path: string, module: string): Promise<StageDefinition> {
  const imported: {default?: unknown} = await import(pathToFileURL(path).href);
  if (!isDefinition(imported.default)) {
    throw new UserMistake("the module does not default-export a stage", {
      file: module,
      advice: "write: export default defineStage({params, inputs, outputs, run})"
    });
  }
  return imported.default;
}

function isDefinition(value: unknown): value is StageDefinition {
  if (typeof value !== "object" || value === null) return false;
  return "params" in value && "inputs" in value && "outputs" in value && "run" in value;
}
