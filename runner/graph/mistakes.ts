import {UserMistake} from "../errors/user-mistake.ts";
import {type Position, placeOf} from "./source-node.ts";
import type {SourcePlace} from "./types.ts";

export interface Mistake {
  place: SourcePlace;
  /** Where in the document: `stages.fit.inputs.scores`; empty for the document as a whole. */
  path: string;
  text: string;
}

/** Lines that are printed at most; a mistake in a template can otherwise fill screens. */
const shownLines = 60;

/** All that is wrong with a pipeline. The message holds one line a mistake, with its place, in the files' order. */
export class PipelineMistakes extends UserMistake {
  readonly mistakes: Mistake[];

  constructor(mistakes: Mistake[]) {
    const lines = mistakes.slice(0, shownLines).map(lineOf);
    if (mistakes.length > shownLines) lines.push(`... and ${mistakes.length - shownLines} more`);
    super(lines.join("\n"));
    this.mistakes = mistakes;
  }
}

function lineOf({place, path, text}: Mistake): string {
  const where = place.file.startsWith("--") ? place.file : `${place.file}:${place.line}:${place.column}`;
  return [where, path, text].filter((part) => part !== "").join(": ");
}

/** Collects mistakes, so that a person sees all of them at once. */
export class MistakeList {
  readonly #found = new Map<string, Mistake & {count: number}>();

  get size(): number {
    return this.#found.size;
  }

  /** `kind`: mistakes of one kind at one place are told once, with their number (one grid, thousands of tasks). */
  add(at: Position, path: string, text: string, kind = text): void {
    const id = `${at.file.name}\0${at.offset}\0${path}\0${kind}`;
    const known = this.#found.get(id);
    if (known) known.count++;
    else this.#found.set(id, {place: placeOf(at), path, text, count: 1});
  }

  /** Throws all mistakes, if there are any; those in `files` first, in that order. */
  throwIfAny(order: readonly string[]): void {
    if (this.size === 0) return;
    const files = new Map(order.map((name, k) => [name, k]));
    const mistakes = [...this.#found.values()].map(({place, path, text, count}) => {
      if (!files.has(place.file)) files.set(place.file, files.size);
      return {place, path, text: count > 1 ? `${text} (and ${count - 1} more like this)` : text};
    });
    mistakes.sort(
      ({place: a}, {place: b}) =>
        (files.get(a.file) ?? 0) - (files.get(b.file) ?? 0) || a.line - b.line || a.column - b.column
    );
    throw new PipelineMistakes(mistakes);
  }
}
