import {windowShares} from "../../pooling-windows.ts";
import type {Emission, Tensor} from "../emission.ts";
import {filledChannels, mapSizes} from "../forms.ts";
import {inputOf, type LayerEmitter} from "./layer.ts";

/** The greatest value of each window; the gradient goes to the first of equals, as in PyTorch. */
export const maxPool: LayerEmitter<"max-pool"> = (emission, layer) => {
  const {graph, batch} = emission;
  const {kernel, stride, padding} = layer.operation;
  const input = emission.in(inputOf(layer), "plain");
  const window = {
    kernel_shape: [kernel, kernel],
    strides: [stride, stride],
    pads: [padding, padding, padding, padding]
  };
  const [name, places] = graph.ops("MaxPool", [input.name], emission.training ? 2 : 1, window);
  const result: Tensor = {name: name!, form: "plain", shape: layer.shape, learns: input.learns};
  emission.record(result, (gradient) => {
    const [channels, height, width] = mapSizes(input.shape);
    const sizes = [batch * channels * height * width];
    const zeros = graph.op("Expand", [graph.scalar(0), graph.integers(sizes)]);
    const flat = (value: string) => graph.reshape(value, [-1]);
    const spread = graph.op("ScatterElements", [zeros, flat(places!), flat(gradient)], {
      axis: {int: 0},
      reduction: {text: "add"}
    });
    emission.addGradient(input, graph.reshape(spread, [batch, channels, height, width]));
  });
  return result;
};

/** The mean of each of `size` windows that together cover the map (PyTorch's adaptive pooling). */
export const averagePool: LayerEmitter<"average-pool"> = (emission, layer) => {
  const source = inputOf(layer);
  const [rows, columns] = layer.operation.size;
  const [, height, width] = mapSizes(source.shape);
  if (rows === height && columns === width) return source;
  if (rows === 1 && columns === 1) return globalAverage(emission, source);
  return windowAverages(emission, source, [rows, columns]);
};

function globalAverage(emission: Emission, source: Tensor): Tensor {
  const {graph, block = 1} = emission;
  const form = source.form === "lanes" ? "last" : source.form;
  const input = emission.in(source, form);
  const [channels, height, width] = mapSizes(input.shape);
  const pixels = height * width;
  const all = form === "blocked" ? filledChannels(channels, block) : channels;
  const pooled = {
    blocked: () => graph.op("GlobalAveragePool", [input.name], {}, "com.microsoft.nchwc"),
    plain: () => graph.op("GlobalAveragePool", [input.name]),
    last: () => graph.mean(graph.reshape(input.name, [-1, pixels, channels]), [1])
  }[form]();
  const vector = graph.reshape(pooled, [-1, all]);
  const name = all === channels ? vector : graph.slice(vector, 1, 0, channels);
  const result: Tensor = {name, form: "last", shape: [channels, 1, 1], learns: input.learns};
  emission.record(result, (gradient) => {
    const share = graph.pad(graph.scale(gradient, 1 / pixels), [0, 0], [0, all - channels]);
    const spread = (before: readonly number[], after: readonly number[]) =>
      graph.op("Expand", [graph.reshape(share, before), graph.integers(after)]);
    const {batch} = emission;
    const expanded = {
      blocked: () => spread([batch, all / block, 1, block], [batch, all / block, pixels, block]),
      plain: () => spread([batch, channels, 1], [batch, channels, pixels]),
      last: () => spread([batch, 1, channels], [batch, pixels, channels])
    }[form]();
    const shape = form === "last" ? [-1, channels] : [batch, all, height, width];
    emission.addGradient(input, graph.reshape(expanded, shape));
  });
  return result;
}

/** Every window's mean as one matrix product: pixels times the windows' shares. */
function windowAverages(emission: Emission, source: Tensor, [rows, columns]: readonly [number, number]): Tensor {
  const {graph} = emission;
  const input = emission.in(source, "plain");
  const [channels, height, width] = mapSizes(input.shape);
  const shares = windowShares([height, width], [rows, columns]);
  const matrix = graph.constant(
    `windows ${height}x${width} to ${rows}x${columns}`,
    [height * width, rows * columns],
    shares
  );
  const pixels = graph.reshape(input.name, [-1, height * width]);
  const name = graph.reshape(graph.matrixProduct(pixels, matrix), [-1, channels, rows, columns]);
  const result: Tensor = {name, form: "plain", shape: [channels, rows, columns], learns: input.learns};
  emission.record(result, (gradient) => {
    const flat = graph.reshape(gradient, [-1, rows * columns]);
    const back = graph.matrixProduct(flat, matrix, {transposeB: true});
    emission.addGradient(input, graph.reshape(back, [-1, channels, height, width]));
  });
  return result;
}
