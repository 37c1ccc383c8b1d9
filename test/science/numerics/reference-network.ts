import type {Network, Node, Operation} from "../../../science/networks/network.ts";

/** Tensors by name, in double precision. */
export type Doubles = ReadonlyMap<string, Float64Array>;

export type ReferenceOptions = {
  batch: number;
  /** Batch-norms at the batch's own statistics, masks applied */
  training: boolean;
  /** By node */
  masks?: ReadonlyMap<number, Float64Array>;
};

type Value = {shape: readonly number[]; data: Float64Array};

/**
 * Every node's value by plain loops over doubles: slow, and short enough to be checked by eye. Values are
 * `[n, ...shape]`.
 */
export function evaluate(
  network: Network,
  weights: Doubles,
  images: Float64Array,
  options: ReferenceOptions
): Float64Array[] {
  const values: Value[] = [];
  network.nodes.forEach((node, index) => {
    const inputs = node.inputs.map((input) => values[input]!);
    const data = node.operation.op === "input" ? images : valueOfNode(node, index, inputs, weights, options);
    values.push({shape: node.shape, data});
  });
  return values.map(({data}) => data);
}

/** The mean over images of `-sum(targets log softmax(logits))`. */
export function crossEntropy(logits: Float64Array, targets: Float64Array, batch: number): number {
  const classes = logits.length / batch;
  let total = 0;
  for (let n = 0; n < batch; n++) {
    const row = logits.subarray(n * classes, (n + 1) * classes);
    const top = Math.max(...row);
    const logarithm = top + Math.log(row.reduce((sum, logit) => sum + Math.exp(logit - top), 0));
    row.forEach((logit, c) => {
      total -= (targets[n * classes + c]! * (logit - logarithm)) / batch;
    });
  }
  return total;
}

function valueOfNode(
  {operation, shape}: Node,
  index: number,
  inputs: readonly Value[],
  weights: Doubles,
  {batch, training, masks}: ReferenceOptions
): Float64Array {
  const [input, second] = inputs;
  const x = input!.data;
  const of = ({name}: {name: string}) => weights.get(name)!;
  const each = (apply: (value: number, i: number) => number) => x.map(apply);
  const perImage = x.length / batch;
  switch (operation.op) {
    case "convolution":
      return convolution(operation, input!, shape, weights, batch);
    case "linear": {
      const [outs, ins] = operation.weight.shape as [number, number];
      const [weight, bias] = [of(operation.weight), operation.bias && of(operation.bias)];
      return table((x.length / ins) * outs, (i) => {
        const [row, out] = [Math.floor(i / outs), i % outs];
        let sum = bias?.[out] ?? 0;
        for (let k = 0; k < ins; k++) sum += x[row * ins + k]! * weight[out * ins + k]!;
        return sum;
      });
    }
    case "batch-norm": {
      const pixels = shape[1]! * shape[2]!;
      const channelOf = (i: number) => Math.floor(i / pixels) % shape[0]!;
      const statistics = training
        ? momentsBy(x, channelOf, shape[0]!)
        : {means: of(operation.mean), variances: of(operation.variance)};
      return normalised(
        x,
        channelOf,
        channelOf,
        statistics,
        operation.epsilon,
        of(operation.scale),
        of(operation.shift)
      );
    }
    case "layer-norm": {
      const isMap = shape.length === 3;
      const pixels = isMap ? shape[1]! * shape[2]! : 1;
      const width = isMap ? shape[0]! : shape.at(-1)!;
      const channelOf = (i: number) => Math.floor(i / pixels) % width;
      const rowOf = (i: number) => Math.floor(i / (pixels * width)) * pixels + (i % pixels);
      const statistics = momentsBy(x, rowOf, x.length / width);
      return normalised(x, rowOf, channelOf, statistics, operation.epsilon, of(operation.scale), of(operation.shift));
    }
    case "relu":
      return each((value) => Math.max(value, 0));
    case "gelu":
      return each((value) => (value * (1 + errorFunction(value / Math.SQRT2))) / 2);
    case "silu":
      return each((value) => value / (1 + Math.exp(-value)));
    case "sigmoid":
      return each((value) => 1 / (1 + Math.exp(-value)));
    case "max-pool":
      return maxPool(operation, input!, shape, batch);
    case "average-pool":
      return averagePool(input!, shape, batch);
    case "add":
      return each((value, i) => value + second!.data[i]!);
    case "multiply": {
      const pixels = shape[1]! * shape[2]!;
      return each((value, i) => value * second!.data[Math.floor(i / pixels)]!);
    }
    case "channel-scale": {
      const pixels = shape.length === 3 ? shape[1]! * shape[2]! : 1;
      const scale = of(operation.scale);
      return each((value, i) => value * scale[Math.floor(i / pixels) % scale.length]!);
    }
    case "attention":
      return attention(operation.heads, x, shape, batch);
    case "to-tokens":
      return swapped(x, input!.shape[0]!, shape[0]!);
    case "to-map":
      return swapped(x, input!.shape[0]!, shape[0]!);
    case "prepend-token": {
      const width = shape[1]!;
      const token = of(operation.token);
      const size = shape[0]! * width;
      return table(batch * size, (i) =>
        i % size < width ? token[i % size]! : x[Math.floor(i / size) * perImage + (i % size) - width]!
      );
    }
    case "add-position": {
      const position = of(operation.position);
      return each((value, i) => value + position[i % position.length]!);
    }
    case "select-token": {
      const width = shape[0]!;
      return table(batch * width, (i) => x[Math.floor(i / width) * perImage + operation.index * width + (i % width)]!);
    }
    case "dropout":
      return training ? each((value, i) => value * masks!.get(index)![i]!) : x;
    case "stochastic-depth":
      return training ? each((value, i) => value * masks!.get(index)![Math.floor(i / perImage)]!) : x;
    default:
      return x;
  }
}

function convolution(
  operation: Extract<Operation, {op: "convolution"}>,
  {shape: inShape, data}: Value,
  shape: readonly number[],
  weights: Doubles,
  batch: number
): Float64Array {
  const {kernel, stride, padding, groups} = operation;
  const [ins, height, width] = inShape as [number, number, number];
  const [outs, outHeight, outWidth] = shape as [number, number, number];
  const weight = weights.get(operation.weight.name)!;
  const bias = operation.bias && weights.get(operation.bias.name);
  const inGroup = ins / groups;
  return table(batch * outs * outHeight * outWidth, (i) => {
    const column = i % outWidth;
    const row = Math.floor(i / outWidth) % outHeight;
    const out = Math.floor(i / (outWidth * outHeight)) % outs;
    const image = Math.floor(i / (outWidth * outHeight * outs));
    const first = Math.floor(out / (outs / groups)) * inGroup;
    let sum = bias?.[out] ?? 0;
    for (let c = 0; c < inGroup; c++)
      for (let a = 0; a < kernel[0]; a++)
        for (let b = 0; b < kernel[1]; b++) {
          const [y, x] = [row * stride + a - padding, column * stride + b - padding];
          if (y < 0 || x < 0 || y >= height || x >= width) continue;
          const tap = ((out * inGroup + c) * kernel[0] + a) * kernel[1] + b;
          sum += data[((image * ins + first + c) * height + y) * width + x]! * weight[tap]!;
        }
    return sum;
  });
}

function maxPool(
  {kernel, stride, padding}: Extract<Operation, {op: "max-pool"}>,
  {shape: [, height, width], data}: Value,
  [channels, outHeight, outWidth]: readonly number[],
  batch: number
): Float64Array {
  return table(batch * channels! * outHeight! * outWidth!, (i) => {
    const map = Math.floor(i / (outWidth! * outHeight!));
    let best = Number.NEGATIVE_INFINITY;
    for (let a = 0; a < kernel; a++)
      for (let b = 0; b < kernel; b++) {
        const y = (Math.floor(i / outWidth!) % outHeight!) * stride + a - padding;
        const x = (i % outWidth!) * stride + b - padding;
        if (y >= 0 && x >= 0 && y < height! && x < width!)
          best = Math.max(best, data[(map * height! + y) * width! + x]!);
      }
    return best;
  });
}

function averagePool({shape: [, height, width], data}: Value, shape: readonly number[], batch: number): Float64Array {
  const [channels, rows, columns] = shape as [number, number, number];
  const range = (i: number, count: number, size: number) =>
    [Math.floor((i * size) / count), Math.ceil(((i + 1) * size) / count)] as const;
  return table(batch * channels * rows * columns, (i) => {
    const map = Math.floor(i / (rows * columns));
    const [top, bottom] = range(Math.floor(i / columns) % rows, rows, height!);
    const [left, right] = range(i % columns, columns, width!);
    let sum = 0;
    for (let y = top; y < bottom; y++)
      for (let x = left; x < right; x++) sum += data[(map * height! + y) * width! + x]!;
    return sum / ((bottom - top) * (right - left));
  });
}

function attention(heads: number, x: Float64Array, [tokens, width]: readonly number[], batch: number): Float64Array {
  const depth = width! / heads;
  const at = (image: number, token: number, part: number, head: number, d: number) =>
    x[((image * tokens! + token) * 3 + part) * width! + head * depth + d]!;
  const result = new Float64Array(batch * tokens! * width!);
  for (let image = 0; image < batch; image++)
    for (let head = 0; head < heads; head++)
      for (let query = 0; query < tokens!; query++) {
        const scores = table(tokens!, (key) => {
          let sum = 0;
          for (let d = 0; d < depth; d++) sum += at(image, query, 0, head, d) * at(image, key, 1, head, d);
          return Math.exp(sum / Math.sqrt(depth));
        });
        const total = scores.reduce((sum, score) => sum + score, 0);
        for (let d = 0; d < depth; d++)
          for (let key = 0; key < tokens!; key++)
            result[(image * tokens! + query) * width! + head * depth + d]! +=
              (scores[key]! / total) * at(image, key, 2, head, d);
      }
  return result;
}

/** Each image's matrix `rows x columns` transposed; `rows x columns` is one image's size. */
function swapped(x: Float64Array, rows: number, columns: number): Float64Array {
  // Of a map [c, h, w] the rows are channels, and the result has h w rows; of tokens the other way round.
  const size = rows * columns;
  return table(x.length, (i) => {
    const place = i % size;
    return x[i - place + (place % rows) * columns + Math.floor(place / rows)]!;
  });
}

function momentsBy(x: Float64Array, groupOf: (i: number) => number, groups: number) {
  const means = new Float64Array(groups);
  const variances = new Float64Array(groups);
  const count = x.length / groups;
  x.forEach((value, i) => {
    means[groupOf(i)]! += value / count;
  });
  x.forEach((value, i) => {
    variances[groupOf(i)]! += (value - means[groupOf(i)]!) ** 2 / count;
  });
  return {means, variances};
}

function normalised(
  x: Float64Array,
  groupOf: (i: number) => number,
  channelOf: (i: number) => number,
  {means, variances}: {means: Float64Array; variances: Float64Array},
  epsilon: number,
  scale: Float64Array,
  shift: Float64Array
): Float64Array {
  return x.map((value, i) => {
    const group = groupOf(i);
    const normal = (value - means[group]!) / Math.sqrt(variances[group]! + epsilon);
    return normal * scale[channelOf(i)]! + shift[channelOf(i)]!;
  });
}

/** Maclaurin's series: exact to double precision for the small arguments of tests. */
function errorFunction(x: number): number {
  let term = x;
  let sum = x;
  for (let n = 1; n < 100; n++) {
    term *= (-x * x) / n;
    sum += term / (2 * n + 1);
  }
  return (2 / Math.sqrt(Math.PI)) * sum;
}

function table(length: number, entry: (i: number) => number): Float64Array {
  return Float64Array.from({length}, (_, i) => entry(i));
}
