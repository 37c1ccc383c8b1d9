import {existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {dirname, join} from "node:path";
import {fillPaths} from "../../execute/command-line.ts";
import type {Outcome} from "../../execute/outcome.ts";
import {outputProblems} from "../../execute/outputs.ts";
import {Commands} from "../../execute/run-command.ts";
import {WorkerPool} from "../../execute/worker-pool.ts";
import {layCode, layInput} from "../../execute/workspace.ts";
import {canonical} from "../../hash/canonical.ts";
import {type Digest, digestOfPath} from "../../hash/digest.ts";
import type {TaskRecord} from "../../store/record.ts";
import type {Store} from "../../store/store.ts";
import {numericDifference} from "./numeric-difference.ts";
import {RecordedModules} from "./recorded-modules.ts";
import {packageDifference} from "./same-packages.ts";

/** How a recorded task fared when its code was run again on its inputs. */
export interface Replayed {
  key: Digest;
  task: string;
  stage: string;
  /**
   * `same`: byte for byte. `different`: other bytes where the same were to be expected, or beyond a declared tolerance.
   * `within`: within the tolerances of a stage that is declared not deterministic, or was run on another class of
   * machine. `varies`: other bytes from such a stage that declares no tolerance. `failed`: it did not run to its end.
   * `skipped`: it cannot be run here.
   */
  state: "same" | "different" | "within" | "varies" | "failed" | "skipped";
  seconds: number;
  reason?: string;
  /** Largest relative difference of the numbers in its outputs, where these differ in numbers only. */
  largest?: number;
}

export interface ReplayContext {
  store: Store;
  /** The project's folder: packages are found from there. */
  folder: string;
  /** The built module of a worker process. */
  worker: string;
  jobs: number;
  /** Largest relative differences that pipeline.yaml lets pass, by output. */
  tolerance(stage: string): Record<string, number>;
  note(line: string): void;
  stop: AbortSignal;
}

/** What runs tasks again: one set for each set of environment variables, since processes inherit them. */
interface Means {
  workers: WorkerPool;
  commands: Commands;
  modules: RecordedModules;
}

/** Runs recorded tasks again, each from its stored code on its stored inputs in a clean folder, and compares bytes. */
export async function replay(records: TaskRecord[], context: ReplayContext): Promise<Replayed[]> {
  const root = mkdtempSync(join(tmpdir(), "vvs-replay-"));
  const groups = new Map<string, TaskRecord[]>();
  for (const record of records) {
    const variables = canonical(record.components.environment);
    groups.set(variables, [...(groups.get(variables) ?? []), record]);
  }
  // A command that is a Node program finds its packages in a folder above its own, as it does in a run.
  const packages = join(context.folder, "node_modules");
  if (existsSync(packages)) symlinkSync(packages, join(root, "node_modules"));
  const replayed: Replayed[] = [];
  const modules = new RecordedModules(context.store);
  try {
    for (const group of groups.values()) {
      const variables = group[0]?.components.environment ?? {};
      await withVariables(variables, async () => {
        const means = {workers: new WorkerPool(context.worker), commands: new Commands(), modules};
        const end = () => {
          means.workers.close();
          means.commands.kill();
        };
        context.stop.addEventListener("abort", end);
        const queue = group.values();
        const work = async () => {
          for (const record of queue) {
            if (context.stop.aborted) return;
            replayed.push(await replayOne(record, join(root, record.key), context, means));
          }
        };
        try {
          await Promise.all(Array.from({length: context.jobs}, work));
        } finally {
          context.stop.removeEventListener("abort", end);
          means.workers.close();
          means.commands.close();
        }
      });
    }
    return replayed;
  } finally {
    rmSync(root, {recursive: true, force: true});
  }
}

async function replayOne(record: TaskRecord, folder: string, context: ReplayContext, means: Means): Promise<Replayed> {
  const {key, task, stage, components} = record;
  const started = Date.now();
  const result = (state: Replayed["state"], more: Partial<Replayed> = {}): Replayed => {
    return {key, task, stage, state, seconds: (Date.now() - started) / 1000, ...more};
  };
  if (components.code.kind === "fetch") return result("skipped", {reason: "a download: its digest was checked"});
  if (components.code.kind === "module") {
    const difference = packageDifference(context.folder, components.code.packages);
    if (difference !== undefined) return result("skipped", {reason: difference});
  }
  mkdirSync(folder);
  for (const file of Object.values(components.outputs)) mkdirSync(dirname(join(folder, file)), {recursive: true});
  try {
    const outcome = await perform(record, folder, context, means);
    if (outcome.state !== "done") return result("failed", {reason: outcome.reason});
    const problems = outputProblems(folder, components.outputs, {}, context.store.layout.objects);
    if (problems.length) return result("failed", {reason: problems.join("; ")});
    const why = record.deterministic ? await otherMachine(record, means.modules) : "declared not deterministic";
    const declared = components.code.kind === "module" ? await means.modules.tolerance(components.code.bundle) : {};
    const tolerance = {...declared, ...context.tolerance(stage)};
    return await compare(record, folder, context.store, {why, tolerance}, result);
  } catch (error) {
    return result("failed", {reason: error instanceof Error ? error.message : String(error)});
  } finally {
    rmSync(folder, {recursive: true, force: true});
  }
}

async function perform(
  {components, key}: TaskRecord,
  folder: string,
  {store}: ReplayContext,
  {workers, commands, modules}: Means
): Promise<Outcome> {
  const {code, params, inputs, outputs, environment} = components;
  const paths = (digests: Digest[]) => digests.map((digest) => store.objects.path(digest));
  const log = `${folder}.log`;
  writeFileSync(log, "");
  if (code.kind === "module") {
    const {file, definition} = await modules.load(code.bundle);
    const given = Object.entries(inputs).map(([name, {digests}]): [string, string | string[]] => {
      const found = paths(digests);
      return [name, definition.inputs[name]?.many ? found : (found[0] ?? "")];
    });
    const assignment = {
      code: file,
      bundle: code.bundle,
      params,
      inputs: Object.fromEntries(given),
      outputs: Object.fromEntries(Object.entries(outputs).map(([name, path]) => [name, join(folder, path)])),
      cores: definition.resources?.cores ?? 1,
      resume: `${folder}.resume`,
      log
    };
    return workers.run(assignment);
  }
  if (code.kind !== "command") throw new Error(`${key} is neither a module's nor a command's`);
  const laid: Record<string, string> = {};
  for (const [name, {digests, suffixes = []}] of Object.entries(inputs))
    Object.assign(laid, layInput(folder, name, readsMany(suffixes), suffixes, paths(digests)));
  for (const [path, digest] of Object.entries(code.files)) layCode(folder, path, store.objects.path(digest));
  const command = fillPaths(code.command, laid, outputs);
  return commands.run({command, folder, env: Object.keys(environment), log, limits: {}, trace: undefined});
}

/** A single artifact is laid under the input's name and its own ending, many under numbers. */
function readsMany(suffixes: string[]): boolean {
  return suffixes.length !== 1 || /^\d/.test(suffixes[0] ?? "");
}

async function compare(
  record: TaskRecord,
  folder: string,
  store: Store,
  {why, tolerance}: {why: string | undefined; tolerance: Record<string, number>},
  result: (state: Replayed["state"], more?: Partial<Replayed>) => Replayed
): Promise<Replayed> {
  const different: string[] = [];
  const beyond: string[] = [];
  let largest: number | undefined = 0;
  for (const [name, {digest, kind}] of Object.entries(record.outputs)) {
    const made = join(folder, record.components.outputs[name] ?? name);
    if ((await digestOfPath(made)) === digest) continue;
    different.push(name);
    const files = kind === "file" && statSync(made).isFile() ? [store.objects.path(digest), made] : [];
    const [before, after] = files.map((path) => readFileSync(path));
    const distance = before === undefined || after === undefined ? undefined : numericDifference(before, after);
    const most = tolerance[name];
    if (most !== undefined && (distance === undefined || distance > most))
      beyond.push(`${name} is beyond its tolerance of ${most}: ${told(distance)}`);
    largest = largest === undefined || distance === undefined ? undefined : Math.max(largest, distance);
  }
  if (different.length === 0) return result("same");
  const bytes = `other bytes: ${different.join(", ")}${why === undefined ? "" : ` (${why})`}`;
  const more = {...(largest !== undefined && {largest})};
  if (why === undefined) return result("different", {reason: bytes, ...more});
  if (beyond.length) return result("different", {reason: beyond.join("; "), ...more});
  const all = different.every((name) => tolerance[name] !== undefined);
  return all
    ? result("within", {reason: `within tolerance (${told(largest)})`, ...more})
    : result("varies", {reason: bytes, ...more});
}

function told(distance: number | undefined): string {
  return distance === undefined
    ? "it differs in more than numbers"
    : `largest relative difference ${Number(distance.toPrecision(2))}`;
}

/**
 * What of the class of machine on which a task was made is otherwise here: system and processor, version of Node, and
 * what its stage says decides its bytes.
 */
async function otherMachine(record: TaskRecord, modules: RecordedModules): Promise<string | undefined> {
  const {platform, node, components} = record;
  const major = (version: string) => version.split(".")[0];
  if (platform !== `${process.platform}-${process.arch}` || major(node) !== major(process.version))
    return `made on ${platform} with node ${node}`;
  if (components.code.kind !== "module") return undefined;
  const here = await modules.machine(components.code.bundle);
  const [name] = Object.keys(here).filter((one) => components.environment[one] !== here[one]);
  return name === undefined ? undefined : `made with ${name} ${components.environment[name]}, here ${here[name]}`;
}

async function withVariables(variables: Record<string, string>, use: () => Promise<void>): Promise<void> {
  const set = Object.entries(variables).filter(([name]) => /^[A-Za-z_]\w*$/.test(name));
  const before = set.map(([name]) => [name, process.env[name]] as const);
  Object.assign(process.env, Object.fromEntries(set));
  try {
    await use();
  } finally {
    for (const [name, value] of before) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  }
}
