import {createRequire} from "node:module";
import type {TensorFlow} from "../../../science/numerics/tfjs/tensorflow.ts";

/** TensorFlow.js in plain JavaScript, with gradients, which the core alone does not register. */
export async function plainTensorFlow(): Promise<TensorFlow> {
  const warn = console.warn;
  console.warn = () => {};
  const tf = await import("@tensorflow/tfjs-core");
  await import("@tensorflow/tfjs-backend-cpu");
  const require = createRequire(import.meta.url);
  require("@tensorflow/tfjs-core/dist/register_all_gradients.js");
  require("@tensorflow/tfjs-core/dist/public/chained_ops/register_all_chained_ops.js");
  await tf.setBackend("cpu");
  console.warn = warn;
  return tf;
}
