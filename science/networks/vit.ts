import {z} from "zod";
import {NetworkBuilder, type Value} from "./builder.ts";
import {classifierSchema, count, rate} from "./classifier.ts";
import {truncatedNormal, uniformFanIn} from "./initialisation.ts";
import type {Network} from "./network.ts";
import {NetworkMistake} from "./network-mistake.ts";

/**
 * Vision transformers in the recipe of DeiT-III (Touvron et al. 2022), as timm has them: LayerScale, and a class token
 * that joins after the positions are added. The defaults are the small model.
 */
export const vitSchema = classifierSchema.extend({
  family: z.literal("vit"),
  width: count.default(384),
  depth: count.default(12),
  heads: count.default(6),
  /** Pixels of a patch's side */
  patch: count.default(16),
  /** Where LayerScale starts */
  layer_scale: z.number().positive().default(1e-4),
  /** One rate at every depth, as the study's code has it */
  stochastic_depth: rate.default(0)
});

export type VitSpec = z.output<typeof vitSchema>;

export function buildVit(spec: VitSpec, name: string): Network {
  const {size, patch, width, heads} = spec;
  if (size % patch !== 0)
    throw new NetworkMistake(`${name}: images of ${size} pixels do not divide into patches of ${patch}`);
  if (width % heads !== 0) throw new NetworkMistake(`${name}: a width of ${width} does not divide into ${heads} heads`);
  const net = new NetworkBuilder();
  let x = net.input([3, size, size]);
  const patches = {channels: width, kernel: patch, stride: patch, padding: 0, bias: true};
  x = net.convolution("patch_embed.proj", x, {...patches, initialisation: uniformFanIn});
  x = net.layer("patch_embed", net.toTokens(x));
  x = net.addPosition("pos_embed", x, truncatedNormal.weight([]));
  x = net.prependToken("cls_token", x, {kind: "normal", deviation: 1e-6});
  for (let index = 0; index < spec.depth; index++) x = appendBlock(net, `blocks.${index}`, x, spec);
  net.layer("blocks", x);
  x = net.layer("fc_norm", net.selectToken(net.layerNorm("norm", x), 0));
  net.linear("head", x, spec.classes, truncatedNormal);
  return net.build(name, "ViT");
}

function appendBlock(net: NetworkBuilder, name: string, input: Value, spec: VitSpec): Value {
  const linear = (layer: string, x: Value, outputs: number) =>
    net.linear(`${name}.${layer}`, x, outputs, truncatedNormal);
  const join = (half: 1 | 2, branch: Value, x: Value) => {
    const scaled = net.channelScale(`${name}.ls${half}.gamma`, branch, spec.layer_scale);
    net.layer(`${name}.ls${half}`, scaled);
    const kept = net.layer(`${name}.drop_path${half}`, net.stochasticDepth(scaled, spec.stochastic_depth));
    return net.add(x, kept);
  };
  let x = linear("attn.qkv", net.layerNorm(`${name}.norm1`, input), 3 * spec.width);
  x = net.layer(`${name}.attn`, linear("attn.proj", net.attention(x, spec.heads), spec.width));
  const attended = join(1, x, input);
  x = linear("mlp.fc1", net.layerNorm(`${name}.norm2`, attended), 4 * spec.width);
  x = linear("mlp.fc2", net.activation(`${name}.mlp.act`, x, "gelu"), spec.width);
  return net.layer(name, join(2, net.layer(`${name}.mlp`, x), attended));
}
