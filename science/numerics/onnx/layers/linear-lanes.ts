import type {Shape} from "../../../networks/network.ts";
import type {Emission, Tensor} from "../emission.ts";
import {channelsOf} from "../forms.ts";
import {laneSums} from "../lanes.ts";
import type {LinearMap} from "./linear.ts";

/**
 * A linear layer as a blocked 1x1 convolution over rows, from lanes to lanes: faster than a matrix product.
 * @param summand lanes added to the result
 */
export function laneLinear(
  emission: Emission,
  {matrix, bias, learn}: LinearMap,
  input: Tensor,
  shape: Shape,
  summand?: Tensor
): Tensor {
  const {graph, block} = emission;
  if (block === undefined) throw new Error("lanes need a block");
  const rows = emission.rowsOf(shape);
  const [outs, ins] = [channelsOf(shape), channelsOf(input.shape)];
  const convolved = (
    value: string,
    filter: string,
    more: {bias?: string | undefined; summand?: string | undefined} = {}
  ) => graph.blockedConvolution(value, filter, {kernel: [1, 1], ...more});
  // The matrix' narrow side as an image whose channels are the rows and whose pixels are the lanes; the wide side, as
  // it lies, is the filter.
  const slopes = (narrow: string, width: number, wide: string, wideWidth: number) => {
    const tiles = graph.reshape(narrow, [width / block, rows / block, block * block]);
    const moved = width === block ? tiles : graph.transpose(tiles, [1, 0, 2]);
    const image = graph.transpose(graph.reshape(moved, [-1, block, block]), [0, 2, 1]);
    return convolved(graph.reshape(image, [1, rows, 1, width]), graph.reshape(wide, [wideWidth, rows, 1, 1]));
  };

  const blocksOut = graph.transpose(graph.reshape(matrix, [outs / block, block, ins]), [0, 2, 1]);
  const name = convolved(input.name, graph.reshape(blocksOut, [outs, ins, 1, 1]), {bias, summand: summand?.name});
  const result: Tensor = {name, form: "lanes", shape, learns: true};
  emission.record(result, (gradient) => {
    if (summand) emission.addGradient(summand, gradient);
    const slope =
      ins > outs
        ? graph.fromBlocked(slopes(gradient, outs, input.name, ins), ins)
        : graph.transpose(
            graph.reshape(slopes(input.name, ins, gradient, outs), [outs / block, ins, block]),
            [0, 2, 1]
          );
    learn(graph.reshape(slope, [outs, ins]), () => laneSums(emission, gradient, outs, rows));
    if (!input.learns) return;
    const turned = graph.toBlocked(graph.reshape(matrix, [1, 1, outs, ins]));
    const filter = graph.reshape(turned, [ins, outs, 1, 1]);
    emission.addGradient(input, convolved(gradient, filter, {summand: emission.takeGradient(input)}));
  });
  return result;
}
