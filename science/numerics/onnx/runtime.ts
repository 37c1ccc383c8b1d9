import type {InferenceSession, Tensor} from "onnxruntime-node";

/** ONNX Runtime on one thread. */
export type Runtime = {
  readonly version: string;
  session(model: Uint8Array): Promise<InferenceSession>;
  /** A tensor on the array's own memory. @throws Error if the sizes don't match */
  tensor(data: Float32Array, shape: readonly number[]): Tensor;
};

const SEVERITY_ERROR = 3;

export async function openRuntime(): Promise<Runtime> {
  const ort = await import("onnxruntime-node");
  return {
    version: ort.env.versions.node ?? ort.env.versions.common,
    session: (model) =>
      ort.InferenceSession.create(model, {
        intraOpNumThreads: 1,
        interOpNumThreads: 1,
        executionMode: "sequential",
        graphOptimizationLevel: "all",
        logSeverityLevel: SEVERITY_ERROR
      }),
    tensor: (data, shape) => new ort.Tensor("float32", data, shape)
  };
}
