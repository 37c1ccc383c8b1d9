import type {Buffer, Parameter, Shape} from "../../networks/network.ts";
import {channelsOf, converted, type Form} from "./forms.ts";
import type {Graph} from "./graph.ts";

/** A node's value in the graph. */
export type Tensor = {
  /** The graph's name of it */
  readonly name: string;
  readonly form: Form;
  /** Of one image, as in the layer IR */
  readonly shape: Shape;
  /** Whether a parameter lies before it, so that its gradient is wanted */
  readonly learns: boolean;
};

export type EmissionOptions = {
  graph: Graph;
  /** Images a step; undefined where the graph takes any number (then nothing is recorded for a backward pass) */
  batch?: number;
  /** Channels a block; undefined for standard operators only */
  block?: number;
  /** The attentions that answer one token's query only, and that token */
  queries?: ReadonlyMap<number, number>;
  /** The graph's name of a parameter or buffer, in its canonical shape */
  stored: (tensor: Parameter | Buffer) => string;
  /** The graph's name of a node's mask; undefined where the node lets everything through */
  mask?: (node: number) => string | undefined;
};

/**
 * The growing graph of a network: layers append their forward operations at once and record closures that append their
 * backward operations later, in the opposite order.
 */
export class Emission {
  readonly graph: Graph;
  readonly training: boolean;
  readonly batch: number;
  readonly block: number | undefined;
  readonly stored: (tensor: Parameter | Buffer) => string;
  readonly mask: (node: number) => string | undefined;
  readonly queries: ReadonlyMap<number, number>;
  /** A batch-norm's batch mean and unbiased variance, by the buffer that follows them */
  readonly statistics = new Map<Buffer, string>();
  readonly #backward: (() => void)[] = [];
  readonly #gradients = new Map<string, string>();
  readonly #parameterGradients = new Map<string, string>();
  readonly #converted = new Map<string, Tensor>();

  constructor({graph, batch, block, stored, mask, queries}: EmissionOptions) {
    this.graph = graph;
    this.training = batch !== undefined;
    this.batch = batch ?? -1;
    this.block = block;
    this.stored = stored;
    this.mask = mask ?? (() => undefined);
    this.queries = queries ?? new Map();
  }

  /** The same value in another form; its gradient comes back in the tensor's own form. */
  in(tensor: Tensor, form: Form): Tensor {
    if (tensor.form === form) return tensor;
    const key = `${form} ${tensor.name}`;
    const before = this.#converted.get(key);
    if (before) return before;
    const name = converted(this, tensor.name, tensor.shape, tensor.form, form);
    const result = {...tensor, name, form};
    this.#converted.set(key, result);
    this.record(result, (gradient) =>
      this.addGradient(tensor, converted(this, gradient, tensor.shape, form, tensor.form))
    );
    return result;
  }

  /** The form in which the rows of a map or of tokens are multiplied with matrices. */
  rowForm(shape: Shape): "lanes" | "last" {
    const {training, batch, block} = this;
    if (!training || block === undefined || shape.length < 2) return "last";
    const rows = this.rowsOf(shape);
    return channelsOf(shape) % block === 0 && rows % block === 0 && rows > batch ? "lanes" : "last";
  }

  /** Pixels or tokens of the whole batch. */
  rowsOf(shape: Shape): number {
    return (this.batch * shape.reduce((product, size) => product * size, 1)) / channelsOf(shape);
  }

  /** `backward` is given the gradient of `result`; it does not run where there is none. */
  record(result: Tensor, backward: (gradient: string) => void): void {
    if (!this.training || !result.learns) return;
    this.#backward.push(() => {
      const gradient = this.#gradients.get(result.name);
      if (gradient !== undefined) backward(gradient);
    });
  }

  addGradient(tensor: Tensor, gradient: string): void {
    if (!tensor.learns) return;
    const before = this.#gradients.get(tensor.name);
    this.#gradients.set(tensor.name, before === undefined ? gradient : this.graph.add(before, gradient));
  }

  /** Takes out what has gathered so far, for an operator that adds it on its way; the caller adds the sum back. */
  takeGradient(tensor: Tensor): string | undefined {
    const gathered = this.#gradients.get(tensor.name);
    this.#gradients.delete(tensor.name);
    return gathered;
  }

  /** @param gradient in the parameter's canonical shape, or in one of as many entries in the same order */
  addParameterGradient(parameter: Parameter, gradient: string): void {
    const flat = this.graph.reshape(gradient, [-1]);
    const before = this.#parameterGradients.get(parameter.name);
    this.#parameterGradients.set(parameter.name, before === undefined ? flat : this.graph.add(before, flat));
  }

  /** Appends the backward pass. The gradients of the parameters that have one, flat, by name. */
  backward(): ReadonlyMap<string, string> {
    for (const append of this.#backward.reverse()) append();
    return this.#parameterGradients;
  }
}
