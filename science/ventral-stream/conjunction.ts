import type {KeyedStream} from "../random/keyed-stream.ts";
import {ORIENTATIONS, SCALES, type ScaleMap} from "./v1.ts";

/** Two features side by side, anywhere within a window. */
export interface Conjunction {
  scale: number;
  first: number;
  second: number;
  /** Cells from the first to the second, down and to the right. */
  down: number;
  right: number;
  window: Window;
}

/** A Gaussian window of the visual field; lengths are shares of its side. */
export interface Window {
  x: number;
  y: number;
  deviation: number;
}

/** A conjunction of two orientations at adjacent places, of one spatial frequency. */
export function drawConjunction(stream: KeyedStream, window: Window): Conjunction {
  const first = stream.integer(ORIENTATIONS);
  return {
    scale: stream.integer(SCALES),
    first,
    second: stream.integer(ORIENTATIONS),
    down: stream.integer(3) - 1,
    right: stream.integer(3) - 1,
    window
  };
}

/**
 * An element of a curve: an orientation, and another turned by 22.5 or 45 degrees where the curve goes on.
 * @param bend 1 or -1: clockwise or not
 */
export function drawCurve(stream: KeyedStream, window: Window, bend: number): Conjunction {
  const first = stream.integer(ORIENTATIONS);
  const turn = bend * (1 + stream.integer(2));
  // The contour runs at right angles to the filter's wave.
  const along = (first * Math.PI) / ORIENTATIONS + Math.PI / 2;
  return {
    scale: stream.integer(SCALES),
    first,
    second: (first + turn + ORIENTATIONS) % ORIENTATIONS,
    down: Math.round(Math.sin(along)),
    right: Math.round(Math.cos(along)),
    window
  };
}

/** Root of the mean product of both features over the window. */
export function conjunctionResponse(maps: readonly ScaleMap[], conjunction: Conjunction): number {
  return Math.sqrt(moments(maps, conjunction).product);
}

/** How far both features go together over the window, whatever their strengths: mean product / (s + root mean squares). */
export function textureResponse(maps: readonly ScaleMap[], conjunction: Conjunction): number {
  const {product, firstSquare, secondSquare} = moments(maps, conjunction);
  return product / (0.1 + Math.sqrt(firstSquare * secondSquare));
}

function moments(maps: readonly ScaleMap[], {scale, first, second, down, right, window}: Conjunction) {
  const {side, responses} = maps[scale]!;
  let [weights, product, firstSquare, secondSquare] = [0, 0, 0, 0];
  const weightOf = (cell: number, centre: number) =>
    Math.exp(-(((cell + 0.5) / side - 0.5 - centre) ** 2) / (2 * window.deviation ** 2));
  for (let row = Math.max(0, -down); row < side && row + down < side; row++)
    for (let column = Math.max(0, -right); column < side && column + right < side; column++) {
      const weight = weightOf(row, window.y) * weightOf(column, window.x);
      const a = responses[(first * side + row) * side + column]!;
      const b = responses[(second * side + row + down) * side + column + right]!;
      weights += weight;
      product += weight * a * b;
      firstSquare += weight * a * a;
      secondSquare += weight * b * b;
    }
  return {product: product / weights, firstSquare: firstSquare / weights, secondSquare: secondSquare / weights};
}
