import {availableParallelism} from "node:os";
import {UserMistake} from "../../runner/errors/user-mistake.ts";
import {defineCommand} from "../../runner/stage/define-command.ts";
import {measuredThroughput} from "./throughput.ts";
import {type PlannedModel, plannedModels} from "./training-plan.ts";

export default defineCommand({
  name: "plan",
  summary: "what a profile would take before it runs: tasks, FLOPs, hours, disk, downloads",
  options: [
    {flags: "--throughput <flops>", description: "FLOP/s that a core trains at; measured in 3 s, if not given"}
  ],
  ofGraph: true,
  async run({options}, context) {
    const given = typeof options.throughput === "string" ? Number(options.throughput) : undefined;
    if (given !== undefined && !(given > 0))
      throw new UserMistake(`--throughput ${options.throughput}: expected FLOP/s above 0, such as 9e10`);
    const tasks = (await context.tasks()).filter(({pending}) => pending);
    const models = plannedModels(tasks);
    const throughput = given ?? (models.length ? await measuredThroughput() : null);
    const trained = new Set(models.map(({model}) => model));
    const other = tasks.filter(({name}) => !trained.has(name)).reduce((sum, {seconds}) => sum + seconds, 0);
    const flops = models.reduce((sum, model) => sum + (model.flops ?? 0), 0);
    const cores = availableParallelism();
    const hours = (other + (throughput ? flops / throughput : 0)) / cores / 3600;
    const bytes = tasks.reduce((sum, task) => sum + task.bytes, 0);
    const downloads = tasks.reduce((sum, task) => sum + (task.download ?? 0), 0);
    const unsized = tasks.filter(({download}) => download === null).length;
    const plan = {tasks: tasks.length, models, flops, throughput, cores, hours, bytes, downloads, unsized};
    context.print(context.json ? `${JSON.stringify(plan, undefined, 1)}\n` : textOf(plan));
  }
});

interface Plan {
  tasks: number;
  models: PlannedModel[];
  flops: number;
  throughput: number | null;
  cores: number;
  hours: number;
  bytes: number;
  downloads: number;
  /** Files to download whose size nothing says */
  unsized: number;
}

function textOf({tasks, models, flops, throughput, cores, hours, bytes, downloads, unsized}: Plan): string {
  const lines = models.map(
    (model) =>
      `${model.model}: ${model.parameters.toLocaleString("en")} parameters, ` +
      (model.flops === null ? "FLOPs known once its images are" : `${model.flops.toExponential(2)} FLOPs`)
  );
  lines.push(`${tasks} tasks to run, ${models.length} of them train a model: ${flops.toExponential(2)} FLOPs`);
  if (throughput)
    lines.push(`a core trains at ${throughput.toExponential(2)} FLOP/s (its own accounting, batches of 64)`);
  const files = unsized > 0 ? ` and ${unsized} ${unsized === 1 ? "file" : "files"} of unknown size` : "";
  lines.push(
    `about ${time(hours)} on ${cores} cores, ${(bytes / 2 ** 20).toFixed(0)} MiB of disk, ` +
      (downloads + unsized > 0 ? `${Math.ceil(downloads / 2 ** 20)} MiB${files} to download` : "nothing to download")
  );
  return `${lines.join("\n")}\n`;
}

function time(hours: number): string {
  if (hours >= 1) return `${hours.toFixed(1)} hours`;
  return hours * 60 >= 1 ? `${(hours * 60).toFixed(0)} minutes` : `${(hours * 3600).toFixed(0)} seconds`;
}
