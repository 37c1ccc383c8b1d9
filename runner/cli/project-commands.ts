import {existsSync, readdirSync} from "node:fs";
import {join} from "node:path";
import {pathToFileURL} from "node:url";
import {Bundles, codeFile} from "../execute/bundles.ts";
import {findPipeline} from "../graph/find-pipeline.ts";
import type {CommandDefinition} from "../stage/define-command.ts";
import {AppendLog, withFields} from "../store/append-log.ts";
import {openStore} from "../store/store.ts";

/** A command as the help shows it; its code is loaded only when it is called. */
export type ProjectCommand = Omit<CommandDefinition, "run"> & {load(): Promise<CommandDefinition>};

/**
 * The commands that a project's stages add to `vvs`: the default exports of `stages/NAME/command.ts`. None outside a
 * project, so that the runner's own commands work anywhere.
 */
export async function projectCommands(directory: string | undefined): Promise<ProjectCommand[]> {
  const folder = nearestProject(directory);
  if (folder === undefined) return [];
  const entries = commandFiles(folder);
  if (entries.length === 0) return [];
  const store = openStore(folder);
  const bundles = new Bundles(folder, store);
  const known = new AppendLog<Omit<CommandDefinition, "run">>(
    join(store.layout.index, "commands.jsonl"),
    withFields("name", "summary")
  );
  const commands = [];
  for (const entry of entries) {
    const {bundle} = await bundles.closure(entry);
    const load = async () => {
      const imported: {default?: unknown} = await import(pathToFileURL(codeFile(store, bundle)).href);
      if (!isCommand(imported.default)) throw new Error(`${entry} does not default-export defineCommand({...})`);
      return imported.default;
    };
    let described = known.get(bundle);
    if (!described) {
      const {run: _, ...rest} = await load();
      described = rest;
      known.set(bundle, described);
    }
    commands.push({...described, load});
  }
  known.flush();
  return commands;
}

function nearestProject(directory: string | undefined): string | undefined {
  try {
    return findPipeline(directory ?? ".");
  } catch {
    return undefined;
  }
}

function commandFiles(folder: string): string[] {
  const stages = join(folder, "stages");
  if (!existsSync(stages)) return [];
  return readdirSync(stages)
    .sort()
    .map((stage) => `stages/${stage}/command.ts`)
    .filter((entry) => existsSync(join(folder, entry)));
}

function isCommand(value: unknown): value is CommandDefinition {
  return typeof value === "object" && value !== null && "name" in value && "summary" in value && "run" in value;
}
