import {suggestion} from "../errors/nearest.ts";
import type {Grid} from "./expand-grid.ts";
import {globTest, isGlob, type LabelPattern, type NamePattern, taskName} from "./task-name.ts";
import type {InputReference} from "./types.ts";

/** What a reference names: the tasks' outputs, and whether it could have named several. */
export interface Match {
  references: InputReference[];
  many: boolean;
}

/** The tasks of one stage, found by their labels. */
export class StageTasks {
  readonly stage: string;
  readonly keys: string[];
  readonly combinations: Record<string, string>[];
  readonly names: string[];
  /** Output name -> format; undefined where a mistake keeps us from knowing. */
  readonly outputs: Map<string, string> | undefined;
  readonly #known: Set<string>;
  readonly #byLabel = new Map<string, Map<string, number[]>>();
  readonly #answers = new Map<string, Match | string>();

  constructor(stage: string, {keys, combinations}: Grid, outputs: Map<string, string> | undefined) {
    this.stage = stage;
    this.keys = keys;
    this.combinations = combinations;
    this.names = combinations.map((labels) => taskName(stage, labels));
    this.outputs = outputs;
    this.#known = new Set(this.names);
  }

  /** The tasks that a pattern names, in order; a string says why there are none. `labels`: of the referring task. */
  find(
    {labels: patterns, same}: NamePattern,
    labels: Record<string, string>
  ): {tasks: string[]; many: boolean} | string {
    if (same) return this.#sameLabels(labels);
    if (patterns === undefined) return {tasks: this.names, many: this.keys.length > 0};
    for (const {key} of patterns)
      if (!this.keys.includes(key))
        return this.keys.length === 0
          ? `${this.stage} has no labels`
          : `${this.stage} has no label ${key}${suggestion(key, this.keys)}`;
    if (patterns.length === 0) return {tasks: this.names, many: true};
    if (patterns.length === this.keys.length && !patterns.some(isGlob)) {
      const wanted = Object.fromEntries(patterns.map(({key, value}) => [key, value]));
      const name = taskName(this.stage, Object.fromEntries(this.keys.map((key) => [key, wanted[key] ?? ""])));
      if (this.#known.has(name)) return {tasks: [name], many: false};
    }
    const tasks = this.#search(patterns).map((k) => this.names[k] ?? "");
    return tasks.length > 0 ? {tasks, many: true} : this.#nothing(patterns);
  }

  /** The outputs that a pattern names. Answers are kept, so that tasks that read the same share them. */
  match(pattern: NamePattern, labels: Record<string, string>): Match | string {
    const output = this.output(pattern.output);
    if (typeof output === "string") return output;
    const refer = (task: string): InputReference => ({kind: "task", task, output: output.name});
    if (pattern.same) {
      const found = this.#sameLabels(labels);
      return typeof found === "string" ? found : {references: found.tasks.map(refer), many: false};
    }
    const id = JSON.stringify([output.name, pattern.labels]);
    let answer = this.#answers.get(id);
    if (answer === undefined) {
      const found = this.find(pattern, labels);
      answer = typeof found === "string" ? found : {references: found.tasks.map(refer), many: found.many};
      this.#answers.set(id, answer);
    }
    return answer;
  }

  /** The output that a reference names, or the only one. */
  output(name: string | undefined): {name: string; format: string} | string {
    const outputs = this.outputs ?? new Map<string, string>();
    if (name === undefined) {
      const [only] = outputs;
      if (outputs.size === 1 && only) return {name: only[0], format: only[1]};
      const [first = "NAME"] = outputs.keys();
      return `${this.stage} has several outputs, ${[...outputs.keys()].join(", ")}; name one: ${this.stage}/${first}`;
    }
    const format = outputs.get(name);
    return format === undefined
      ? `${this.stage} has no output ${name}${suggestion(name, outputs.keys())}`
      : {name, format};
  }

  #sameLabels(labels: Record<string, string>): {tasks: string[]; many: boolean} | string {
    const open = this.keys.find((key) => !Object.hasOwn(labels, key));
    if (open !== undefined)
      return `[=] needs the labels of ${this.stage}, and ${open} is not one of this stage; name it: ${this.stage}[${open}=...]`;
    const name = taskName(this.stage, Object.fromEntries(this.keys.map((key) => [key, labels[key] ?? ""])));
    return this.#known.has(name) ? {tasks: [name], many: false} : `no task ${name}${suggestion(name, this.#few())}`;
  }

  /** Positions of the tasks that fit all patterns, from the shortest list of those that share an exact label. */
  #search(patterns: readonly LabelPattern[]): number[] {
    let candidates: number[] | undefined;
    for (const pattern of patterns) {
      if (isGlob(pattern)) continue;
      const found = this.#withLabel(pattern.key).get(pattern.value) ?? [];
      if (candidates === undefined || found.length < candidates.length) candidates = found;
    }
    const tests = patterns.map((pattern) => {
      const fits = isGlob(pattern) ? globTest(pattern.value) : (text: string) => text === pattern.value;
      return (labels: Record<string, string>) => fits(labels[pattern.key] ?? "");
    });
    const all = candidates ?? this.combinations.keys();
    const found: number[] = [];
    for (const k of all) {
      const labels = this.combinations[k];
      if (labels && tests.every((test) => test(labels))) found.push(k);
    }
    return found;
  }

  #withLabel(key: string): Map<string, number[]> {
    let index = this.#byLabel.get(key);
    if (!index) {
      index = new Map();
      for (const [k, labels] of this.combinations.entries()) {
        const value = labels[key] ?? "";
        const list = index.get(value);
        if (list) list.push(k);
        else index.set(value, [k]);
      }
      this.#byLabel.set(key, index);
    }
    return index;
  }

  #nothing(patterns: readonly LabelPattern[]): string {
    const text = patterns.map(({key, value}) => `${key}=${value}`).join(",");
    for (const pattern of patterns) {
      const values = this.#withLabel(pattern.key);
      if (!isGlob(pattern) && !values.has(pattern.value))
        return `no task ${this.stage}[${text}]: ${pattern.key} is never ${pattern.value}${suggestion(pattern.value, values.keys())}`;
    }
    return `no task ${this.stage}[${text}]`;
  }

  #few(): string[] {
    return this.names.slice(0, 2000);
  }
}
