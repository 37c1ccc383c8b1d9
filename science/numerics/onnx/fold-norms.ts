import type {Network, Node, Parameter} from "../../networks/network.ts";
import type {NamedTensor, Weights} from "../backend.ts";

export type Folded = {
  readonly network: Network;
  readonly weights: Weights;
  /** The convolutions that nothing reads any more */
  readonly skipped: ReadonlySet<number>;
};

/**
 * Convolutions that only a batch-norm reads take its scale and shift into their own weights and bias, at the running
 * statistics. The norm's node becomes the folded convolution.
 * @param kept nodes whose own value is wanted
 */
export function foldNorms(network: Network, weights: Weights, kept: ReadonlySet<number>): Folded {
  const readers = network.nodes.map(() => 0);
  for (const {inputs} of network.nodes) for (const input of inputs) readers[input]! += 1;
  const tensors = new Map(weights);
  const skipped = new Set<number>();
  const nodes = network.nodes.map((node): Node => {
    const [before] = node.inputs;
    if (node.operation.op !== "batch-norm" || before === undefined || readers[before] !== 1 || kept.has(before))
      return node;
    const {operation, inputs} = network.nodes[before]!;
    if (operation.op !== "convolution") return node;
    const {scale, shift, mean, variance, epsilon} = node.operation;
    const values = ({name}: {name: string}) => valuesOf(weights, name);
    const factors = values(scale).map((factor, i) => factor / Math.sqrt(values(variance)[i]! + epsilon));
    const old = operation.bias ? values(operation.bias) : factors.map(() => 0);
    const shifts = values(shift).map((start, i) => start + (old[i]! - values(mean)[i]!) * factors[i]!);
    const weight = renamed(operation.weight, scale.name);
    const bias: Parameter = {name: `${weight.name} bias`, shape: [shifts.length], initial: operation.weight.initial};
    tensors.set(weight.name, scaledRows(valuesOf(weights, operation.weight.name), factors, weight.shape));
    tensors.set(bias.name, {shape: bias.shape, data: Float32Array.from(shifts)});
    skipped.add(before);
    return {...node, operation: {...operation, weight, bias}, inputs};
  });
  return {network: {...network, nodes}, weights: tensors, skipped};
}

function renamed(weight: Parameter, norm: string): Parameter {
  return {...weight, name: `${weight.name} with ${norm}`};
}

function valuesOf(weights: Weights, name: string): number[] {
  const tensor = weights.get(name);
  if (!tensor) throw new Error(`the weights lack ${name}`);
  return Array.from(tensor.data);
}

function scaledRows(values: readonly number[], factors: readonly number[], shape: readonly number[]): NamedTensor {
  const row = values.length / factors.length;
  return {shape, data: Float32Array.from(values, (value, i) => value * factors[Math.floor(i / row)]!)};
}
