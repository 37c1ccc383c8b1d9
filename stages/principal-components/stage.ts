import {closeSync, openSync, writeSync} from "node:fs";
import {z} from "zod";
import {defineStage, one, output} from "../../runner/stage/define-stage.ts";
import {openArtifact} from "../../runner/stage/open-artifact.ts";
import {layerFeatures, layersIn} from "../../science/activations/layer-features.ts";
import {principalComponents} from "../../science/activations/principal-components.ts";
import {layTensors, readTensorHeader, TensorMistake} from "../../science/formats/tensors.ts";
import {columnBlocks} from "../../science/linear-algebra/features.ts";
import {onnxProduct} from "../../science/linear-algebra/onnx-product.ts";

/** A model's layers, each reduced to its principal components on another set of pictures; narrow ones are left as they are. */
export default defineStage({
  params: z.strictObject({components: z.int().positive()}),
  inputs: {
    activations: one("tensors"),
    /** Of the same layers, to the pictures that the components are fitted on */
    fitting: one("tensors")
  },
  outputs: {activations: output("activations.safetensors", "tensors")},
  typical: {seconds: 20, bytes: 8_000_000},
  async run({params: {components: wanted}, inputs, outputs, cores, log}) {
    const product = onnxProduct({threads: cores});
    const source = openArtifact(inputs.activations, "the activations");
    const reference = openArtifact(inputs.fitting, "the activations to fit on");
    try {
      const {metadata} = readTensorHeader(source);
      const names = layersIn(source);
      const missing = names.find((name) => !layersIn(reference).includes(name));
      if (missing !== undefined) throw new TensorMistake(`${reference.name} lack the layer "${missing}"`);
      const fitted = [];
      for (const name of names) {
        const layer = {name, features: layerFeatures(source, name), fitting: layerFeatures(reference, name)};
        const wide = layer.features.columns > wanted;
        const components = wide ? await principalComponents(layer.fitting, wanted, product) : undefined;
        fitted.push({...layer, components});
        const {rows} = layer.fitting;
        log(
          components
            ? `${name}: ${layer.features.columns} features, ${components.count} components of ${rows} pictures hold ` +
                `${(100 * components.share).toFixed(2)}% of their variance`
            : `${name}: ${layer.features.columns} features, left as they are`
        );
      }
      const {header, offsets} = layTensors(
        fitted.map(({name, features, components}) => ({
          name,
          shape: [features.rows, components?.count ?? features.columns],
          type: "F32"
        })),
        {...metadata, components: String(wanted), fitted_on: `${fitted[0]?.fitting.rows ?? 0} pictures`}
      );
      const file = openSync(outputs.activations, "w");
      try {
        writeSync(file, header);
        for (const {name, features, components} of fitted) {
          const start = offsets.get(name) ?? 0;
          const columns = components?.count ?? features.columns;
          const blocks = components ? [{first: 0, block: await components.project(features)}] : columnBlocks(features);
          for (const {first, block} of blocks)
            for (let row = 0; row < block.rows; row++) {
              const values = Float32Array.from(block.values.subarray(row * block.columns, (row + 1) * block.columns));
              writeSync(file, values, 0, values.byteLength, start + (row * columns + first) * 4);
            }
        }
      } finally {
        closeSync(file);
      }
    } finally {
      source.close();
      reference.close();
    }
  }
});
