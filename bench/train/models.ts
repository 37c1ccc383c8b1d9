import type {Network} from "../../science/networks/network.ts";
import {buildNetwork, type NetworkSpecInput} from "../../science/networks/network-spec.ts";

/** What is compared: images of 32 pixels, 10 classes, no chance. */
export const benchmarkModels: Readonly<Record<string, NetworkSpecInput>> = {
  "resnet18-16": {family: "resnet", depth: 18, width: 16, stem: "small", size: 32, classes: 10},
  "resnet18-32": {family: "resnet", depth: 18, width: 32, stem: "small", size: 32, classes: 10},
  "resnet18-64": {family: "resnet", depth: 18, width: 64, stem: "small", size: 32, classes: 10},
  vit: {family: "vit", width: 192, depth: 6, heads: 3, patch: 4, stochastic_depth: 0, size: 32, classes: 10},
  convnext: {
    family: "convnext",
    widths: [48, 96, 192, 384],
    depths: [2, 2, 6, 2],
    patch: 2,
    stochastic_depth: 0,
    size: 32,
    classes: 10
  }
};

/** @throws RangeError if no model has the name */
export function benchmarkNetwork(name: string): Network {
  const spec = benchmarkModels[name];
  if (!spec) throw new RangeError(`no model ${name}; there are ${Object.keys(benchmarkModels).join(", ")}`);
  return buildNetwork(spec, name);
}
