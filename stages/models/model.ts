import {type Architecture, buildArchitecture} from "../../science/networks/architectures.ts";
import {countMacs, countParameters, macsWithAttention} from "../../science/networks/sizes.ts";

/** An architecture's sizes with 1,000 classes, at the image size of its evaluation. */
export type Model = {
  name: string;
  family: string;
  parameters: number;
  /** Multiply-adds of one forward pass by the rule of the released table */
  macs: number;
  /** The same with attention's two products */
  macsWithAttention: number;
  /** Names of the layers that can be recorded */
  layers: string[];
};

export function modelOf(architecture: Architecture): Model {
  const network = buildArchitecture(architecture);
  return {
    name: architecture.name,
    family: architecture.family,
    parameters: countParameters(network),
    macs: countMacs(network),
    macsWithAttention: macsWithAttention(network),
    layers: network.layers.map(({name}) => name)
  };
}
