import type {Shape} from "../../../networks/network.ts";
import type {Emission, Tensor} from "../emission.ts";
import type {OperationOf} from "./layer.ts";

/**
 * A linear layer as a blocked 1x1 convolution over rows, which is faster than a matrix product. One of its two sides,
 * the wider, lies in lanes; the other, rows first, is brought to the order that an operator wants when it wants it.
 */
export function laneLinear(
  emission: Emission,
  {weight, bias}: OperationOf<"linear">,
  input: Tensor,
  {shape, lanes}: {shape: Shape; lanes: boolean}
): Tensor {
  const {graph, batch, block} = emission;
  if (block === undefined) throw new Error("lanes need a block");
  const rows = batch * rowsOf(shape);
  const [outs, ins] = [shape.at(-1)!, input.shape.at(-1)!];
  const asLanes = (value: string, width: number) =>
    graph.reshape(graph.transpose(graph.reshape(value, [rows, width / block, block]), [1, 0, 2]), [1, width, 1, rows]);
  const asRows = (value: string, width: number) =>
    graph.reshape(graph.transpose(graph.reshape(value, [width / block, rows, block]), [1, 0, 2]), [rows, width]);
  const convolved = (value: string, filter: string, addend?: string) =>
    graph.blockedConvolution(value, filter, {kernel: [1, 1], bias: addend});
  // The matrix' side that lies rows first, as an image whose channels are the rows; the other side is its filter.
  const slopes = (narrow: string, width: number, wide: string, wideWidth: number) => {
    const image = graph.transpose(graph.reshape(narrow, [rows / block, block, width]), [0, 2, 1]);
    const sums = convolved(graph.reshape(image, [1, rows, 1, width]), graph.reshape(wide, [wideWidth, rows, 1, 1]));
    return graph.reshape(sums, [wideWidth / block, width, block]);
  };

  const matrix = emission.stored(weight);
  const blocksOut = graph.transpose(graph.reshape(matrix, [outs / block, block, ins]), [0, 2, 1]);
  const filter = graph.reshape(blocksOut, [outs, ins, 1, 1]);
  const isWide = input.form === "lanes";
  const source = isWide ? input.name : asLanes(input.name, ins);
  const sums = convolved(source, filter, bias && emission.stored(bias));
  const result: Tensor = {
    name: lanes ? sums : asRows(sums, outs),
    form: lanes ? "lanes" : "last",
    shape,
    learns: true
  };
  emission.record(result, (gradient) => {
    const gradientLanes = lanes ? gradient : asLanes(gradient, outs);
    if (isWide) {
      const byInput = slopes(gradient, outs, input.name, ins);
      emission.addParameterGradient(weight, graph.transpose(byInput, [1, 0, 2]));
    } else {
      const byOutput = slopes(input.name, ins, gradientLanes, outs);
      emission.addParameterGradient(weight, graph.transpose(byOutput, [0, 2, 1]));
    }
    if (bias)
      emission.addParameterGradient(
        bias,
        lanes ? graph.sum(graph.reshape(gradient, [outs / block, rows, block]), [1]) : graph.sum(gradient, [0])
      );
    if (!input.learns) return;
    const scaled = graph.scale(matrix, emission.gradientFactor(input));
    const turned = graph.transpose(graph.reshape(scaled, [outs, ins / block, block]), [1, 0, 2]);
    const pulled = convolved(gradientLanes, graph.reshape(turned, [ins, outs, 1, 1]));
    emission.addGradient(input, isWide ? pulled : asRows(pulled, ins), true);
  });
  return result;
}

function rowsOf(shape: Shape): number {
  return shape.slice(0, -1).reduce((product, size) => product * size, 1);
}
