import {KeyedStream} from "../random/keyed-stream.ts";

/** A seeded sparse random projection: for each component, features and the sign with which they count. */
export interface SparseProjection {
  features: number;
  components: number;
  project(values: Float32Array, into: Float32Array): void;
}

/**
 * Very sparse random projection (Li, Hastie & Church 2006): an entry is +- s^(1/2) / components^(1/2) with probability
 * 1 / s, s = features^(1/2), else zero; distances are kept in expectation. The study chose layers on such projections.
 */
export function sparseProjection(features: number, components: number, seed: number): SparseProjection {
  const density = 1 / Math.sqrt(features);
  const scale = Math.sqrt(1 / density / components);
  const stream = new KeyedStream(seed, features, components);
  const starts = new Uint32Array(components + 1);
  const columns: number[] = [];
  const signs: number[] = [];
  const step = Math.log1p(-density);
  for (let component = 0; component < components; component++) {
    // Gaps between entries are geometric, so that only entries are drawn.
    const gap = () => (density >= 1 ? 1 : 1 + Math.floor(Math.log((stream.uint32() + 1) / 2 ** 32) / step));
    for (let feature = gap() - 1; feature < features; feature += gap()) {
      columns.push(feature);
      signs.push(stream.uint32() & 1 ? scale : -scale);
    }
    starts[component + 1] = columns.length;
  }
  const [at, sign] = [Uint32Array.from(columns), Float64Array.from(signs)];
  return {
    features,
    components,
    project(values, into) {
      for (let component = 0; component < components; component++) {
        let sum = 0;
        for (let entry = starts[component]!; entry < starts[component + 1]!; entry++)
          sum += sign[entry]! * values[at[entry]!]!;
        into[component] = sum;
      }
    }
  };
}
