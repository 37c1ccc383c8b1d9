import type {Emission, Tensor} from "../emission.ts";
import {mapSizes} from "../forms.ts";
import {throughRelu} from "./activations.ts";
import type {Fused} from "./batch-norm.ts";
import type {OperationOf} from "./layer.ts";

const IMAGES_AND_PIXELS = [0, 2, 3];

/** Batch normalisation (+ sum) (+ rectifier) of standard operators on `[n, c, h, w]`. */
export function plainBatchNorm(
  emission: Emission,
  {scale, shift, mean, variance, epsilon}: OperationOf<"batch-norm">,
  source: Tensor,
  {summand: sourceSummand, relu = false}: Fused
): Tensor {
  const {graph, batch} = emission;
  const input = emission.in(source, "plain");
  const summand = sourceSummand && emission.in(sourceSummand, "plain");
  const [channels, height, width] = mapSizes(input.shape);
  const count = batch * height * width;
  const over = (vector: string) => graph.reshape(vector, [1, channels, 1, 1]);
  const means = (value: string) => graph.mean(value, IMAGES_AND_PIXELS, true);

  const average = means(input.name);
  const centred = graph.subtract(input.name, average);
  const spread = means(graph.multiply(centred, centred));
  emission.statistics.set(mean, graph.reshape(average, [channels]));
  emission.statistics.set(variance, graph.reshape(graph.scale(spread, count / (count - 1)), [channels]));

  const inverse = graph.op("Reciprocal", [graph.op("Sqrt", [graph.add(spread, graph.scalar(epsilon))])]);
  const factor = graph.multiply(over(emission.stored(scale)), inverse);
  let name = graph.add(graph.multiply(centred, factor), over(emission.stored(shift)));
  if (summand) name = graph.add(name, summand.name);
  if (relu) name = graph.op("Relu", [name]);
  const result: Tensor = {name, form: "plain", shape: input.shape, learns: true};

  emission.record(result, (gradient) => {
    const inner = relu ? throughRelu(graph, gradient, name) : gradient;
    if (summand) emission.addGradient(summand, inner);
    const total = means(inner);
    const slope = graph.multiply(means(graph.multiply(inner, centred)), inverse);
    emission.addParameterGradient(shift, graph.scale(total, count));
    emission.addParameterGradient(scale, graph.scale(slope, count));
    if (!input.learns) return;
    const along = graph.multiply(centred, graph.multiply(inverse, slope));
    emission.addGradient(input, graph.multiply(graph.subtract(graph.subtract(inner, total), along), factor));
  });
  return result;
}
