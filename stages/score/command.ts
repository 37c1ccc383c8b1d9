import {availableParallelism} from "node:os";
import {UserMistake} from "../../runner/errors/user-mistake.ts";
import {type CommandContext, defineCommand} from "../../runner/stage/define-command.ts";
import {type Preprocessing, preprocessings} from "../../science/activations/preprocessing.ts";
import {canonicalJson} from "../../science/formats/json.ts";
import {onnxProduct} from "../../science/linear-algebra/onnx-product.ts";
import {
  type Benchmark,
  type BenchmarkScore,
  benchmarkNamed,
  benchmarkNames,
  benchmarks,
  scoreOn
} from "./benchmarks.ts";
import {withFeatures} from "./features-file.ts";
import {withModelFeatures} from "./model-features.ts";

export default defineCommand({
  name: "score",
  summary: "a model of your own against the benchmarks: its features, or an ONNX file and its nodes",
  options: [
    {
      flags: "--features <file>",
      description: "features, images x features (.npy or .safetensors), in the order of the pictures' ids"
    },
    {flags: "--tensor <name>", description: "the tensor of a safetensors file that holds several"},
    {flags: "--benchmark <name>", description: `one of ${benchmarkNames()}`},
    {flags: "--model <file>", description: "an ONNX model of images, N x 3 x height x width"},
    {flags: "--layer <region=node>", description: "the node that stands for a region; may be repeated", repeats: true},
    {flags: "--preprocessing <name>", description: preprocessings.join(", "), default: "study"},
    {flags: "--degrees <number>", description: "visual degrees that the model's input spans", default: "8"}
  ],
  async run({options}, context) {
    const {features, model} = options;
    if ((typeof features === "string") === (typeof model === "string"))
      throw new UserMistake("give either --features FILE --benchmark NAME, or --model FILE --layer REGION=NODE");
    const scores =
      typeof features === "string"
        ? [await scoreFeatures(features, textOf(options.tensor), textOf(options.benchmark), context)]
        : await scoreModel(String(model), options, context);
    context.print(context.json ? canonicalJson(scores) : scores.map(lineOf).join(""));
  }
});

function scoreFeatures(
  file: string,
  tensor: string | undefined,
  benchmark: string | undefined,
  context: CommandContext
): Promise<BenchmarkScore> {
  if (benchmark === undefined)
    throw new UserMistake("--features needs --benchmark", {advice: `Benchmarks: ${benchmarkNames()}.`});
  const chosen = benchmarkNamed(benchmark);
  const product = onnxProduct({threads: availableParallelism()});
  return withFeatures(file, tensor, (features) => scoreOn(chosen, features, file, context, product));
}

async function scoreModel(
  file: string,
  options: Record<string, string | string[] | boolean | undefined>,
  context: CommandContext
): Promise<BenchmarkScore[]> {
  const wanted = textOf(options.benchmark);
  const benchmark = wanted === undefined ? undefined : benchmarkNamed(wanted);
  const layers = (Array.isArray(options.layer) ? options.layer : []).map((text) => layerOf(text, benchmark));
  const first = layers[0]?.benchmark;
  if (!first) throw new UserMistake("--model needs at least one --layer REGION=NODE, such as IT=/layer4/add");
  // All are benchmarks of one set of pictures: the one that is named, or those of the simulated ventral stream.
  const nodes = [...new Set(layers.map(({node}) => node))];
  const images = await context.artifact(`${first.stimuli}/images`);
  const product = onnxProduct({threads: availableParallelism()});
  const preprocessing = preprocessingOf(textOf(options.preprocessing) ?? "");
  const ratio = degreesOf(textOf(options.degrees) ?? "") / first.degrees;
  return withModelFeatures(file, nodes, images, {preprocessing, ratio}, async (features) => {
    const scores: BenchmarkScore[] = [];
    for (const {benchmark: one, node} of layers)
      scores.push(await scoreOn(one, features(node), `node ${node}`, context, product));
    return scores;
  });
}

interface LayerOfModel {
  benchmark: Benchmark;
  node: string;
}

/** @param wanted the benchmark that was named; else that of the simulated ventral stream for the layer's region */
function layerOf(text: string, wanted: Benchmark | undefined): LayerOfModel {
  const [region, node] = [text.slice(0, text.indexOf("=")), text.slice(text.indexOf("=") + 1)];
  const possible = wanted ? [wanted] : benchmarks;
  const benchmark = possible.find((one) => one.region === region);
  if (benchmark && node && text.includes("=")) return {benchmark, node};
  throw new UserMistake(`--layer ${text}: expected REGION=NODE`, {
    advice: `Regions${wanted ? ` of ${wanted.name}` : ""}: ${[...new Set(possible.map((one) => one.region))].join(", ")}.`
  });
}

function degreesOf(text: string): number {
  const degrees = Number(text);
  if (degrees > 0 && Number.isFinite(degrees)) return degrees;
  throw new UserMistake(`--degrees ${text}: expected a number of degrees above 0`);
}

function preprocessingOf(name: string): Preprocessing {
  const found = preprocessings.find((known) => known === name);
  if (!found) throw new UserMistake(`--preprocessing ${name}: expected one of ${preprocessings.join(", ")}`);
  return found;
}

function textOf(value: string | string[] | boolean | undefined): string | undefined {
  return typeof value === "string" ? value : undefined;
}

function lineOf({benchmark, raw, ceiling, score, error, formula}: BenchmarkScore): string {
  return `${benchmark}  ${score.toFixed(4)}  (raw ${raw.toFixed(4)} +- ${error.toFixed(4)}, ceiling ${ceiling.toFixed(4)}, ${formula})\n`;
}
