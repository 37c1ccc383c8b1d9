import {channelAffine, channelMeans, channelProductMeans, filled, unfilled} from "../blocked.ts";
import type {Emission, Tensor} from "../emission.ts";
import {filledChannels, mapSizes} from "../forms.ts";
import {throughRelu} from "./activations.ts";
import type {Fused} from "./batch-norm.ts";
import type {OperationOf} from "./layer.ts";

/** Batch normalisation (+ sum) (+ rectifier) of a blocked map: statistics, then one pass. */
export function blockedBatchNorm(
  emission: Emission,
  {scale, shift, mean, variance, epsilon}: OperationOf<"batch-norm">,
  source: Tensor,
  {summand: sourceSummand, relu = false}: Fused
): Tensor {
  const {graph, batch, block = 1} = emission;
  const input = emission.in(source, "blocked");
  const summand = sourceSummand && emission.in(sourceSummand, "blocked");
  const [channels, height, width] = mapSizes(input.shape);
  const all = filledChannels(channels, block);
  const count = batch * height * width;

  const average = channelMeans(emission, input.name, input.shape);
  const square = channelProductMeans(emission, input.name, input.name, input.shape);
  const spread = graph.op("Relu", [graph.subtract(square, graph.multiply(average, average))]);
  emission.statistics.set(mean, unfilled(emission, average, channels));
  emission.statistics.set(variance, unfilled(emission, graph.scale(spread, count / (count - 1)), channels));

  const inverse = graph.op("Reciprocal", [graph.op("Sqrt", [graph.add(spread, graph.scalar(epsilon))])]);
  const factor = graph.multiply(filled(emission, emission.stored(scale), channels), inverse);
  const offset = graph.subtract(filled(emission, emission.stored(shift), channels), graph.multiply(average, factor));
  const name = channelAffine(emission, input.name, all, {scale: factor, shift: offset, summand: summand?.name, relu});
  const result: Tensor = {name, form: "blocked", shape: input.shape, learns: true};

  emission.record(result, (gradient) => {
    const inner = relu ? throughRelu(graph, gradient, name) : gradient;
    if (summand) emission.addGradient(summand, inner);
    // With z the norm's result, g its gradient and v = 1 / sqrt(variance + epsilon):
    // slope = mean(g (x - mean)) v, and dx = factor (g - mean(g) - (x - mean) v slope)
    const total = channelMeans(emission, inner, input.shape);
    const product = channelProductMeans(emission, inner, input.name, input.shape);
    const slope = graph.multiply(graph.subtract(product, graph.multiply(average, total)), inverse);
    emission.addParameterGradient(shift, unfilled(emission, graph.scale(total, count), channels));
    emission.addParameterGradient(scale, unfilled(emission, graph.scale(slope, count), channels));
    if (!input.learns) return;
    const pull = graph.multiply(graph.multiply(factor, slope), inverse);
    const constant = graph.subtract(graph.multiply(pull, average), graph.multiply(factor, total));
    const direct = channelAffine(emission, inner, all, {
      scale: factor,
      shift: constant,
      summand: emission.takeGradient(input)
    });
    const whole = channelAffine(emission, input.name, all, {scale: graph.op("Neg", [pull]), summand: direct});
    emission.addGradient(input, whole);
  });
  return result;
}
