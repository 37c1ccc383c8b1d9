import type {Loss} from "../backend.ts";
import type {Graph} from "./graph.ts";

type LossValues = {loss: string /** of the logits */; gradient: string; correct: string};

/** Appends the batch's mean loss, its gradient, and the number of images whose greatest logit is the right one. */
export function emitLoss(
  graph: Graph,
  kind: Loss,
  {logits, targets, batch, classes}: {logits: string; targets: string; batch: number; classes: number}
): LossValues {
  const values =
    kind.kind === "cross-entropy"
      ? crossEntropy(graph, logits, smoothed(graph, targets, kind.labelSmoothing ?? 0, classes), batch)
      : binaryCrossEntropy(graph, logits, targets, batch * classes);
  const places = [logits, targets].map((value) => graph.op("ArgMax", [value], {axis: {int: 1}, keepdims: {int: 0}}));
  const hits = graph.op("Cast", [graph.op("Equal", places)], {to: {int: 1}});
  return {...values, correct: graph.sum(hits, [0])};
}

function smoothed(graph: Graph, targets: string, smoothing: number, classes: number): string {
  if (smoothing === 0) return targets;
  return graph.add(graph.scale(targets, 1 - smoothing), graph.scalar(smoothing / classes));
}

function crossEntropy(graph: Graph, logits: string, targets: string, batch: number) {
  const logarithms = graph.op("LogSoftmax", [logits], {axis: {int: 1}});
  const loss = graph.scale(graph.sum(graph.multiply(logarithms, targets), [0, 1]), -1 / batch);
  const mass = graph.sum(targets, [1], true);
  const excess = graph.subtract(graph.multiply(graph.op("Exp", [logarithms]), mass), targets);
  return {loss, gradient: graph.scale(excess, 1 / batch)};
}

/** `max(x, 0) - x t + log(1 + exp(-|x|))` of each class, which no logit overflows. */
function binaryCrossEntropy(graph: Graph, logits: string, targets: string, count: number) {
  const small = graph.op("Exp", [graph.op("Neg", [graph.op("Abs", [logits])])]);
  const logarithm = graph.op("Log", [graph.add(small, graph.scalar(1))]);
  const linear = graph.subtract(graph.op("Relu", [logits]), graph.multiply(logits, targets));
  const loss = graph.scale(graph.sum(graph.add(linear, logarithm), [0, 1]), 1 / count);
  const excess = graph.subtract(graph.op("Sigmoid", [logits]), targets);
  return {loss, gradient: graph.scale(excess, 1 / count)};
}
