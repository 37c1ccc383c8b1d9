import type {Buffer, Network, Parameter} from "../../networks/network.ts";
import type {Weights} from "../backend.ts";
import {nodeOfLayer} from "../layer-nodes.ts";
import {sizeOf} from "./compile-training.ts";
import {Emission, type Tensor} from "./emission.ts";
import {emitNetwork} from "./emit-network.ts";
import {foldNorms} from "./fold-norms.ts";
import {isMap} from "./forms.ts";
import {noFusion} from "./fusion.ts";
import {Graph} from "./graph.ts";

export type ExtractionProgram = {
  readonly bytes: Uint8Array;
  readonly imageShape: readonly number[];
};

const IMAGES = "n";

/**
 * A forward pass as an ONNX graph of standard operators, for any number of images: weights inside, batch-norms at their
 * running statistics and folded into the convolutions before them. Its outputs have the layers' names; a layer is
 * `[n, ...shape]`, as PyTorch would hold it at the end of the pass (`Layer.afterInPlace`).
 * @throws Error if the network has no such layer, or the weights lack a tensor
 */
export function compileExtraction(network: Network, weights: Weights, layers: readonly string[]): ExtractionProgram {
  const wanted = layers.map((name) => ({name, node: nodeOfLayer(network, name)}));
  const folded = foldNorms(network, weights, new Set(wanted.map(({node}) => node)));
  const graph = new Graph();
  const imageShape = folded.network.nodes.find(({operation}) => operation.op === "input")?.shape;
  if (!imageShape) throw new Error(`${network.name} has no input`);
  const image = graph.input("images", [IMAGES, ...imageShape]);
  const stored = ({name, shape}: Parameter | Buffer) => {
    const data = folded.weights.get(name)?.data;
    if (data?.length !== sizeOf(shape)) throw new Error(`${name} has ${data?.length ?? "no"} values, not [${shape}]`);
    return graph.constant(name, shape, data);
  };
  const emission = new Emission({graph, stored});
  const values = emitNetwork(emission, folded.network, image, {...noFusion, skipped: folded.skipped});
  for (const {name, node} of wanted) {
    const value = values[node];
    if (!value) throw new Error(`layer ${name} has no value`);
    graph.output(canonical(emission, value), name, [IMAGES, ...value.shape]);
  }
  return {bytes: graph.encode(network.name), imageShape};
}

function canonical(emission: Emission, value: Tensor): string {
  if (isMap(value.shape)) return emission.in(value, "plain").name;
  return emission.graph.reshape(value.name, [-1, ...value.shape]);
}
