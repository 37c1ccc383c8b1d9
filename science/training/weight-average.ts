import type {NamedTensor, Weights} from "../numerics/backend.ts";

/**
 * The exponential running average of a model's weights and buffers, updated after every step (timm's ModelEmaV3, without
 * warm-up). It starts at the initial weights, whose share after n steps is still decay^n: with few steps the average is
 * close to an untrained network, whatever the raw weights have learnt.
 */
export class WeightAverage {
  readonly #decay: number;
  readonly #start: Weights;
  #average: Weights;
  #steps = 0;

  constructor(decay: number, start: Weights) {
    this.#decay = decay;
    this.#start = copyOf(start);
    this.#average = copyOf(start);
  }

  get steps(): number {
    return this.#steps;
  }

  update(weights: Weights): void {
    this.#steps++;
    const rest = 1 - this.#decay;
    for (const [name, {data: mean}] of this.#average) {
      const now = dataOf(weights, name);
      for (let i = 0; i < mean.length; i++) mean[i] = mean[i]! + rest * (now[i]! - mean[i]!);
    }
  }

  /** As it is. */
  average(): Weights {
    return this.#average;
  }

  /** Without the initial weights' share: (average - decay^n start) / (1 - decay^n). */
  corrected(): Weights {
    const left = this.#decay ** this.#steps;
    return new Map(
      [...this.#average].map(([name, {shape, data}]) => {
        const start = dataOf(this.#start, name);
        return [
          name,
          {shape, data: this.#steps ? data.map((mean, i) => (mean - left * start[i]!) / (1 - left)) : data}
        ];
      })
    );
  }

  restore(average: Weights, steps: number): void {
    this.#average = copyOf(average);
    this.#steps = steps;
  }
}

/** A copy that later steps do not overwrite. */
export function copyOf(weights: Weights): Map<string, NamedTensor> {
  return new Map([...weights].map(([name, {shape, data}]) => [name, {shape, data: data.slice()}]));
}

function dataOf(weights: Weights, name: string): Float32Array {
  const tensor = weights.get(name);
  if (!tensor) throw new Error(`no weights of ${name}`);
  return tensor.data;
}
