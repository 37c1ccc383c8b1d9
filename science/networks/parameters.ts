import type {Buffer, Network, Operation, Parameter} from "./network.ts";

/** A network's parameters and buffers in the order of their first use; one that several nodes share comes once. */
export function parametersOf(network: Network): {parameters: Parameter[]; buffers: Buffer[]} {
  const parameters = new Map<string, Parameter>();
  const buffers = new Map<string, Buffer>();
  for (const {operation} of network.nodes) {
    for (const parameter of parametersOfOperation(operation)) parameters.set(parameter.name, parameter);
    if (operation.op !== "batch-norm") continue;
    for (const buffer of [operation.mean, operation.variance]) buffers.set(buffer.name, buffer);
  }
  return {parameters: [...parameters.values()], buffers: [...buffers.values()]};
}

function parametersOfOperation(operation: Operation): Parameter[] {
  switch (operation.op) {
    case "convolution":
    case "linear":
      return operation.bias ? [operation.weight, operation.bias] : [operation.weight];
    case "batch-norm":
    case "layer-norm":
      return [operation.scale, operation.shift];
    case "channel-scale":
      return [operation.scale];
    case "prepend-token":
      return [operation.token];
    case "add-position":
      return [operation.position];
    default:
      return [];
  }
}
