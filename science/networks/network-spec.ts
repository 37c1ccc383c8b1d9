import {z} from "zod";
import {alexnetSchema, buildAlexNet} from "./alexnet.ts";
import {buildConvNext, convnextSchema} from "./convnext.ts";
import {buildCornetS, cornetSSchema} from "./cornet-s.ts";
import {buildEfficientNet, efficientnetSchema} from "./efficientnet.ts";
import type {Network} from "./network.ts";
import {buildResNet, resnetSchema} from "./resnet.ts";
import {buildVit, vitSchema} from "./vit.ts";

/** Any network as a plain object: its family, the family's options, `classes` and `size`. */
export const networkSchema = z.discriminatedUnion("family", [
  resnetSchema,
  efficientnetSchema,
  vitSchema,
  convnextSchema,
  cornetSSchema,
  alexnetSchema
]);

/** With defaults filled in */
export type NetworkSpec = z.output<typeof networkSchema>;

/** As people write it: everything but `family` has a default. */
export type NetworkSpecInput = z.input<typeof networkSchema>;

/**
 * The network that `spec` describes; no weights are made. Throws zod's error for an unknown or ill-typed key, and a
 * NetworkMistake where sizes do not fit each other.
 */
export function buildNetwork(spec: NetworkSpecInput, name: string = spec.family): Network {
  const full = networkSchema.parse(spec);
  switch (full.family) {
    case "resnet":
      return buildResNet(full, name);
    case "efficientnet":
      return buildEfficientNet(full, name);
    case "vit":
      return buildVit(full, name);
    case "convnext":
      return buildConvNext(full, name);
    case "cornet-s":
      return buildCornetS(full, name);
    case "alexnet":
      return buildAlexNet(full, name);
  }
}
