import {readFileSync} from "node:fs";
import {pathToFileURL} from "node:url";
import {codeFile} from "../../execute/bundles.ts";
import {type Digest, digestOf} from "../../hash/digest.ts";
import type {Store} from "../../store/store.ts";

/** What replaying needs of a stage's definition. */
interface Definition {
  inputs: Record<string, {many: boolean}>;
  outputs: Record<string, {tolerance?: number}>;
  resources?: {cores?: number};
  environment?(): Record<string, string> | Promise<Record<string, string>>;
}

/** The modules in recorded bundles, each imported once. */
export class RecordedModules {
  readonly #store: Store;
  readonly #loaded = new Map<Digest, Promise<{file: string; definition: Definition}>>();
  readonly #machines = new Map<Digest, Promise<Record<string, string>>>();

  constructor(store: Store) {
    this.#store = store;
  }

  load(bundle: Digest): Promise<{file: string; definition: Definition}> {
    let loaded = this.#loaded.get(bundle);
    if (!loaded) {
      loaded = this.#import(bundle);
      this.#loaded.set(bundle, loaded);
    }
    return loaded;
  }

  /** The tolerances that a stage declares, by output. */
  async tolerance(bundle: Digest): Promise<Record<string, number>> {
    const {outputs} = (await this.load(bundle)).definition;
    return Object.fromEntries(
      Object.entries(outputs).flatMap(([name, {tolerance}]) => (tolerance === undefined ? [] : [[name, tolerance]]))
    );
  }

  /** What of this machine a stage says decides its bytes. */
  machine(bundle: Digest): Promise<Record<string, string>> {
    let machine = this.#machines.get(bundle);
    if (!machine) {
      machine = this.load(bundle).then(async ({definition}) => (await definition.environment?.()) ?? {});
      this.#machines.set(bundle, machine);
    }
    return machine;
  }

  async #import(bundle: Digest): Promise<{file: string; definition: Definition}> {
    if (digestOf(readFileSync(this.#store.objects.path(bundle))) !== bundle)
      throw new Error(`the bundle ${bundle} was changed`);
    const file = codeFile(this.#store, bundle);
    const module: {default: Definition} = await import(pathToFileURL(file).href);
    return {file, definition: module.default};
  }
}
