import {KeyedStream} from "../random/keyed-stream.ts";
import {
  type Conjunction,
  conjunctionResponse,
  drawConjunction,
  drawCurve,
  textureResponse,
  type Window
} from "./conjunction.ts";
import {PURPOSE} from "./regions.ts";
import {cellResponse, drawCell, type ScaleMap} from "./v1.ts";

/** A neuron's noise-free response to an image, given V1's complex cells. */
export type Neuron = (maps: readonly ScaleMap[]) => number;

/** Conjunctions that a neuron of V2 or V4 sums. */
const SUBUNITS = {V2: 2, V4: 4} as const;

/** V1: complex cells. */
export function drawV1(seed: number, neuron: number): Neuron {
  const cell = drawCell(new KeyedStream(seed, PURPOSE.V1, neuron));
  return (maps) => cellResponse(maps, cell);
}

/** V2: products of adjacent complex cells over a small window (as naturalistic texture drives it, Freeman et al. 2013). */
export function drawV2(seed: number, neuron: number): Neuron {
  const stream = new KeyedStream(seed, PURPOSE.V2, neuron);
  const window = drawWindow(stream, 0.25, 0.1);
  const subunits = Array.from({length: SUBUNITS.V2}, () => drawConjunction(stream, window));
  const weights = subunits.map((_, unit) => (unit === 0 ? 1 : stream.normal()));
  return weightedSum(subunits, weights, conjunctionResponse);
}

/**
 * V4: over larger windows, half of the neurons by curves that bend one way (Pasupathy & Connor 2001), half by which
 * features go together (Okazawa et al. 2015), rectified.
 */
export function drawV4(seed: number, neuron: number): Neuron {
  const stream = new KeyedStream(seed, PURPOSE.V4, neuron);
  const curved = stream.integer(2) === 0;
  const window = drawWindow(stream, 0.15, curved ? 0.18 : 0.28);
  const bend = stream.integer(2) * 2 - 1;
  const subunits = Array.from({length: SUBUNITS.V4}, () =>
    curved ? drawCurve(stream, window, bend) : drawConjunction(stream, window)
  );
  const weights = subunits.map(() => stream.normal());
  const sum = weightedSum(subunits, weights, curved ? conjunctionResponse : textureResponse);
  return (maps) => softplus(4 * sum(maps)) / 4;
}

export function softplus(value: number): number {
  return Math.max(0, value) + Math.log1p(Math.exp(-Math.abs(value)));
}

function drawWindow(stream: KeyedStream, spread: number, deviation: number): Window {
  return {x: stream.uniform(-spread, spread), y: stream.uniform(-spread, spread), deviation};
}

function weightedSum(
  subunits: readonly Conjunction[],
  weights: readonly number[],
  responseOf: (maps: readonly ScaleMap[], conjunction: Conjunction) => number
): Neuron {
  return (maps) => subunits.reduce((sum, subunit, unit) => sum + weights[unit]! * responseOf(maps, subunit), 0);
}
