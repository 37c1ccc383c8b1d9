import type {Objective} from "./objective.ts";

const MOST = 5;
const factor = new Float64Array(MOST * MOST);
const step = new Float64Array(MOST);
const held = new Uint8Array(MOST);
const free = new Int32Array(MOST);
const gradient = new Float64Array(MOST);
const hessian = new Float64Array(MOST * MOST);
const majorant = new Float64Array(MOST * MOST);
const trial = new Float64Array(MOST);

/** Below this a loss is rounding noise: the curve passes through every point. */
const NOISE = 1e-22;
const MOST_DAMPING = 1e9;

export interface Descent {
  /** Where the Huber loss turns from squares to absolute values. */
  delta: number;
  /** Ends when two steps in a row promise less than this part of the loss. */
  tolerance: number;
  /** Most evaluations of the loss. */
  evaluations: number;
}

/**
 * Descends from `p`, in place, to a local minimum within the bounds of `objective`; returns the loss there.
 *
 * A Newton method, damped by the matrix of iteratively reweighted least squares: (H + mu R) step = -gradient.
 * R carries the scale of each parameter and is positive where H is not.
 */
export function descend(objective: Objective, p: Float64Array, descent: Descent): number {
  const {delta, tolerance, evaluations} = descent;
  const {dimension} = objective;
  let loss = objective.loss(p, delta);
  if (!(loss < Number.POSITIVE_INFINITY)) return Number.POSITIVE_INFINITY;
  objective.derivatives(p, gradient, hessian, majorant);
  let damping = 0.1;
  let small = 0;
  for (let evaluation = 1; evaluation < evaluations && loss > NOISE; evaluation++) {
    damping = boundedStep(objective, p, damping);
    if (damping > MOST_DAMPING) break;
    const promise = promisedDecrease(dimension, damping);
    for (let a = 0; a < dimension; a++) {
      const moved = p[a]! + step[a]!;
      trial[a] = Math.min(objective.upper[a]!, Math.max(objective.lower[a]!, moved));
    }
    const next = objective.loss(trial, delta);
    const negligible = promise < tolerance * loss && damping <= 1;
    if (next < loss) {
      const ratio = (loss - next) / promise;
      for (let a = 0; a < dimension; a++) p[a] = trial[a]!;
      objective.derivatives(p, gradient, hessian, majorant);
      loss = next;
      if (ratio > 0.75) damping = Math.max(damping * 0.2, 1e-9);
      else if (ratio < 0.25) damping *= 2;
      small = negligible ? small + 1 : 0;
      if (small > 1) break;
    } else {
      if (negligible) break;
      damping = Math.max(damping * 5, 1e-3);
    }
  }
  return loss;
}

/**
 * Fills `step` with the minimum of the damped quadratic model within the bounds; returns the damping that it took.
 *
 * A parameter at its bound stays there while the gradient pushes it outwards. One that the step would carry across
 * its bound is moved just to it, and the others are solved for again with that given: clipping alone would leave
 * them where the step across the bound needed them, and the descent would creep along the bound.
 */
function boundedStep(objective: Objective, p: Float64Array, damping: number): number {
  const {dimension, lower, upper} = objective;
  for (let a = 0; a < dimension; a++) {
    step[a] = 0;
    const outwards = (p[a]! <= lower[a]! && gradient[a]! >= 0) || (p[a]! >= upper[a]! && gradient[a]! <= 0);
    held[a] = outwards ? 1 : 0;
  }
  let mu = damping;
  for (let round = 0; round <= dimension; round++) {
    let count = 0;
    for (let a = 0; a < dimension; a++) if (!held[a]) free[count++] = a;
    mu = factorise(dimension, count, mu);
    if (mu > MOST_DAMPING) return mu;
    solve(dimension, count, mu);
    let crossed = false;
    for (let i = 0; i < count; i++) {
      const a = free[i]!;
      const moved = p[a]! + step[a]!;
      const bound = moved < lower[a]! ? lower[a]! : moved > upper[a]! ? upper[a]! : undefined;
      if (bound === undefined) continue;
      step[a] = bound - p[a]!;
      held[a] = 1;
      crossed = true;
    }
    if (!crossed) break;
  }
  return mu;
}

/** Element of H or R, of which the lower triangle is stored. */
function at(matrix: Float64Array, dimension: number, a: number, b: number): number {
  return a >= b ? matrix[a * dimension + b]! : matrix[b * dimension + a]!;
}

/**
 * Cholesky factor of H + mu R over the free parameters; raises mu until there is one and returns it.
 * A direction in which neither matrix has any curvature is frozen: a resample of one distinct row, for example,
 * determines one direction alone.
 */
function factorise(dimension: number, count: number, damping: number): number {
  let mu = damping;
  for (;;) {
    let definite = true;
    for (let i = 0; i < count && definite; i++) {
      for (let j = 0; j <= i; j++) {
        const entry = free[i]! * dimension + free[j]!;
        const scale = majorant[entry]!;
        let sum = hessian[entry]! + mu * scale;
        for (let k = 0; k < j; k++) sum -= factor[i * MOST + k]! * factor[j * MOST + k]!;
        if (j < i) {
          factor[i * MOST + j] = sum / factor[j * MOST + j]!;
          continue;
        }
        sum += 1e-13 * (scale + 1e-300);
        if (sum > 1e-10 * mu * scale + 1e-14 * Math.abs(hessian[entry]!)) factor[i * MOST + i] = Math.sqrt(sum);
        else if (mu > 30 && sum > -1e-9 * mu * scale) factor[i * MOST + i] = 1e150;
        else definite = false;
      }
    }
    if (definite) return mu;
    mu = Math.max(mu * 4, 1e-4);
    if (!(mu <= MOST_DAMPING)) return Number.POSITIVE_INFINITY;
  }
}

/** Solves for the free part of `step`, given the part that is held. */
function solve(dimension: number, count: number, mu: number): void {
  for (let i = 0; i < count; i++) {
    const a = free[i]!;
    let sum = -gradient[a]!;
    for (let b = 0; b < dimension; b++)
      if (held[b] && step[b] !== 0)
        sum -= (at(hessian, dimension, a, b) + mu * at(majorant, dimension, a, b)) * step[b]!;
    for (let k = 0; k < i; k++) sum -= factor[i * MOST + k]! * step[free[k]!]!;
    step[a] = sum / factor[i * MOST + i]!;
  }
  for (let i = count - 1; i >= 0; i--) {
    let sum = step[free[i]!]!;
    for (let k = i + 1; k < count; k++) sum -= factor[k * MOST + i]! * step[free[k]!]!;
    step[free[i]!] = sum / factor[i * MOST + i]!;
  }
}

/** How much the damped quadratic model falls along `step`. */
function promisedDecrease(dimension: number, mu: number): number {
  let fall = 0;
  for (let a = 0; a < dimension; a++) {
    fall -= gradient[a]! * step[a]!;
    for (let b = 0; b <= a; b++) {
      const entry = a * dimension + b;
      const curvature = (hessian[entry]! + mu * majorant[entry]!) * step[a]! * step[b]!;
      fall -= a === b ? 0.5 * curvature : curvature;
    }
  }
  return fall;
}
