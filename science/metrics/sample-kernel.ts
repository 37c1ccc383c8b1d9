import {type Features, featuresOf} from "../linear-algebra/features.ts";
import {centreColumns, gramMatrix, type Preparation} from "../linear-algebra/gram.ts";
import {addScaled, dot, type Matrix, rowOf, transposed} from "../linear-algebra/matrix.ts";
import type {TransposedProduct} from "../linear-algebra/products.ts";

/** Features with more columns than rows are held all the same where they have no more numbers than this. */
const FEW = 2 ** 19;

/**
 * What linear metrics need of features X (rows x columns): products with X X'. With fewer columns than rows, or few
 * numbers in all, X itself is held, which loses no precision to squaring; else X X'.
 */
export interface SampleKernel {
  readonly rows: number;
  /** X (rows x columns) where it is held. */
  readonly features: Matrix | undefined;
  /** X X' (rows x rows) where X is not held. */
  readonly gram: Matrix | undefined;
  /** The smallest share of X X' that rounding leaves meaningful. */
  readonly resolution: number;
  /** X X' v */
  times(vector: Float64Array): Float64Array;
  /** V X X', for V with one vector a row. */
  timesRows(vectors: Matrix): Promise<Matrix>;
}

/** The kernel of features whose columns `prepare` centres or scales: by default centred on their mean over all rows. */
export async function sampleKernel(
  source: Features,
  product: TransposedProduct,
  prepare: Preparation = centreColumns
): Promise<SampleKernel> {
  if (source.columns > source.rows && source.columns * source.rows > FEW)
    return kernelOfGram(await gramMatrix(source, prepare, product), product);
  const features = source.read(0, source.columns);
  prepare(features, 0);
  return kernelOfFeatures(features, product);
}

/** The kernel of a Gram matrix. */
export function kernelOfGram(gram: Matrix, product: TransposedProduct): SampleKernel {
  return {
    rows: gram.rows,
    features: undefined,
    gram,
    resolution: 1e-14,
    times: (vector) => Float64Array.from({length: gram.rows}, (_, i) => dot(rowOf(gram, i), vector)),
    timesRows: async (vectors) => product(vectors, gram)
  };
}

/** The kernel of features that are in memory. */
export function kernelOfFeatures(features: Matrix, product: TransposedProduct): SampleKernel {
  let ofColumns: Matrix | undefined;
  return {
    rows: features.rows,
    features,
    gram: undefined,
    resolution: 1e-26,
    times(vector) {
      const weights = new Float64Array(features.columns);
      for (let i = 0; i < features.rows; i++) if (vector[i] !== 0) addScaled(weights, vector[i]!, rowOf(features, i));
      return Float64Array.from({length: features.rows}, (_, i) => dot(rowOf(features, i), weights));
    },
    async timesRows(vectors) {
      ofColumns ??= transposed(features);
      return product(await product(vectors, ofColumns), features);
    }
  };
}

/** The Gram matrix over all rows, made where the features are held. */
export async function gramOf(kernel: SampleKernel, product: TransposedProduct): Promise<Matrix> {
  if (kernel.gram) return kernel.gram;
  if (!kernel.features) throw new Error("a kernel holds its features or their Gram matrix");
  return gramMatrix(featuresOf(kernel.features), () => {}, product);
}
