import type {Objects, StampedObject} from "../store/objects.ts";
import {LINK_LIMIT} from "./workspace.ts";

/**
 * The artifacts that one command sees under a second name of the stored file, which is read-only. After it, all are seen
 * to be as they were: whoever may write everywhere, as root in a container, could have written into the store.
 */
export class LinkedInputs {
  readonly #objects: Objects;
  readonly #laid: {object: StampedObject; target: string}[] = [];

  constructor(objects: Objects) {
    this.#objects = objects;
  }

  /** Lays an object at a path where there is nothing; false where it has to be copied. */
  lay(object: StampedObject, target: string): boolean {
    if (object.bytes > LINK_LIMIT || !this.#objects.link(object, target)) return false;
    this.#laid.push({object, target});
    return true;
  }

  /** Removes the names, and gives those whose object the command changed: each was set aside in the store. */
  async release(report: (line: string) => void): Promise<string[]> {
    const changed: string[] = [];
    for (const {object, target} of this.#laid) {
      if (!(await this.#objects.verify(object, report))) changed.push(target);
      this.#objects.unlink(object, target);
    }
    return changed;
  }
}
