import type {Buffer, Initial, Network, Parameter} from "../networks/network.ts";
import {parametersOf} from "../networks/parameters.ts";
import {Pcg64} from "../random/pcg64.ts";
import type {NamedTensor, Weights} from "./backend.ts";

/**
 * A network's parameters and buffers before the first step. One stream for the whole network, numpy's `PCG64(seed)`,
 * drawn in the order of the parameters' first use; a uniform draw is 53 bits of two words, a normal one is Marsaglia's
 * polar method, a truncated normal one is drawn again until it falls between its bounds.
 */
export function initialWeights(network: Network, seed: number | bigint): Weights {
  const {parameters, buffers} = parametersOf(network);
  const words = new Pcg64(seed);
  const uniform = () => (words.nextUint32() * 2 ** 21 + (words.nextUint32() >>> 11)) / 2 ** 53;
  const normal = normalStream(uniform);
  const tensors = new Map<string, NamedTensor>();
  for (const parameter of parameters) tensors.set(parameter.name, drawn(parameter, uniform, normal));
  for (const buffer of buffers) tensors.set(buffer.name, constant(buffer));
  return tensors;
}

function drawn({shape, initial}: Parameter, uniform: () => number, normal: () => number): NamedTensor {
  const next = sampler(initial, uniform, normal);
  const data = new Float32Array(shape.reduce((product, size) => product * size, 1));
  for (let i = 0; i < data.length; i++) data[i] = next();
  return {shape, data};
}

function sampler(initial: Initial, uniform: () => number, normal: () => number): () => number {
  switch (initial.kind) {
    case "constant":
      return () => initial.value;
    case "normal":
      return () => initial.deviation * normal();
    case "uniform":
      return () => initial.bound * (2 * uniform() - 1);
    case "truncated-normal":
      return () => {
        let value: number;
        do value = initial.deviation * normal();
        while (value < initial.low || value > initial.high);
        return value;
      };
  }
}

function constant({shape, value}: Buffer): NamedTensor {
  return {shape, data: new Float32Array(shape.reduce((product, size) => product * size, 1)).fill(value)};
}

/** Standard normal draws, two for each point of the unit disc (Marsaglia & Bray 1964). */
function normalStream(uniform: () => number): () => number {
  let spare: number | undefined;
  return () => {
    if (spare !== undefined) {
      const value = spare;
      spare = undefined;
      return value;
    }
    for (;;) {
      const u = 2 * uniform() - 1;
      const v = 2 * uniform() - 1;
      const s = u * u + v * v;
      if (s >= 1 || s === 0) continue;
      const factor = Math.sqrt((-2 * Math.log(s)) / s);
      spare = v * factor;
      return u * factor;
    }
  };
}
