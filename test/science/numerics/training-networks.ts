import {buildNetwork, type NetworkSpecInput} from "../../../science/networks/network-spec.ts";

const specs: Record<string, NetworkSpecInput> = {
  resnet: {family: "resnet", size: 16, channels: [16, 16, 32, 32, 48], classes: 10, stem: "small"},
  vit: {family: "vit", size: 16, patch: 4, width: 48, depth: 2, heads: 3, classes: 10, stochastic_depth: 0},
  convnext: {
    family: "convnext",
    size: 16,
    patch: 2,
    widths: [24, 32],
    depths: [2, 1],
    classes: 10,
    stochastic_depth: 0
  },
  efficientnet: {
    family: "efficientnet",
    size: 32,
    stem: "small",
    width_multiplier: 0.2,
    depth_multiplier: 0.3,
    classes: 10,
    dropout: 0,
    stochastic_depth: 0
  },
  "cornet-s": {family: "cornet-s", size: 32, width: 4, expansion: 2, steps: [1, 2, 1], classes: 10, stem: "small"},
  alexnet: {family: "alexnet", size: 64, width: 8, hidden: 48, classes: 10, dropout: 0}
};

/** One small network of each family, without chance. */
export const trainingNetworks = Object.entries(specs).map(([name, spec]) => buildNetwork(spec, name));
