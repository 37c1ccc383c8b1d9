/** A source of finished results: a file that was fetched, or one of the working tree. */
export interface SourceOfResults {
  source: string;
  url: string | null;
  sha256: string;
  licence: string | null;
  citation: string | null;
}

/** A finished task, as its record tells of it. */
export interface FinishedTask {
  name: string;
  stage: string;
  key: string;
  /** Absolute path and digest of each output. */
  outputs: Record<string, {path: string; sha256: string}>;
  startedAt: string;
  endedAt: string;
  seconds: number;
  host: string;
  platform: string;
  node: string;
  commit: string | null;
  /** Whether the checkout had uncommitted changes. */
  dirty: boolean;
}

/** What finished results were made from. */
export interface Provenance {
  /** The last run that came to its end; its manifest stands for everything that it rests on. */
  run: {manifest: string; startedAt: string; seconds: number} | null;
  /** The tasks that were asked for and all that they rest on, producers first. */
  tasks: FinishedTask[];
  sources: SourceOfResults[];
  /** Digest of package-lock.json. */
  lockfile: string | null;
  /** Packages that the code uses, as `name version`. */
  packages: string[];
}

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
  /** Bytes of an artifact as `vvs run` publishes them: a figure carries its origin. */
  published(name: string): Promise<Uint8Array>;
  /** What is known of how the results of these targets came to be. */
  provenance(targets: string[]): Promise<Provenance>;
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
  /** Bytes that it would download; null where nothing says how many. */
  download: number | null;
}

/** An option of a command, in commander's notation: `--scores <file>`. */
export interface CommandOption {
  flags: string;
  description: string;
  required?: boolean;
  default?: string;
  /** May it be given more than once? Its value is a list then. */
  repeats?: boolean;
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
    call: {arguments: string[]; options: Record<string, string | string[] | boolean | undefined>},
    context: CommandContext
  ): number | void | Promise<number | void>;
}

/** Declares a command. */
export function defineCommand(definition: CommandDefinition): CommandDefinition {
  return definition;
}
