import type {Matrix} from "./matrix.ts";
import {matrix} from "./matrix.ts";
import {plainProduct, type TransposedProduct} from "./products.ts";

/** Below this many multiplications, plain JavaScript is done before ONNX Runtime has started. */
const SMALL = 2e6;

/**
 * `left x right'` by ONNX Runtime's double-precision Gemm on `threads` threads (0: all cores); small products, and all
 * products where ONNX Runtime cannot be loaded, in plain JavaScript.
 */
export function onnxProduct({threads = 1}: {threads?: number} = {}): TransposedProduct {
  let loading: Promise<TransposedProduct> | undefined;
  return async (left, right) => {
    if (left.rows * right.rows * left.columns < SMALL) return plainProduct(left, right);
    loading ??= loadGemm(threads).catch(() => plainProduct);
    const product = await loading;
    return product(left, right);
  };
}

async function loadGemm(threads: number): Promise<TransposedProduct> {
  const {InferenceSession, Tensor} = await import("onnxruntime-node");
  const session = await InferenceSession.create(gemmModel(), {intraOpNumThreads: threads, interOpNumThreads: 1});
  const tensor = ({rows, columns, values}: Matrix) => new Tensor("float64", values, [rows, columns]);
  return async (left, right) => {
    const first = tensor(left);
    const {C: product} = await session.run({A: first, B: left === right ? first : tensor(right)});
    if (!(product?.data instanceof Float64Array)) throw new Error("Gemm gave no doubles");
    return matrix(left.rows, right.rows, product.data);
  };
}

/** An ONNX model of one node, C = A B', in protobuf's wire format (fields as in onnx.proto3). */
function gemmModel(): Uint8Array {
  const [DOUBLE, INT] = [11, 2];
  const anyMatrix = (name: string) => {
    const axis = (suffix: string) => field(1, text(2, name + suffix));
    const type = field(1, [...integer(1, DOUBLE), ...field(2, [...axis("Rows"), ...axis("Columns")])]);
    return [...text(1, name), ...field(2, type)];
  };
  const transpose = [...text(1, "transB"), ...integer(3, 1), ...integer(20, INT)];
  const node = [...text(1, "A"), ...text(1, "B"), ...text(2, "C"), ...text(4, "Gemm"), ...field(5, transpose)];
  const graph = [
    ...field(1, node),
    ...text(2, "product"),
    ...field(11, anyMatrix("A")),
    ...field(11, anyMatrix("B")),
    ...field(12, anyMatrix("C"))
  ];
  return Uint8Array.from([...integer(1, 8), ...field(7, graph), ...field(8, integer(2, 13))]);
}

function varint(value: number): number[] {
  return value < 128 ? [value] : [(value & 127) | 128, ...varint(value >>> 7)];
}

function integer(number: number, value: number): number[] {
  return [...varint(number << 3), ...varint(value)];
}

function field(number: number, bytes: number[]): number[] {
  return [...varint((number << 3) | 2), ...varint(bytes.length), ...bytes];
}

function text(number: number, value: string): number[] {
  return field(number, [...new TextEncoder().encode(value)]);
}
