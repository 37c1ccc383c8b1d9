import {mean} from "../../../science/statistics/linear-regression.ts";
import type {Domain} from "./domain.ts";

/** Pairs of values, and the ranges over which they are looked at. */
export interface Plane {
  x: readonly number[];
  y: readonly number[];
  across: Domain;
  up: Domain;
}

/** One cell of a two-dimensional histogram, by its middle. */
export interface CountedCell {
  x: number;
  y: number;
  n: number;
}

/** Edges of bins of one width over a range. */
export function binStarts([from, to]: Domain, width: number): number[] {
  return Array.from({length: Math.round((to - from) / width)}, (_, i) => from + i * width);
}

/** How many values are in each bin. */
export function histogram(values: readonly number[], domain: Domain, width: number): {x: number; n: number}[] {
  const starts = binStarts(domain, width);
  const counts = starts.map(() => 0);
  for (const value of values) {
    const bin = Math.floor((value - domain[0]) / width);
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  return starts.map((start, i) => ({x: start + width / 2, n: counts[i] ?? 0}));
}

/** How many pairs are in each cell; only cells with any. */
export function cellCounts({x, y, across, up}: Plane, width: number): CountedCell[] {
  const counts = new Map<string, CountedCell>();
  x.forEach((value, i) => {
    const column = Math.floor((value - across[0]) / width);
    const row = Math.floor(((y[i] ?? Number.NaN) - up[0]) / width);
    const name = `${column} ${row}`;
    const cell = counts.get(name);
    if (cell) cell.n += 1;
    else counts.set(name, {x: across[0] + (column + 0.5) * width, y: up[0] + (row + 0.5) * width, n: 1});
  });
  return [...counts.values()].sort((a, b) => a.x - b.x || a.y - b.y);
}

/**
 * A Gaussian kernel density of pairs on a grid of `size` x `size` places, row by row from the lower left. The kernel
 * has the pairs' covariance scaled by Scott's rule, n^(-1/6) in each direction. Each place holds, instead of a height,
 * the share (to four digits) of all mass at places less dense: contours at 0.1 and 0.5 enclose 90 % and 50 % of the mass. Outside the
 * range of the values it is 0.
 */
export function densityGrid({x, y, across, up}: Plane, size: number): {x: number; y: number; share: number}[] {
  const n = x.length;
  const factor = n ** (-1 / 3);
  const [sxx, syy, sxy] = [covariance(x, x) * factor, covariance(y, y) * factor, covariance(x, y) * factor];
  const determinant = sxx * syy - sxy * sxy;
  const places = Array.from({length: size * size}, (_, i) => ({
    x: middle(across, (i % size) + 0.5, size),
    y: middle(up, Math.floor(i / size) + 0.5, size)
  }));
  const within = (value: number, values: readonly number[], step: number) =>
    value >= Math.min(...values) - step / 2 && value <= Math.max(...values) + step / 2;
  const heights = places.map((place) => {
    if (!within(place.x, x, (across[1] - across[0]) / size) || !within(place.y, y, (up[1] - up[0]) / size)) return 0;
    let sum = 0;
    for (let i = 0; i < n; i++) {
      const dx = place.x - (x[i] ?? Number.NaN);
      const dy = place.y - (y[i] ?? Number.NaN);
      sum += Math.exp(-(syy * dx * dx - 2 * sxy * dx * dy + sxx * dy * dy) / (2 * determinant));
    }
    return sum;
  });
  const total = heights.reduce((sum, height) => sum + height, 0);
  const order = heights.map((_, i) => i).sort((a, b) => (heights[a] ?? 0) - (heights[b] ?? 0));
  const shares = new Float64Array(heights.length);
  let below = 0;
  for (const i of order) {
    shares[i] = Number((below / total).toFixed(4));
    below += heights[i] ?? 0;
  }
  return places.map((place, i) => ({...place, share: shares[i] ?? 0}));
}

function middle([from, to]: Domain, place: number, size: number): number {
  return Number((from + ((to - from) * place) / size).toFixed(4));
}

function covariance(x: readonly number[], y: readonly number[]): number {
  const [meanX, meanY] = [mean(x), mean(y)];
  return x.reduce((sum, value, i) => sum + (value - meanX) * ((y[i] ?? Number.NaN) - meanY), 0) / (x.length - 1);
}
