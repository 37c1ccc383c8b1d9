import assert from "node:assert/strict";
import {describe, test} from "node:test";
import {abscissa} from "../../../stages/fit/abscissa.ts";
import {asymptoteObjective} from "../../../stages/fit/asymptote-objective.ts";
import {huberSums} from "../../../stages/fit/huber.ts";
import {levelSlopeObjective} from "../../../stages/fit/level-slope-objective.ts";
import type {Objective} from "../../../stages/fit/objective.ts";
import {twoVariableObjective} from "../../../stages/fit/two-variable-objective.ts";
import {drawRows, emptyRows, groupTable} from "../../../stages/fit/weighted-rows.ts";
import {uniformStream} from "./synthetic.ts";

const uniform = uniformStream(3);
const choose = (options: number) => Math.floor(uniform(0, options));
const list = <T>(length: number, make: () => T) => Array.from({length}, make);

/** Every residual quadratic, both kinds, every residual linear: the three ways in which the loss is differentiated. */
const DELTAS = [10, 0.1, 1e-7];

// Few distinct x, so that groups hold several rows; a resample that draws some rows never and others twice.
const [rowsOfTable, x1, x2] = [24, list(7, () => 10 ** uniform(-1, 3)), list(5, () => 10 ** uniform(0, 4))];
const columns = [list(rowsOfTable, () => x1[choose(7)]!), list(rowsOfTable, () => x2[choose(5)]!)] as const;
const logY = Float64Array.from(list(rowsOfTable, () => uniform(-1, 0)));
const counts = Uint16Array.from(list(rowsOfTable, () => choose(3)));
const one = groupTable([Float64Array.from(columns[0])], logY);
const two = groupTable([Float64Array.from(columns[0]), Float64Array.from(columns[1])], logY);
const rowsOfOne = emptyRows(one);
drawRows(rowsOfOne, one, counts, 0);
const rowsOfTwo = emptyRows(two);
drawRows(rowsOfTwo, two, counts, 0);

const open = {lower: [0, 0, 0, 0], upper: [1, 1, 1, 1]};
const here = () => abscissa(one, rowsOfOne, 50, one.x[0]![0]!);
const sums = huberSums(rowsOfTwo.group.length);
const logs = (variable: number) => two.x[variable]!.map(Math.log);

/** v of a shift: none, some, and nearly an exponential. */
const shift = () => [0.999, uniform(0.05, 0.95), 1e-4][choose(3)]!;

function heldAt(v: number, make: (x: ReturnType<typeof here>) => Objective): Objective {
  const x = here();
  x.shift(v);
  return make(x);
}

const systems: Record<string, {objective: () => Objective; point: () => number[]}> = {
  "power law, by asymptote": {
    objective: () => heldAt(1, (x) => asymptoteObjective(rowsOfOne, x, sums, false, open)),
    point: () => [uniform(0, 0.5), uniform(-1, 0), uniform(-0.5, 1)]
  },
  "power law at a held shift, by asymptote": {
    objective: () => heldAt(0.2, (x) => asymptoteObjective(rowsOfOne, x, sums, false, open)),
    point: () => [uniform(0, 0.5), uniform(-1, 0), uniform(0, 0.8)]
  },
  "shifted power law, by asymptote": {
    objective: () => asymptoteObjective(rowsOfOne, here(), sums, true, open),
    point: () => [uniform(0, 0.5), uniform(-1, 0), uniform(0, 0.8), shift()]
  },
  "power law that falls, by level and slope": {
    objective: () => heldAt(1, (x) => levelSlopeObjective(rowsOfOne, x, sums, false, 1, open)),
    point: () => [uniform(-1, 0), uniform(0.01, 0.5), uniform(0, 0.5)]
  },
  "power law that hardly falls, by level and slope": {
    objective: () => heldAt(1, (x) => levelSlopeObjective(rowsOfOne, x, sums, false, 1, open)),
    point: () => [uniform(-1, 0), uniform(1e-4, 2e-3), uniform(0, 1e-3)]
  },
  "power law that rises, by level and slope": {
    objective: () => heldAt(1, (x) => levelSlopeObjective(rowsOfOne, x, sums, false, -1, open)),
    point: () => [uniform(-1, 0), uniform(-0.3, -0.01), uniform(0, 0.2)]
  },
  "shifted power law that falls, by level and slope": {
    objective: () => levelSlopeObjective(rowsOfOne, here(), sums, true, 1, open),
    point: () => [uniform(-1, 0), uniform(0.01, 0.4), uniform(0, 0.4), shift()]
  },
  "shifted power law that rises, by level and slope": {
    objective: () => levelSlopeObjective(rowsOfOne, here(), sums, true, -1, open),
    point: () => [uniform(-1, 0), uniform(-0.2, -0.01), uniform(0, 0.1), shift()]
  },
  "two-variable law": {
    objective: () => twoVariableObjective(rowsOfTwo, logs(0), logs(1), sums),
    point: () => [uniform(0, 0.3), uniform(-2, 0), uniform(-0.3, 1), uniform(-2, 0), uniform(-0.3, 1)]
  }
};

function derivativesAt(objective: Objective, p: Float64Array, delta: number) {
  const d = objective.dimension;
  const [gradient, hessian] = [new Float64Array(d), new Float64Array(d * d)];
  objective.loss(p, delta);
  objective.derivatives(p, gradient, hessian, new Float64Array(d * d));
  return {gradient, hessian};
}

/** Central difference, of fourth order, of any function of one coordinate. */
function difference(p: Float64Array, a: number, value: (p: Float64Array) => number): number {
  const isShift = p.length === 4 && a === 3;
  const h = isShift ? 3e-4 * Math.min(p[a]!, 1.002 - p[a]!) : 1e-4 * Math.max(Math.abs(p[a]!), 1e-2);
  const at = (steps: number) => {
    const moved = p.slice();
    moved[a]! += steps * h;
    return value(moved);
  };
  return (8 * (at(1) - at(-1)) - (at(2) - at(-2))) / (12 * h);
}

function assertNear(actual: number, expected: number, scale: number, what: string): void {
  assert.ok(Math.abs(actual - expected) <= 1e-5 * (Math.abs(expected) + scale), `${what}: ${actual}, not ${expected}`);
}

for (const [name, {objective: make, point}] of Object.entries(systems))
  describe(name, () => {
    const objective = make();
    const points = list(12, () => Float64Array.from(point()));

    for (const delta of DELTAS)
      test(`the gradient is that of the loss, delta ${delta}`, () => {
        for (const p of points) {
          const {gradient} = derivativesAt(objective, p, delta);
          const scale = Math.max(...gradient.map(Math.abs));
          for (let a = 0; a < objective.dimension; a++)
            assertNear(
              gradient[a]!,
              difference(p, a, (at) => objective.loss(at, delta)),
              scale,
              `[${p}], ${a}`
            );
        }
      });

    for (const delta of [10, 1e-7])
      test(`the Hessian is the derivative of the gradient, delta ${delta}`, () => {
        const d = objective.dimension;
        for (const p of points) {
          const {hessian} = derivativesAt(objective, p, delta);
          const curvature = (a: number) => Math.abs(hessian[a * d + a]!);
          for (let a = 0; a < d; a++)
            for (let b = 0; b <= a; b++) {
              const numeric = difference(p, b, (at) => derivativesAt(objective, at, delta).gradient[a]!);
              assertNear(hessian[a * d + b]!, numeric, Math.sqrt(curvature(a) * curvature(b)), `[${p}], ${a}, ${b}`);
            }
        }
      });

    test("where no residual pulls, the Hessian is the matrix of iteratively reweighted least squares", () => {
      for (const p of points) {
        objective.loss(p, 10);
        sums.slope.fill(0);
        const [hessian, majorant] = [new Float64Array(25), new Float64Array(25)];
        objective.derivatives(p, new Float64Array(5), hessian, majorant);
        for (const [i, entry] of majorant.entries()) assertNear(hessian[i]!, entry, 0, `[${p}], entry ${i}`);
      }
    });
  });
