import {closeSync, fstatSync, openSync, readFileSync, readSync} from "node:fs";
import {availableParallelism} from "node:os";
import {hasCode} from "../../runner/errors/error-code.ts";
import {UserMistake} from "../../runner/errors/user-mistake.ts";
import {defineCommand} from "../../runner/stage/define-command.ts";
import {canonicalJson} from "../../science/formats/json.ts";
import {arrayFeatures, npyLayout} from "../../science/formats/npy.ts";
import type {Features} from "../../science/linear-algebra/features.ts";
import {onnxProduct} from "../../science/linear-algebra/onnx-product.ts";
import {checkMetricInput, metricOf} from "../../science/metrics/check-input.ts";
import {type MetricResult, metricNames, scoreMetric} from "../../science/metrics/metric.ts";

export default defineCommand({
  name: "metric",
  summary: `a metric of Brain-Score on arrays: ${metricNames.join(", ")}`,
  arguments: "<name>",
  options: [
    {flags: "--source <file>", description: "features, images x features (.npy)", required: true},
    {flags: "--target <file>", description: "responses, images x neuroids (.npy)", required: true},
    {
      flags: "--groups <file>",
      description: "the stratification label of each row, one a line; sorted as text, or as numbers if all are integers"
    },
    {flags: "--threads <count>", description: "threads of matrix products (default: as many as there are cores)"}
  ],
  async run({arguments: [wanted = ""], options}, context) {
    const name = metricOf(wanted);
    const files = {source: String(options.source), target: String(options.target), groups: String(options.groups)};
    const groups = options.groups === undefined ? undefined : readLabels(files.groups);
    const product = onnxProduct({threads: threadsOf(options.threads)});
    const result = await withArray(files.source, (source) =>
      withArray(files.target, (target) => {
        checkMetricInput(name, {source, target, groups}, files);
        return scoreMetric(name, {
          source,
          target: target.read(0, target.columns),
          product,
          ...(groups ? {groups} : {})
        });
      })
    );
    context.print(context.json ? canonicalJson({metric: name, ...asJson(result)}) : `${summaryOf(name, result)}\n`);
  }
});

/** A result with every key of the contract. */
function asJson({score, error = Number.NaN, splits = [], neuroids = []}: MetricResult) {
  return {score, error, splits, neuroids};
}

function summaryOf(name: string, {score, error, splits, neuroids}: MetricResult): string {
  if (splits === undefined) return `${name}  ${score.toFixed(6)}`;
  const over = `${splits.length} splits${neuroids ? `, median of ${neuroids[0]?.length} neuroids` : ""}`;
  return `${name}  ${score.toFixed(6)} ± ${error?.toFixed(6)}  (${over})`;
}

function threadsOf(text: string | string[] | boolean | undefined): number {
  if (text === undefined) return availableParallelism();
  const threads = Number(text);
  if (Number.isInteger(threads) && threads >= 1) return threads;
  throw new UserMistake(`--threads ${text}: expected a whole number of at least 1`);
}

/** Gives `use` the features in a .npy file, which stays open until it is done. */
async function withArray<Result>(file: string, use: (features: Features) => Promise<Result>): Promise<Result> {
  const descriptor = opened(file, () => openSync(file, "r"));
  try {
    const readAt = (position: number, length: number) => {
      const bytes = new Uint8Array(length);
      return bytes.subarray(0, readSync(descriptor, bytes, 0, length, position));
    };
    const size = opened(file, () => fstatSync(descriptor).size);
    return await use(
      arrayFeatures(
        opened(file, () => npyLayout(readAt, size, file)),
        readAt,
        file
      )
    );
  } finally {
    closeSync(descriptor);
  }
}

function readLabels(file: string): string[] {
  const lines = opened(file, () => readFileSync(file, "utf8")).split(/\r?\n/);
  if (lines.at(-1) === "") lines.pop();
  const empty = lines.findIndex((line) => line.trim() === "");
  if (empty >= 0) throw new UserMistake("expected a label, got an empty line", {file, line: empty + 1});
  return lines.map((line) => line.trim());
}

function opened<Result>(file: string, read: () => Result): Result {
  try {
    return read();
  } catch (error) {
    if (hasCode(error, "ENOENT")) throw new UserMistake("no such file", {file});
    if (hasCode(error, "EACCES", "EISDIR", "EPERM")) throw new UserMistake("cannot be read as a file", {file});
    throw error;
  }
}
