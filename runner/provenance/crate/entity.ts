import {createHash} from "node:crypto";

/** One entity of an RO-Crate's graph. */
export interface Entity {
  "@id": string;
  "@type": string | string[];
  [property: string]: unknown;
}

export interface Reference {
  "@id": string;
}

export function to(id: string): Reference {
  return {"@id": id};
}

/** A fragment that names a thing by what it is made of, so that the same thing has the same name everywhere. */
export function fragment(kind: string, ...parts: string[]): string {
  return `#${kind}-${createHash("sha256").update(parts.join("\n")).digest("hex").slice(0, 16)}`;
}

/** A path as a relative URI. */
export function uriOf(path: string): string {
  return path.split("/").map(encodeURIComponent).join("/");
}

/** Entities by id, each told once; what is said of one later is added to it. */
export class Entities {
  readonly #byId = new Map<string, Entity>();
  readonly #lists = new Map<string, Map<string, Set<string>>>();

  add(entity: Entity): Reference {
    const known = this.#byId.get(entity["@id"]);
    this.#byId.set(entity["@id"], known ? {...known, ...entity} : entity);
    return to(entity["@id"]);
  }

  /** Adds references to a property that holds a list of them, each once. */
  link(id: string, property: string, ...references: Reference[]): void {
    const lists = this.#lists.get(id) ?? new Map<string, Set<string>>();
    this.#lists.set(id, lists);
    const list = lists.get(property) ?? new Set();
    lists.set(property, list);
    for (const reference of references) list.add(reference["@id"]);
  }

  has(id: string): boolean {
    return this.#byId.has(id);
  }

  list(): Entity[] {
    return [...this.#byId.values()].map((entity) => {
      const lists = [...(this.#lists.get(entity["@id"]) ?? [])];
      return {...entity, ...Object.fromEntries(lists.map(([property, ids]) => [property, [...ids].map(to)]))};
    });
  }
}
