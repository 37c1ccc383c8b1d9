/** What a project's own command may use of the world. */
export interface CommandContext {
  /** Folder of the project's pipeline.yaml. */
  folder: string;
  /** True where the person asked for one JSON document on standard output. */
  json: boolean;
  /** Writes to standard output: results. */
  print(text: string): void;
  /** Writes a line to standard error: progress and messages. */
  note(line: string): void;
  /**
   * Absolute path of a finished artifact, by the names of `vvs cat`: `TASK` or `TASK/OUTPUT`.
   * Throws a UserMistake that says what to run where it is missing.
   */
  artifact(name: string): Promise<string>;
  /** The tasks of the project, producers first, under the profile and the settings of the call. */
  tasks(): Promise<PlannedTask[]>;
}

/** A task of the graph, as a command sees it. */
export interface PlannedTask {
  name: string;
  /** The module that makes it, as pipeline.yaml names it; undefined for a command or a download. */
  module: string | undefined;
  params: Record<string, unknown>;
  /** Input -> the tasks that make what it reads. */
  inputs: Record<string, string[]>;
  /** Would it have to run? */
  pending: boolean;
  /** What it is expected to take on one core, and to add to the cache, by earlier records; 0 where nothing is known. */
  seconds: number;
  bytes: number;
  /** Bytes that it would download. */
  download: number;
}

/** An option of a command, in commander's notation: `--scores <file>`. */
export interface CommandOption {
  flags: string;
  description: string;
  required?: boolean;
  default?: string;
}

/** A command that a stage adds to `vvs`. The default export of `stages/NAME/command.ts`. */
export interface CommandDefinition {
  name: string;
  summary: string;
  /** Positional arguments, in commander's notation: `[file]`. */
  arguments?: string;
  options?: CommandOption[];
  /** Does it take `--profile` and `--set`, as every command that speaks of the graph does? */
  ofGraph?: boolean;
  /**
   * Options come by their long name in camel case. Every command has `--json`.
   * Returns the exit status (0 if nothing is returned); a thrown UserMistake is printed and exits with 2.
   */
  run(
    call: {arguments: string[]; options: Record<string, string | boolean | undefined>},
    context: CommandContext
  ): number | void | Promise<number | void>;
}

/** Declares a command. */
export function defineCommand(definition: CommandDefinition): CommandDefinition {
  return definition;
}
