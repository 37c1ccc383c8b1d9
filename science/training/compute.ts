import type {Network} from "../networks/network.ts";
import {countMacs, countParameters, macsWithAttention} from "../networks/sizes.ts";

/** What training costs, by the study's accounting. */
export interface Compute {
  /** N: trained parameters */
  parameters: number;
  /** Multiply-adds of one forward pass by the released rule, which leaves attention's products out */
  macs: number;
  macsWithAttention: number;
  /** 2 macs */
  flops: number;
  /** Images of the subset */
  samples: number;
  /** D: images of the subset x epochs */
  samplesSeen: number;
  /** C: 3 x flops x samples seen, forward once and backward twice */
  totalFlops: number;
}

/** The study's accounting of one training run (Gokce & Schrimpf 2025, section 3; the released tables' columns). */
export function computeOf(network: Network, samples: number, epochs: number): Compute {
  const macs = countMacs(network);
  const samplesSeen = samples * epochs;
  return {
    parameters: countParameters(network),
    macs,
    macsWithAttention: macsWithAttention(network),
    flops: 2 * macs,
    samples,
    samplesSeen,
    totalFlops: 3 * 2 * macs * samplesSeen
  };
}
