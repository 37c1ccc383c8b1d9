import {exposeNodes, ModelMistake} from "./expose-nodes.ts";
import {openRuntime} from "./runtime.ts";

/** A model of somebody else's, some of whose nodes are read. */
export interface ForeignModel {
  /** Height and width of its input, pixels; undefined where the model leaves them open */
  size: number | undefined;
  /** Images a call where the model fixes them */
  batch: number | undefined;
  /** `images`: count x 3 x size x size; by node, count x features */
  run(images: Float32Array, count: number, size: number): Promise<Map<string, Float32Array>>;
  close(): Promise<void>;
}

/** Opens an ONNX model with one input of images, N x 3 x height x width. @throws ModelMistake */
export async function openForeignModel(bytes: Uint8Array, nodes: readonly string[]): Promise<ForeignModel> {
  const runtime = await openRuntime();
  const {model, values} = exposeNodes(bytes, nodes);
  const session = await runtime.session(model).catch((error: unknown) => {
    throw new ModelMistake(`ONNX Runtime cannot load it: ${error instanceof Error ? error.message : String(error)}`);
  });
  const [name, ...others] = session.inputNames;
  const metadata = session.inputMetadata[0];
  const shape = metadata?.isTensor ? metadata.shape : [];
  if (name === undefined || others.length || shape.length !== 4 || shape[1] !== 3)
    throw new ModelMistake(
      `expected one input of images, N x 3 x height x width; it has ${session.inputNames.length} (${shape.join(" x ")})`
    );
  const fixed = (side: number | string | undefined) => (typeof side === "number" && side > 0 ? side : undefined);
  return {
    size: fixed(shape[2]),
    batch: fixed(shape[0]),
    async run(images, count, size) {
      const results = await session.run({[name]: runtime.tensor(images, [count, 3, size, size])});
      return new Map(
        nodes.map((node) => {
          const data = results[values.get(node) ?? ""]?.data;
          if (!(data instanceof Float32Array)) throw new ModelMistake(`node "${node}" gives no 32-bit floats`);
          return [node, data];
        })
      );
    },
    close: () => session.release()
  };
}
