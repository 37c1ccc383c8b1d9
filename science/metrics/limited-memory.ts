import {addScaled, dot} from "../linear-algebra/matrix.ts";

/** A step and the change of the gradient over it. */
interface Pair {
  step: Float64Array;
  change: Float64Array;
  curvature: number;
}

/** L-BFGS's approximate inverse Hessian from the last steps (Nocedal & Wright 2006, algorithm 7.4). */
export class LimitedMemory {
  readonly #pairs: Pair[] = [];
  readonly #memory: number;

  constructor(memory = 20) {
    this.#memory = memory;
  }

  /** Remembers a step and the change of the gradient, unless it shows no curvature. */
  remember(step: Float64Array, change: Float64Array): void {
    const curvature = dot(step, change);
    if (!(curvature > 0)) return;
    this.#pairs.push({step, change, curvature});
    if (this.#pairs.length > this.#memory) this.#pairs.shift();
  }

  /** A direction of descent: minus the inverse Hessian times the gradient. */
  direction(gradient: Float64Array): Float64Array {
    const direction = gradient.map((value) => -value);
    const factors = this.#pairs.toReversed().map(({step, change, curvature}) => {
      const factor = dot(step, direction) / curvature;
      addScaled(direction, -factor, change);
      return factor;
    });
    const last = this.#pairs.at(-1);
    if (last) {
      const scale = last.curvature / dot(last.change, last.change);
      for (let i = 0; i < direction.length; i++) direction[i]! *= scale;
    }
    for (const {step, change, curvature} of this.#pairs) {
      const factor = dot(change, direction) / curvature;
      addScaled(direction, factors.pop()! - factor, step);
    }
    return direction;
  }
}
