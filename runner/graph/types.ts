import type {Resources} from "../stage/define-stage.ts";

/** What YAML's core schema can say. */
export type Value = null | boolean | number | string | Value[] | {[key: string]: Value};

/** A place in a file of the project; `file` is relative to the project's folder, line and column count from 1. */
export interface SourcePlace {
  file: string;
  line: number;
  column: number;
}

/** Where one input comes from. */
export type InputReference =
  /** A file or folder of the working tree: relative to the project's folder, without "./", with "/" separators. */
  | {kind: "file"; path: string}
  /** A task's full name, and the name of its output. */
  | {kind: "task"; task: string; output: string};

/** A named input of a task. Tasks that read the same artifacts may share one `references` array: do not write to it. */
export interface GraphInput {
  name: string;
  many: boolean;
  references: InputReference[];
}

export interface GraphTask {
  /** `shout[letter=a,voice=low]` */
  name: string;
  stage: string;
  /** In the order of `each`. */
  labels: Record<string, string>;
  /** Values of the parameters that the stage declares. A fetch stage has one, `source`: its entry in the registry. */
  params: Record<string, Value>;
  inputs: GraphInput[];
  /** Output name -> name of the file or folder in the task's own folder. */
  outputs: Record<string, string>;
  /** Output name -> path in the working tree, relative to the project's folder. */
  publish: Record<string, string>;
}

export interface GraphStage {
  name: string;
  kind: "command" | "module" | "fetch";
  place: SourcePlace;
  /** A command stage's template as written; a list is an argument vector. Its names are checked (`parseTemplate`). */
  command?: string | string[];
  /** A module stage's path as written: `stages/fit`. */
  module?: string;
  /** A command stage's code files, relative to the project's folder. */
  code: string[];
  env: string[];
  resources: Resources;
  retries?: {times: number; wait?: number | string};
  optional: boolean;
  deterministic: boolean;
  /** Output name -> largest relative difference of its numbers that an audit's replay lets pass; no part of keys. */
  tolerance: Record<string, number>;
  /** The output whose text is shown at the end of a run. */
  show?: string;
  /** Names of its tasks, in order. */
  tasks: string[];
}

export interface Graph {
  /** Absolute path of the project's folder. */
  folder: string;
  /** pipeline.yaml and what it includes, relative to the folder. */
  files: string[];
  /** In the order of pipeline.yaml. */
  stages: Map<string, GraphStage>;
  /** Producers before consumers. */
  tasks: Map<string, GraphTask>;
  /** Names of all profiles. */
  profiles: string[];
  /** The profile that was applied. */
  profile: string | undefined;
  /** The targets of that profile, as written. */
  targets: string[] | undefined;
  /** All parameters, after the profile's and the caller's settings. */
  params: Value;
}

/** What a TypeScript stage's module declares; `params` is undefined where its schema does not list them. */
export interface ModuleDeclaration {
  params: string[] | undefined;
  inputs: Record<string, {format: string; many: boolean}>;
  outputs: Record<string, {file: string; format: string}>;
}
