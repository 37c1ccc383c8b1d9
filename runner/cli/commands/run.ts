import {readFileSync} from "node:fs";
import {fileURLToPath} from "node:url";
import {parseMirrors} from "../../execute/fetch-source.ts";
import {forecast} from "../../execute/forecast.ts";
import {stageOf} from "../../execute/identify-task.ts";
import type {Progress, TaskResult} from "../../execute/progress.ts";
import {Publisher} from "../../execute/publish.ts";
import {Commands} from "../../execute/run-command.ts";
import {defaultJobs, runGraph} from "../../execute/run-graph.ts";
import {StrictCheck} from "../../execute/strict.ts";
import {type Surveyed, survey} from "../../execute/survey.ts";
import {useOf} from "../../execute/use.ts";
import {WorkerPool} from "../../execute/worker-pool.ts";
import {sweepWorkspaces, Workspaces} from "../../execute/workspace.ts";
import {neededTasks, selectTargets} from "../../graph/select-targets.ts";
import type {Digest} from "../../hash/digest.ts";
import {circumstancesOf} from "../../provenance/circumstances.ts";
import {writeManifest} from "../../provenance/manifest.ts";
import {announceRun} from "../../store/live-runs.ts";
import {checkParameters} from "../check-parameters.ts";
import type {Console} from "../console.ts";
import {duration, size} from "../duration.ts";
import {onInterrupt} from "../interrupt.ts";
import {ProgressLines} from "../progress-lines.ts";
import {ProgressLive} from "../progress-live.ts";
import {type GraphOptions, openProject, type Project} from "../project.ts";
import {closingLine, countStates, failureText, publishedLines, skippedLines} from "../run-summary.ts";
import {invocationOf, settleRun} from "../settle-run.ts";

export interface RunCommandOptions extends GraphOptions {
  directory?: string;
  jobs?: number;
  dryRun?: boolean;
  failFast?: boolean;
  strict?: boolean;
  quiet?: boolean;
  json?: boolean;
}

/** Below this many expected seconds a run does not announce itself. */
const LONG_SECONDS = 10;

/** `vvs run`: makes the targets. Returns the exit status. */
export async function runCommand(patterns: string[], options: RunCommandOptions, console: Console): Promise<number> {
  const startedAt = new Date();
  const project = await openProject(options.directory, options);
  const {graph, store, codes} = project;
  const explicit = patterns.length ? patterns : graph.targets;
  const targets = explicit ? selectTargets(graph, explicit) : [...graph.tasks.keys()];
  const names = neededTasks(graph, targets);
  const strict = options.strict ? new StrictCheck(store.layout, project.folder) : undefined;
  if (strict) store.records.accepts = (key) => strict.hasPassed(key);
  const live = options.dryRun ? undefined : await announceRun(store.layout, store.locks, console.note);
  const surveyed = await survey(graph, store, codes, names, console.note);
  if (options.dryRun) return printDryRun(project, names, surveyed, options, console);

  const pending = names.filter((name) => surveyed.get(name)?.state !== "fresh");
  if (pending.length) live?.uses(await useOf(graph, store, codes, surveyed));
  await checkParameters(graph, codes, pending);
  const expected = await forecast(graph, store, codes, pending);
  const jobs = options.jobs ?? defaultJobs();
  if (!options.quiet && expected.seconds / jobs > LONG_SECONDS) {
    const unknown = expected.unknown ? `, and ${expected.unknown} of which nothing is known yet` : "";
    console.note(
      `${expected.tasks - expected.unknown} tasks to run${unknown}: about ${duration(expected.seconds / jobs)} on ` +
        `${jobs} cores, ${size(expected.bytes)} of disk`
    );
  }
  const progress = progressView(project, names, options, console, expected);
  const note = (line: string) => progress.note(line);
  const workspaces = new Workspaces(store.layout);
  const commands = new Commands();
  const workers = new WorkerPool(fileURLToPath(new URL("./worker.mjs", import.meta.url)));
  const publisher = new Publisher(graph, store, note);
  const interrupt = onInterrupt(note, () => {
    commands.kill();
    workers.close();
    store.locks.close();
  });
  sweepWorkspaces(store.layout);
  store.locks.sweep();
  const downloadable = new Set(explicit ? names : neededTasks(graph, required(project, targets)));
  const keepText = (text: string) => store.objects.put(text).digest;
  const circumstances = pending.length ? await circumstancesOf(project.folder, keepText) : undefined;
  const results = await runGraph(names, {
    graph,
    store,
    surveyed,
    executors: {
      workspaces,
      commands,
      workers,
      codes,
      mirrors: parseMirrors(process.env.VVS_MIRROR),
      mayDownload: (task) => downloadable.has(task),
      note,
      strict
    },
    publisher,
    circumstances: circumstances ?? {host: "", platform: "", node: "", git: null, lockfile: null},
    progress,
    jobs,
    failFast: options.failFast ?? false,
    stop: interrupt.stop,
    expected: expected.secondsOf,
    cores: (task) => stageOf(graph, task).resources.cores ?? 1
  });
  workers.close();
  commands.close();
  workspaces.close();
  store.locks.close();
  interrupt.dispose();
  if (progress instanceof ProgressLive) progress.close();

  const inOrder = names.flatMap((name) => results.get(name) ?? []);
  const counts = countStates(inOrder);
  const seconds = (Date.now() - startedAt.getTime()) / 1000;
  const run = writeManifest(store, inOrder, {
    profile: graph.profile,
    set: options.set ?? [],
    startedAt,
    seconds,
    counts
  });
  live?.end();
  const shown = shownObjects(project, inOrder);
  const published = publishedLines(graph, inOrder);
  if (!strict && counts.ran + counts.cached === inOrder.length) {
    const invocation = invocationOf(project.folder, patterns, options.profile, options.set ?? []);
    settleRun(project, inOrder, publisher, startedAt, {invocation, run, shown, published});
  }
  if (options.json) {
    console.print(`${JSON.stringify({run, profile: graph.profile ?? null, counts, seconds, tasks: inOrder})}\n`);
  } else {
    for (const failure of inOrder.filter(({state}) => state === "failed")) console.note(failureText(failure));
    if (!options.quiet) {
      for (const digest of shown) console.print(readFileSync(store.objects.path(digest), "utf8"));
      const last = closingLine(counts, seconds, run);
      console.note([...skippedLines(inOrder), ...published, last].join("\n"));
    }
  }
  if (interrupt.stop.aborted) return 130;
  return counts.failed ? 1 : 0;
}

function progressView(
  {graph}: Project,
  names: string[],
  {quiet, json}: RunCommandOptions,
  {live, note}: Console,
  expected: {seconds: number; secondsOf(task: string): number}
): Progress {
  if (quiet) return {started() {}, finished() {}, note};
  if (live && !json) return new ProgressLive(graph, names, process.stderr, expected.seconds, expected.secondsOf);
  return new ProgressLines(graph, names, note);
}

/** The targets that are not optional: what they need may be downloaded without being named. */
function required({graph}: Project, targets: string[]): string[] {
  return targets.filter((name) => !graph.stages.get(graph.tasks.get(name)?.stage ?? "")?.optional);
}

/** The objects whose texts stages ask to have shown at the end of a run. */
function shownObjects({graph}: Project, results: TaskResult[]): Digest[] {
  return results.flatMap(({name, outputs}) => {
    const show = graph.stages.get(graph.tasks.get(name)?.stage ?? "")?.show;
    const digest = show === undefined ? undefined : outputs[show];
    return digest === undefined ? [] : [digest];
  });
}

function printDryRun(
  {graph}: Project,
  names: string[],
  surveyed: Map<string, Surveyed>,
  {json}: RunCommandOptions,
  {print}: Console
): number {
  const tasks = names.map((name): TaskResult => {
    const found = surveyed.get(name);
    if (found?.state === "fresh") {
      const outputs = Object.fromEntries(Object.entries(found.outputs).map(([output, {digest}]) => [output, digest]));
      return {name, key: found.key, state: "cached", seconds: 0, outputs};
    }
    return {name, key: found?.state === "stale" ? found.key : null, state: "would-run", seconds: 0, outputs: {}};
  });
  const would = tasks.filter(({state}) => state === "would-run");
  if (json) {
    const counts = {...countStates(tasks), "would-run": would.length};
    print(`${JSON.stringify({run: null, profile: graph.profile ?? null, counts, seconds: 0, tasks})}\n`);
  } else {
    for (const {name} of would)
      print(`would run ${name}${surveyed.get(name)?.state === "waiting" ? " (if its inputs change)" : ""}\n`);
    print(`${would.length} of ${tasks.length} tasks would run\n`);
  }
  return 0;
}
