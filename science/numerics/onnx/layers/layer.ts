import type {Operation, Shape} from "../../../networks/network.ts";
import type {Emission, Tensor} from "../emission.ts";

export type OperationOf<Name extends Operation["op"]> = Extract<Operation, {op: Name}>;

/** What a layer is given: its operation, its inputs' values, and the shape that the network says of its result. */
export type LayerInput<Name extends Operation["op"]> = {
  operation: OperationOf<Name>;
  inputs: readonly Tensor[];
  shape: Shape;
  /** The node's number */
  node: number;
};

/** Appends a layer's forward operations and records its backward ones. */
export type LayerEmitter<Name extends Operation["op"]> = (emission: Emission, input: LayerInput<Name>) => Tensor;

/** @throws Error if the node has no such input */
export function inputOf({inputs, node}: {inputs: readonly Tensor[]; node: number}, index = 0): Tensor {
  const input = inputs[index];
  if (!input) throw new Error(`node ${node} has no input ${index}`);
  return input;
}
