import type {Shape} from "../../networks/network.ts";
import type {Emission} from "./emission.ts";
import {filledChannels, mapSizes} from "./forms.ts";
import {NCHWC} from "./model.ts";

/** A vector of channels with zeros for the channels that fill the last block. */
export function filled({graph, block}: Emission, vector: string, channels: number): string {
  return graph.pad(vector, [0], [filledChannels(channels, block ?? 1) - channels]);
}

/** A vector of all channels without those that only fill the last block. */
export function unfilled({graph, block}: Emission, vector: string, channels: number): string {
  return filledChannels(channels, block ?? 1) === channels ? vector : graph.slice(vector, 0, 0, channels);
}

/** The mean of a blocked map over images and pixels, by channel (filled). */
export function channelMeans({graph, block}: Emission, value: string, shape: Shape): string {
  const [channels] = mapSizes(shape);
  const pooled = graph.op("GlobalAveragePool", [value], {}, NCHWC);
  return graph.mean(graph.reshape(pooled, [-1, filledChannels(channels, block ?? 1)]), [0]);
}

/** The sum of a blocked map over images and pixels, by channel. */
export function channelSums(emission: Emission, value: string, shape: Shape): string {
  const [channels, height, width] = mapSizes(shape);
  const sums = emission.graph.scale(channelMeans(emission, value, shape), emission.batch * height * width);
  return unfilled(emission, sums, channels);
}

/**
 * The sums over the pixels of the products of two blocked maps, `[n, channels (filled)]`. No product is written: each
 * pair of image and channel is a depthwise channel, and the second map is its filter as it lies in memory.
 */
export function pixelProductSums({graph, block, batch}: Emission, a: string, b: string, shape: Shape): string {
  const [channels, height, width] = mapSizes(shape);
  const all = filledChannels(channels, block ?? 1);
  const sums = graph.blockedConvolution(
    graph.reshape(a, [1, batch * all, height, width]),
    graph.reshape(b, [batch * all, 1, height, width]),
    {kernel: [height, width], groups: batch * all}
  );
  return graph.reshape(sums, [batch, all]);
}

/** The mean over images and pixels of the products of two blocked maps, by channel (filled). */
export function channelProductMeans(emission: Emission, a: string, b: string, shape: Shape): string {
  const [, height, width] = mapSizes(shape);
  const {graph} = emission;
  return graph.scale(graph.mean(pixelProductSums(emission, a, b, shape), [0]), 1 / (height * width));
}

/** `scale value + shift (+ summand)` by channel, then perhaps the rectifier, in one pass over a blocked map. */
export function channelAffine(
  {graph}: Pick<Emission, "graph">,
  value: string,
  channels: number,
  {scale, shift, summand, relu = false}: {scale: string; shift?: string; summand?: string | undefined; relu?: boolean}
): string {
  return graph.blockedConvolution(value, graph.reshape(scale, [channels, 1, 1, 1]), {
    kernel: [1, 1],
    groups: channels,
    bias: shift,
    summand,
    relu
  });
}
