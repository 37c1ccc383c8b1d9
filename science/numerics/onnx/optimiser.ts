import type {Optimiser} from "../backend.ts";
import type {Graph} from "./graph.ts";

type Update = {weights: string; slots: string[]};

/** Numbers that a step is fed besides the learning rate. */
export const scalarsOf = (optimiser: Optimiser, step: number): Record<string, number> =>
  optimiser.kind === "sgd"
    ? {}
    : {
        "first correction": 1 - optimiser.beta1 ** step,
        "second correction": Math.sqrt(1 - optimiser.beta2 ** step)
      };

/** `scale value + summand` of vectors; the scale is a number or the graph's name of one. */
export type ScaledSum = (value: string, scale: number | string, summand: string) => string;

/**
 * Appends one update of a vector of parameters. The numbers of `scalarsOf` and the `learning rate` are the graph's
 * values of those names.
 */
export function emitUpdate(
  graph: Graph,
  optimiser: Optimiser,
  {weights, gradient, slots, decayed}: {weights: string; gradient: string; slots: readonly string[]; decayed: boolean},
  scaledSum: ScaledSum
): Update {
  const rate = "learning rate";
  const decay = decayed ? optimiser.weightDecay : 0;
  if (optimiser.kind === "sgd") {
    const whole = decay === 0 ? gradient : scaledSum(weights, decay, gradient);
    const momentum = scaledSum(slots[0]!, optimiser.momentum, whole);
    return {weights: scaledSum(momentum, graph.op("Neg", [rate]), weights), slots: [momentum]};
  }
  const {beta1, beta2, epsilon} = optimiser;
  const first = scaledSum(slots[0]!, beta1, graph.scale(gradient, 1 - beta1));
  const second = scaledSum(slots[1]!, beta2, graph.scale(graph.multiply(gradient, gradient), 1 - beta2));
  const root = graph.op("Div", [graph.op("Sqrt", [second]), "second correction"]);
  const direction = graph.op("Div", [first, graph.add(root, graph.scalar(epsilon))]);
  const pace = graph.op("Neg", [graph.op("Div", [rate, "first correction"])]);
  const kept =
    decay === 0 ? weights : graph.multiply(weights, graph.subtract(graph.scalar(1), graph.scale(rate, decay)));
  return {weights: scaledSum(direction, pace, kept), slots: [first, second]};
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
