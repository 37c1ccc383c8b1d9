import {Command, CommanderError, InvalidArgumentError, Option} from "commander";
import {UserMistake} from "../errors/user-mistake.ts";
import {type Console, systemConsole} from "./console.ts";
import {reportError} from "./mistake-text.ts";
import type {ProjectCommand} from "./project-commands.ts";

const VERSION = "0.1.0";

/** Options as commander hands them over. */
type Options = Record<string, string | boolean | string[] | number | undefined>;

// A reader that has seen enough, such as head, is no failure of ours.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(0);
  throw error;
});
process.exitCode = await main(process.argv.slice(2), systemConsole());

/** Parses the command line, runs one command, and returns its exit status. */
async function main(args: string[], console: Console): Promise<number> {
  let status = 0;
  try {
    const program = newProgram((made) => {
      status = made;
    }, console);
    const name = commandName(args);
    const own = new Set(program.commands.map((command) => command.name()));
    const help = name === undefined && !args.includes("--version") && !args.includes("-V");
    if (help || name === "help" || (name !== undefined && !own.has(name)))
      await addProjectCommands(program, args, console, (made) => {
        status = made;
      });
    await program.parseAsync(args, {from: "user"});
    return status;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    if (error instanceof Error && error.name === "AbortError") return 130;
    return reportError(error, (text) => console.note(text.trimEnd()));
  }
}

function newProgram(finish: (status: number) => void, console: Console): Command {
  const program = new Command("vvs")
    .description("Runs a pipeline: only what changed, with every result traced to what made it.")
    .option("-C <dir>", "work in this folder, or the nearest one above it, that holds a pipeline.yaml")
    .version(VERSION)
    .exitOverride()
    .showHelpAfterError("(vvs --help lists the commands)");

  command(program, "run [target...]", "make the targets; all, if none is named")
    .option("-j, --jobs <n>", "cores to use", wholeNumber)
    .option("--dry-run", "say what would run, and run nothing")
    .option("--fail-fast", "start nothing more after the first failure")
    .option(
      "--strict",
      "trace what tasks open, with strace; fail one that reads what it does not declare; results that were not checked so are made again"
    )
    .option("--quiet", "print failures only")
    .option("--json", "one JSON document on standard output")
    .action(async (targets: string[], options: Options) => {
      const {repeatRun} = await import("./commands/repeat-run.ts");
      const repeated = repeatRun(targets, {...directoryOf(program), ...options}, console);
      if (repeated !== undefined) return finish(repeated);
      const {runCommand} = await import("./commands/run.ts");
      finish(await runCommand(targets, {...directoryOf(program), ...options}, console));
    });
  command(program, "status [target...]", "what is fresh, stale, missing, failed, running")
    .option("--json", "one JSON document on standard output")
    .action(async (targets: string[], options: Options) => {
      const {statusCommand} = await import("./commands/status.ts");
      finish(await statusCommand(targets, {...directoryOf(program), ...options}, console));
    });
  command(program, "explain <task>", "why a task would run, or not")
    .option("--json", "one JSON document on standard output")
    .action(async (task: string, options: Options) => {
      const {explainCommand} = await import("./commands/explain.ts");
      finish(await explainCommand(task, {...directoryOf(program), ...options}, console));
    });
  command(program, "graph [target]", "draw the stages, or the tasks that lead to a target")
    .addOption(new Option("--format <format>", "output format").choices(["svg", "dot", "json"]).default("svg"))
    .option("--json", "the same as --format json")
    .action(async (target: string | undefined, options: Options) => {
      const {graphCommand} = await import("./commands/graph.ts");
      const format = options.json || options.format === "json" ? "json" : options.format === "dot" ? "dot" : "svg";
      finish(await graphCommand(target, {...directoryOf(program), ...options, format}, console));
    });
  command(program, "cat <artifact> [file]", "print an artifact: TASK, or TASK/OUTPUT, and a file of a folder").action(
    async (name: string, file: string | undefined, options: Options) => {
      const {catCommand} = await import("./commands/cat.ts");
      finish(await catCommand(name, file, {...directoryOf(program), ...options}, console));
    }
  );
  command(program, "log <task>", "what a task printed").action(async (task: string, options: Options) => {
    const {logCommand} = await import("./commands/log.ts");
    finish(await logCommand(task, {...directoryOf(program), ...options}, console));
  });
  command(
    program,
    "lineage <artifact>",
    "what made an artifact, back to the sources: a task's name, a file, a digest, or a cell of a table (TABLE:ROW:COLUMN)"
  )
    .addOption(new Option("--format <format>", "output format").choices(["text", "svg", "dot", "json"]).default("text"))
    .option("--json", "the same as --format json")
    .action(async (name: string, options: Options) => {
      const {lineageCommand} = await import("./commands/lineage.ts");
      finish(await lineageCommand(name, {...directoryOf(program), ...options}, console));
    });
  program
    .command("whence <file>")
    .description("which task made a figure, as the file itself and the cache tell it")
    .option("--json", "one JSON document on standard output")
    .exitOverride()
    .action(async (file: string, options: Options) => {
      const {whenceCommand} = await import("./commands/whence.ts");
      finish(await whenceCommand(file, {...directoryOf(program), ...options}, console));
    });
  command(
    program,
    "audit [target...]",
    "is it all true: every object hashed, every record, manifest and published file checked"
  )
    .option(
      "--replay <n>",
      "run so many recorded tasks again, or all that TARGET goes back to, and compare their bytes",
      replayCount
    )
    .option("-j, --jobs <n>", "cores to use for that", wholeNumber)
    .option("--manifest <digest>", "a manifest that was kept elsewhere must be here")
    .option("--json", "one JSON document on standard output")
    .action(async (targets: string[], options: Options) => {
      const {auditCommand} = await import("./commands/audit.ts");
      finish(await auditCommand(targets, {...directoryOf(program), ...options}, console));
    });
  const exported = program
    .command("export")
    .description("give results away, with what they were made from")
    .exitOverride();
  command(
    exported,
    "crate <dir> [target...]",
    "a Workflow Run RO-Crate: figures, code, sources and every task's record"
  )
    .option("--with-objects", "an archive that can be audited, and run again without a network")
    .option("--public", "leave out host names, uncommitted changes, and logs with paths of this machine")
    .option("--json", "one JSON document on standard output")
    .action(async (dir: string, targets: string[], options: Options) => {
      const {exportCrateCommand} = await import("./commands/export-crate.ts");
      finish(await exportCrateCommand(dir, targets, {...directoryOf(program), ...options, version: VERSION}, console));
    });
  program
    .command("gc")
    .description("free what no profile, recent run or pinned run needs")
    .option("--dry-run", "say what would be freed, and free nothing")
    .option("--keep-runs <n>", "keep what the last N different runs made (default: 5)", countFromZero)
    .option("--pin <run>", "keep a run's results for good; RUN is its manifest, or how that begins")
    .option("--unpin <run>", "let go of a run that was pinned")
    .option("--json", "one JSON document on standard output")
    .exitOverride()
    .action(async (options: Options) => {
      const {gcCommand} = await import("./commands/gc.ts");
      finish(await gcCommand({...directoryOf(program), ...options}, console));
    });
  const cache = program.command("cache").description("look after the cache").exitOverride();
  cache
    .command("verify")
    .description("read all of the cache: hash every object, check every record")
    .option("--json", "one JSON document on standard output")
    .exitOverride()
    .action(async (options: Options) => {
      const {cacheVerifyCommand} = await import("./commands/cache-verify.ts");
      finish(await cacheVerifyCommand({...directoryOf(program), ...options}, console));
    });
  return program;
}

/** A command that speaks of the graph: it takes a profile and settings. */
function command(program: Command, usage: string, summary: string): Command {
  return program
    .command(usage)
    .description(summary)
    .option("--profile <name>", "a profile of pipeline.yaml: targets and parameter values")
    .option("--set <key=value>", "set a parameter for this call; may be repeated", collect, [])
    .exitOverride();
}

async function addProjectCommands(
  program: Command,
  args: string[],
  console: Console,
  finish: (status: number) => void
): Promise<void> {
  const {projectCommands} = await import("./project-commands.ts");
  for (const definition of await projectCommands(directoryIn(args)))
    addProjectCommand(program, definition, console, finish);
}

function addProjectCommand(
  program: Command,
  definition: ProjectCommand,
  console: Console,
  finish: (status: number) => void
): void {
  const usage = `${definition.name}${definition.arguments ? ` ${definition.arguments}` : ""}`;
  const own = definition.ofGraph
    ? command(program, usage, definition.summary)
    : program.command(usage).description(definition.summary).exitOverride();
  own.option("--json", "one JSON document on standard output");
  for (const {flags, description, required, default: value, repeats} of definition.options ?? []) {
    const option = new Option(flags, description).makeOptionMandatory(required ?? false);
    if (repeats) option.argParser((text: string, before: string[] = []) => [...before, text]);
    own.addOption(value === undefined ? option : option.default(value));
  }
  own.action(async (...given: unknown[]) => {
    const {commandContext} = await import("./command-context.ts");
    const words = given
      .slice(0, -2)
      .flat()
      .filter((word) => typeof word === "string");
    const options = own.opts<Record<string, string | string[] | boolean | undefined>>();
    const {profile, set} = own.opts<{profile?: string; set?: string[]}>();
    const context = await commandContext(directoryOf(program).directory, options.json === true, console, {
      ...(profile !== undefined && {profile}),
      ...(set && {set})
    });
    const {run} = await definition.load();
    finish((await run({arguments: words, options}, context)) ?? 0);
  });
}

function directoryOf(program: Command): {directory?: string} {
  const {C} = program.opts<{C?: string}>();
  return C === undefined ? {} : {directory: C};
}

/** The folder after `-C`, before commander has parsed anything. */
function directoryIn(args: string[]): string | undefined {
  const index = args.indexOf("-C");
  return index < 0 ? undefined : args[index + 1];
}

/** The first word that is not an option of `vvs` itself. */
function commandName(args: string[]): string | undefined {
  const rest = args[0] === "-C" ? args.slice(2) : args;
  return rest.find((word) => !word.startsWith("-"));
}

function collect(value: string, before: string[]): string[] {
  if (!value.includes("="))
    throw new UserMistake(`--set ${value}: expected KEY=VALUE, such as --set fit.bootstraps=500`);
  return [...before, value];
}

function wholeNumber(text: string): number {
  return numberFrom(1, text);
}

function replayCount(text: string): number | "all" {
  return text === "all" ? "all" : numberFrom(1, text);
}

function countFromZero(text: string): number {
  return numberFrom(0, text);
}

function numberFrom(least: number, text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < least)
    throw new InvalidArgumentError(`expected a whole number from ${least}.`);
  return value;
}
