import {availableParallelism} from "node:os";
import {UserMistake} from "../../runner/errors/user-mistake.ts";
import {type CommandContext, defineCommand} from "../../runner/stage/define-command.ts";
import {type Preprocessing, preprocessings} from "../../science/activations/preprocessing.ts";
import {canonicalJson} from "../../science/formats/json.ts";
import {onnxProduct} from "../../science/linear-algebra/onnx-product.ts";
import {type BenchmarkScore, benchmarks, regionOf, scoreOn} from "./benchmarks.ts";
import {withFeatures} from "./features-file.ts";
import {modelFeatures} from "./model-features.ts";

export default defineCommand({
  name: "score",
  summary: "a model of your own against the benchmarks: its features, or an ONNX file and its nodes",
  options: [
    {
      flags: "--features <file>",
      description: "features, images x features (.npy or .safetensors), in the order of the pictures' ids"
    },
    {flags: "--tensor <name>", description: "the tensor of a safetensors file that holds several"},
    {flags: "--benchmark <name>", description: `one of ${Object.keys(benchmarks).join(", ")}`},
    {flags: "--model <file>", description: "an ONNX model of images, N x 3 x height x width"},
    {flags: "--layer <region=node>", description: "the node that stands for a region; may be repeated", repeats: true},
    {flags: "--preprocessing <name>", description: preprocessings.join(", "), default: "study"}
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
    throw new UserMistake("--features needs --benchmark", {
      advice: `Benchmarks: ${Object.keys(benchmarks).join(", ")}.`
    });
  regionOf(benchmark);
  const product = onnxProduct({threads: availableParallelism()});
  return withFeatures(file, tensor, (features) => scoreOn(benchmark, features, file, context, product));
}

async function scoreModel(
  file: string,
  options: Record<string, string | string[] | boolean | undefined>,
  context: CommandContext
): Promise<BenchmarkScore[]> {
  const layers = (Array.isArray(options.layer) ? options.layer : []).map(layerOf);
  if (layers.length === 0)
    throw new UserMistake("--model needs at least one --layer REGION=NODE, such as IT=/layer4/add");
  const wanted = textOf(options.benchmark);
  const chosen = layers.filter(({benchmark}) => wanted === undefined || benchmark === wanted);
  const nodes = [...new Set(chosen.map(({node}) => node))];
  const images = await context.artifact("stimuli/images");
  const found = await modelFeatures(file, nodes, images, preprocessingOf(textOf(options.preprocessing) ?? ""));
  const product = onnxProduct({threads: availableParallelism()});
  const scores: BenchmarkScore[] = [];
  for (const {benchmark, node} of chosen) {
    const features = found.get(node);
    if (features) scores.push(await scoreOn(benchmark, features, `node ${node}`, context, product));
  }
  return scores;
}

function layerOf(text: string): {benchmark: string; node: string} {
  const [region = "", node] = [text.slice(0, text.indexOf("=")), text.slice(text.indexOf("=") + 1)];
  const benchmark = Object.keys(benchmarks).find((name) => benchmarks[name] === region);
  if (!benchmark || !node || !text.includes("="))
    throw new UserMistake(`--layer ${text}: expected REGION=NODE`, {
      advice: `Regions: ${Object.values(benchmarks).join(", ")}.`
    });
  return {benchmark, node};
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
