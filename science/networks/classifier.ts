import {z} from "zod";

/** What every family needs to know: how many classes, and how many pixels a side the (square, RGB) images have. */
export const classifierSchema = z.strictObject({
  classes: z.int().min(2).default(1000),
  size: z.int().min(1).default(224)
});

/**
 * `imagenet`: the stem of the study's code, which shrinks the image by two or four. `small`: stride 1 and no pooling,
 * as is usual for images of 32 to 64 pixels.
 */
export const stemSchema = z.enum(["imagenet", "small"]).default("imagenet");

/** Classes of the study's architectures as they are defined; the code gives a new head to data with other classes. */
export const imagenetClasses = 1000;

export const rate = z.number().min(0).lt(1);
export const count = z.int().min(1);
