import type * as z from "zod";

/** The format of an artifact; two ends of a reference must name the same one. `file` fits every format. */
export type Format = "table" | "json" | "tensors" | "svg" | "png" | "pdf" | "text" | "file" | "folder";

/** One named input of a stage: a single artifact, or as many as its reference in pipeline.yaml names. */
export interface InputDeclaration<Many extends boolean = boolean> {
  format: Format;
  many: Many;
}

/** One named output of a stage: the file (or folder) that it writes in the task's own folder. */
export interface OutputDeclaration {
  file: string;
  format: Format;
  /**
   * The largest relative difference of its numbers (a table, JSON, tensors, a .npy array) that an audit's replay lets
   * pass where the same bytes are not to be expected. `tolerance` of a stage in pipeline.yaml goes before it, and is no
   * part of keys, as this is with all that is code.
   */
  tolerance?: number;
}

/** What a task may take from the machine. Units: cores, bytes or "2GB", seconds or "10min". */
export interface Resources {
  cores?: number;
  memory?: number | string;
  time?: number | string;
  gpu?: number;
}

export type Inputs = Record<string, InputDeclaration>;
export type Outputs = Record<string, OutputDeclaration>;

/** What `run` is given: checked parameters, paths to read, paths to write. */
export interface Task<Parameters, I extends Inputs, O extends Outputs> {
  params: Parameters;
  /** Absolute path of each input; a list, in task order, for an input of many artifacts. */
  inputs: {[Name in keyof I]: I[Name] extends InputDeclaration<true> ? string[] : string};
  /** Absolute path at which each output must be written. */
  outputs: {[Name in keyof O]: string};
  /** Cores that this task may use. */
  cores: number;
  /**
   * Path of a folder of this very task that survives a kill, for the stage to make and to keep its progress in; it goes
   * when the task is done. Its content must not change what the task makes.
   */
  resume: string;
  /** Adds a line to the task's log. */
  log(line: string): void;
}

/** Seconds of one core, and bytes. */
export interface Typical {
  seconds: number;
  bytes: number;
}

/** A stage: what it is called with, what it makes, and how. The default export of `stages/NAME/stage.ts`. */
export interface StageDefinition<
  P extends z.ZodType = z.ZodType,
  I extends Inputs = Inputs,
  O extends Outputs = Outputs
> {
  /** Schema of the parameters that pipeline.yaml hands to the stage; an object. */
  params: P;
  inputs: I;
  outputs: O;
  resources?: Resources;
  /** What a task takes on one core, and adds to the cache: the forecast of a first run, before there are records. */
  typical?: Typical | ((params: z.output<P>) => Typical);
  /** What of the machine decides the bytes of the outputs, by name: part of the key. Asked once a machine and code. */
  environment?(): Record<string, string> | Promise<Record<string, string>>;
  /** False for a stage whose bytes may differ between two runs; true unless said. */
  deterministic?: boolean;
  run(task: Task<z.output<P>, I, O>): void | Promise<void>;
}

/** Declares a stage; types flow from the schema and the declarations into `run`. */
export function defineStage<P extends z.ZodType, const I extends Inputs, const O extends Outputs>(
  definition: StageDefinition<P, I, O>
): StageDefinition<P, I, O> {
  return definition;
}

/** An input of exactly one artifact. */
export function one(format: Format): InputDeclaration<false> {
  return {format, many: false};
}

/** An input of any number of artifacts, in task order. */
export function many(format: Format): InputDeclaration<true> {
  return {format, many: true};
}

/** An output: `file` is its name in the task's own folder. */
export function output(
  file: string,
  format: Format,
  more: Pick<OutputDeclaration, "tolerance"> = {}
): OutputDeclaration {
  return {file, format, ...more};
}
