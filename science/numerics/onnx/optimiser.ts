import type {Optimiser} from "../backend.ts";
import type {Entrywise} from "./entrywise.ts";
import type {Graph} from "./graph.ts";

/** Numbers that a step is fed besides the learning rate. */
export const scalarsOf = (optimiser: Optimiser, step: number): Record<string, number> =>
  optimiser.kind === "sgd"
    ? {}
    : {
        "first correction": 1 - optimiser.beta1 ** step,
        "second correction": Math.sqrt(1 - optimiser.beta2 ** step)
      };

/**
 * Appends one update of parameters, entry by entry. The numbers of `scalarsOf` and the `learning rate` are the graph's
 * values of those names.
 * @param values the weights, the gradient, the optimiser's slots
 * @returns the new weights and slots
 */
export function emitUpdate(
  {graph, affine}: Entrywise,
  optimiser: Optimiser,
  [weights = "", gradient = "", ...slots]: readonly string[],
  decayed: boolean
): readonly string[] {
  const rate = "learning rate";
  const decay = decayed ? optimiser.weightDecay : 0;
  if (optimiser.kind === "sgd") {
    const whole = decay === 0 ? gradient : affine(weights, {scale: decay, summand: gradient});
    const momentum = affine(slots[0]!, {scale: optimiser.momentum, summand: whole});
    return [affine(momentum, {scale: graph.op("Neg", [rate]), summand: weights}), momentum];
  }
  const {beta1, beta2, epsilon} = optimiser;
  const first = affine(slots[0]!, {scale: beta1, summand: graph.scale(gradient, 1 - beta1)});
  const squares = graph.scale(graph.multiply(gradient, gradient), 1 - beta2);
  const second = affine(slots[1]!, {scale: beta2, summand: squares});
  const root = graph.op("Div", [graph.op("Sqrt", [second]), "second correction"]);
  const direction = graph.op("Div", [first, graph.add(root, graph.scalar(epsilon))]);
  const pace = graph.op("Neg", [graph.op("Div", [rate, "first correction"])]);
  const kept =
    decay === 0 ? weights : graph.multiply(weights, graph.subtract(graph.scalar(1), graph.scale(rate, decay)));
  return [affine(direction, {scale: pace, summand: kept}), first, second];
}

/** Gradients scaled down together where their norm is above `limit` (as `torch.nn.utils.clip_grad_norm_`). */
export function clipped(graph: Graph, gradients: readonly string[], limit: number): string[] {
  const squares = gradients.map((gradient) =>
    graph.op("ReduceSumSquare", [gradient, graph.integers([0])], {keepdims: {int: 0}})
  );
  const total = squares.length === 1 ? squares[0]! : graph.op("Sum", squares);
  const norm = graph.add(graph.op("Sqrt", [total]), graph.scalar(1e-6));
  const factor = graph.op("Min", [graph.op("Div", [graph.scalar(limit), norm]), graph.scalar(1)]);
  return gradients.map((gradient) => graph.multiply(gradient, factor));
}
