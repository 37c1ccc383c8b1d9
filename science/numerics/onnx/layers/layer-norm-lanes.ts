import {channelAffine} from "../blocked.ts";
import type {Emission, Tensor} from "../emission.ts";
import {channelsOf} from "../forms.ts";
import {evenFilter, laneSums, rowSums, vectorFilter, withRows} from "../lanes.ts";
import type {OperationOf} from "./layer.ts";

/** Layer normalisation of lanes. Sums over the channels of a row are 1x1 convolutions, which nothing need be moved for. */
export function laneNorm(
  emission: Emission,
  {scale, shift, epsilon}: OperationOf<"layer-norm">,
  input: Tensor
): Tensor {
  const {graph} = emission;
  const width = channelsOf(input.shape);
  const rows = emission.rowsOf(input.shape);
  const even = evenFilter(emission, width, 1 / width);
  const centred = withRows(emission, input.name, rowSums(emission, input.name, even), width, "Sub");
  const variance = rowSums(emission, graph.multiply(centred, centred), even, epsilon);
  const inverse = graph.op("Reciprocal", [graph.op("Sqrt", [variance])]);
  const normal = withRows(emission, centred, inverse, width, "Mul");
  const factors = emission.stored(scale);
  const name = channelAffine(emission, normal, width, {scale: factors, shift: emission.stored(shift)});
  const result: Tensor = {name, form: "lanes", shape: input.shape, learns: true};
  emission.record(result, (gradient) => {
    const product = graph.multiply(gradient, normal);
    emission.addParameterGradient(shift, laneSums(emission, gradient, width, rows));
    emission.addParameterGradient(scale, laneSums(emission, product, width, rows));
    if (!input.learns) return;
    // With g the gradient times the scale: dx = (g - mean(g) - normal mean(g normal)) / deviation
    const less = vectorFilter(emission, graph.scale(factors, -1 / width), width);
    const along = withRows(emission, normal, rowSums(emission, product, less), width, "Mul");
    const rest = withRows(emission, along, rowSums(emission, gradient, less), width, "Add");
    const slope = channelAffine(emission, gradient, width, {scale: factors, summand: rest});
    emission.addGradient(input, withRows(emission, slope, inverse, width, "Mul"));
  });
  return result;
}
