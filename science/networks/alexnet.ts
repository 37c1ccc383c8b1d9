import {z} from "zod";
import {NetworkBuilder} from "./builder.ts";
import {classifierSchema, count, rate, stemSchema} from "./classifier.ts";
import {uniformFanIn} from "./initialisation.ts";
import type {Network} from "./network.ts";

/** AlexNet (Krizhevsky 2014, one tower) as torchvision has it. */
export const alexnetSchema = classifierSchema.extend({
  family: z.literal("alexnet"),
  /** Channels of the first convolution; the others have 3, 6, 4 and 4 times as many */
  width: count.default(64),
  /** Units of the two hidden layers */
  hidden: count.default(4096),
  dropout: rate.default(0.5),
  stem: stemSchema
});

export type AlexNetSpec = z.output<typeof alexnetSchema>;

export function buildAlexNet(spec: AlexNetSpec, name: string): Network {
  const {width, stem} = spec;
  const net = new NetworkBuilder();
  let x = net.input([3, spec.size, spec.size]);
  let place = 0;
  const next = () => `features.${place++}`;
  const convolve = (channels: number, kernel: number, shape: {stride?: number; padding?: number} = {}) => {
    const options = {channels, kernel, ...shape, bias: true, initialisation: uniformFanIn};
    x = net.convolution(next(), x, options);
    x = net.activation(next(), x, "relu", {inPlace: true});
  };
  const pool = () => {
    x = net.maxPool(next(), x, {kernel: 3, stride: 2, padding: 0});
  };
  if (stem === "small") convolve(width, 3);
  else convolve(width, 11, {stride: 4, padding: 2});
  pool();
  convolve(3 * width, 5);
  pool();
  convolve(6 * width, 3);
  convolve(4 * width, 3);
  convolve(4 * width, 3);
  pool();
  net.layer("features", x);
  // Small images leave fewer than six pixels a side, which a pool to six would only repeat.
  x = net.flatten(net.averagePool("avgpool", x, stem === "small" ? Math.min(6, net.shape(x)[1] ?? 6) : 6));
  for (const first of [0, 3]) {
    x = net.layer(`classifier.${first}`, net.dropout(x, spec.dropout));
    x = net.linear(`classifier.${first + 1}`, x, spec.hidden, uniformFanIn);
    x = net.activation(`classifier.${first + 2}`, x, "relu", {inPlace: true});
  }
  net.layer("classifier", net.linear("classifier.6", x, spec.classes, uniformFanIn));
  return net.build(name, "AlexNet");
}
