import type {Assembly} from "./assembly.ts";
import {AssemblyMistake} from "./assembly-mistake.ts";

/** Which image each trial showed. */
export interface PresentedImages {
  axis: number;
  /** Id of each trial's image. */
  ids: string[];
  /** Its index among the images. */
  image: Int32Array;
}

/**
 * The image of each trial, by the coordinate `image_id` or, in newer files, `stimulus_id`.
 * @param images ids of the stimuli
 * @throws AssemblyMistake where the trials show images that are no stimuli
 */
export function presentedImages(assembly: Assembly, images: readonly string[]): PresentedImages {
  const coordinate = !assembly.has("image_id") && assembly.has("stimulus_id") ? "stimulus_id" : "image_id";
  const {axis, values: ids} = assembly.words(coordinate);
  const indices = new Map(images.map((id, index) => [id, index]));
  const unknown = [...new Set(ids.filter((id) => !indices.has(id)))];
  if (unknown.length > 0)
    throw new AssemblyMistake(
      `${assembly.file} shows ${unknown.length} images that are not among the ${images.length} stimuli, the first is ${unknown[0]}`
    );
  return {axis, ids, image: Int32Array.from(ids, (id) => indices.get(id)!)};
}
