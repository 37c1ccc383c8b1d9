import {CHANNELS} from "../images/image-set.ts";

/** A picture of height x width x 3 bytes. */
export interface Picture {
  height: number;
  width: number;
  pixels: Uint8Array;
}

const GREY = 128;

/**
 * A picture on the model's screen: where the model sees more degrees than the picture spans, in the middle of grey;
 * where it sees fewer, the picture's middle. Sizes are rounded half to even, nothing is resampled (Brain-Score's
 * `place_on_screen`).
 * @param ratio the model's visual degrees divided by the picture's
 */
export function placeOnScreen(picture: Picture, ratio: number): Picture {
  if (ratio === 1) return picture;
  const height = halfToEven(ratio * picture.height);
  const width = halfToEven(ratio * picture.width);
  const screen = {height, width, pixels: new Uint8Array(height * width * CHANNELS).fill(GREY)};
  const [larger, smaller] = ratio > 1 ? [screen, picture] : [picture, screen];
  const top = halfToEven((larger.height - smaller.height) / 2);
  const left = halfToEven((larger.width - smaller.width) / 2);
  for (let row = 0; row < smaller.height; row++) {
    const within = ((row + top) * larger.width + left) * CHANNELS;
    const alone = row * smaller.width * CHANNELS;
    const length = smaller.width * CHANNELS;
    const [from, to] = ratio > 1 ? [alone, within] : [within, alone];
    screen.pixels.set(picture.pixels.subarray(from, from + length), to);
  }
  return screen;
}

function halfToEven(value: number): number {
  const rounded = Math.round(value);
  return Math.abs(value % 1) === 0.5 && rounded % 2 !== 0 ? rounded - 1 : rounded;
}
