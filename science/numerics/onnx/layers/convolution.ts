import {mapSizes} from "../forms.ts";
import {blockedConvolution} from "./convolution-blocked.ts";
import {depthwiseConvolution} from "./convolution-depthwise.ts";
import {laneDepthwise, suitsLanes} from "./convolution-depthwise-lanes.ts";
import {isPatches, patchConvolution} from "./convolution-patches.ts";
import {plainConvolution} from "./convolution-plain.ts";
import {inputOf, type LayerEmitter} from "./layer.ts";

/** A 2-D convolution, by the way that suits its geometry and its input's form. */
export const convolution: LayerEmitter<"convolution"> = (emission, layer) => {
  const {operation, shape} = layer;
  const input = inputOf(layer);
  const [channels] = mapSizes(input.shape);
  const isImage = !input.learns;
  const inRows = input.form === "last" || input.form === "lanes";
  if (isPatches(operation, input.shape) && (inRows || (isImage && emission.training)))
    return patchConvolution(emission, operation, input, shape);
  if (emission.block === undefined) return plainConvolution(emission, operation, input, shape);
  if (operation.groups === 1) return blockedConvolution(emission, operation, input, shape);
  if (operation.groups === channels && shape[0] === channels) {
    if (inRows && suitsLanes(operation, input.shape) && emission.rowForm(input.shape) === "lanes")
      return laneDepthwise(emission, operation, emission.in(input, "lanes"));
    return depthwiseConvolution(emission, operation, input, shape);
  }
  return plainConvolution(emission, operation, input, shape);
};
