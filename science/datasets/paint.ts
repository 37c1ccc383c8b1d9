import type {Background, Part, Pose, Scene} from "./scene.ts";
import type {Pyramid, Sprite} from "./sprite.ts";
import type {Texture} from "./textures.ts";

const CHANNELS = 3;
const whole: Part = {left: 0, top: 0, width: 1, height: 1};

/** What scenes are made of: sprites by artwork number, and textures of twice the image's side. */
export interface Materials {
  sprites: readonly Pyramid[];
  textures: readonly Texture[];
}

/** Paints a scene. @returns side x side x 3 bytes */
export function paintScene(
  {background, clutter, artwork, pose}: Scene,
  side: number,
  materials: Materials
): Uint8Array {
  const canvas = new Float32Array(side * side * CHANNELS);
  paintBackground(canvas, side, background, materials.textures);
  for (const piece of clutter) paintSprite(canvas, side, materials.sprites[piece.artwork]!, piece.pose, piece.part);
  paintSprite(canvas, side, materials.sprites[artwork]!, pose, whole);
  return new Uint8Array(new Uint8ClampedArray(canvas).buffer);
}

/** Light, red-green and blue-yellow of a texture, around the mean colour. */
function paintBackground(
  canvas: Float32Array,
  side: number,
  background: Background,
  textures: readonly Texture[]
): void {
  const {planes, side: period} = textures[background.texture]!;
  const {mean, contrast, colourfulness} = background;
  const [red, green, blue] = [255 * mean[0], 255 * mean[1], 255 * mean[2]];
  const left = Math.floor(background.left * period);
  const top = Math.floor(background.top * period);
  const plane = period * period;
  let target = 0;
  for (let row = 0; row < side; row++) {
    const start = ((top + row) % period) * period;
    for (let column = 0; column < side; column++) {
      const at = start + ((left + column) % period);
      const light = 255 * contrast * planes[at]!;
      const redGreen = 255 * colourfulness * planes[plane + at]!;
      const blueYellow = 255 * colourfulness * planes[2 * plane + at]!;
      canvas[target++] = red + light + redGreen - 0.5 * blueYellow;
      canvas[target++] = green + light - redGreen - 0.5 * blueYellow;
      canvas[target++] = blue + light + blueYellow;
    }
  }
}

/**
 * Lays a part of a sprite over the canvas: for each pixel, the sprite is read at the place that the pose puts there,
 * bilinearly, from the halving whose pixels are nearest to the image's in size.
 */
export function paintSprite(canvas: Float32Array, canvasSide: number, pyramid: Pyramid, pose: Pose, part: Part): void {
  const frame = frameOf(pose, canvasSide);
  const {centreX, centreY, xu, xv, yu, yv} = frame;
  const determinant = xu * yv - xv * yu;
  const sprite = nearestLevel(pyramid, pose.side * canvasSide);
  // Where a part is cut out of the picture, its edge falls off over one pixel; the picture's own edges do so anyway.
  const left = part.left > 0 ? part.left - 0.5 : -1;
  const right = part.left + part.width < 1 ? part.left + part.width - 0.5 : 1;
  const top = part.top > 0 ? part.top - 0.5 : -1;
  const bottom = part.top + part.height < 1 ? part.top + part.height - 0.5 : 1;
  const {firstX, lastX, firstY, lastY} = reach(frame, part, canvasSide);
  for (let y = firstY; y <= lastY; y++)
    for (let x = firstX; x <= lastX; x++) {
      const dx = x + 0.5 - centreX;
      const dy = y + 0.5 - centreY;
      const u = (yv * dx - xv * dy) / determinant;
      const v = (xu * dy - yu * dx) / determinant;
      const inside = Math.min(u - left, right - u, v - top, bottom - v) * pose.side * canvasSide + 0.5;
      if (inside <= 0) continue;
      lay(canvas, (y * canvasSide + x) * CHANNELS, sprite, u + 0.5, v + 0.5, Math.min(inside, 1));
    }
}

/**
 * Where the frame of a picture lies on the canvas, in pixels: its centre, and the vectors of its sides. A point (u, v)
 * of the picture, -1/2 to 1/2, v down, is skewed, turned and then enlarged.
 */
function frameOf(pose: Pose, canvasSide: number) {
  const side = pose.side * canvasSide;
  const angle = (pose.rotation * Math.PI) / 180;
  const cosine = Math.cos(angle);
  const sine = Math.sin(angle);
  return {
    centreX: (0.5 + pose.x) * canvasSide,
    centreY: (0.5 + pose.y) * canvasSide,
    xu: cosine * side,
    xv: (-sine - pose.skew * cosine) * side,
    yu: sine * side,
    yv: (cosine - pose.skew * sine) * side
  };
}

/** The pixels of the canvas that a part of a picture may touch. */
function reach({centreX, centreY, xu, xv, yu, yv}: ReturnType<typeof frameOf>, part: Part, canvasSide: number) {
  const corners = [part.left - 0.5, part.left + part.width - 0.5].flatMap((u) =>
    [part.top - 0.5, part.top + part.height - 0.5].map((v) => [u, v] as const)
  );
  const xs = corners.map(([u, v]) => centreX + xu * u + xv * v);
  const ys = corners.map(([u, v]) => centreY + yu * u + yv * v);
  return {
    firstX: Math.max(0, Math.floor(Math.min(...xs)) - 1),
    lastX: Math.min(canvasSide - 1, Math.ceil(Math.max(...xs)) + 1),
    firstY: Math.max(0, Math.floor(Math.min(...ys)) - 1),
    lastY: Math.min(canvasSide - 1, Math.ceil(Math.max(...ys)) + 1)
  };
}

/** Lays the sprite's colour at (u, v), shares of its frame, over one pixel; there is nothing outside the frame. */
function lay(canvas: Float32Array, at: number, {side, pixels}: Sprite, u: number, v: number, opacity: number): void {
  const x = u * side - 0.5;
  const y = v * side - 0.5;
  const left = Math.floor(x);
  const top = Math.floor(y);
  if (left < -1 || top < -1 || left >= side || top >= side) return;
  const right = (x - left) * opacity;
  const below = y - top;
  const rightBelow = left < side - 1 && top < side - 1 ? right * below : 0;
  const leftBelow = left >= 0 && top < side - 1 ? (opacity - right) * below : 0;
  const rightAbove = left < side - 1 && top >= 0 ? right * (1 - below) : 0;
  const leftAbove = left >= 0 && top >= 0 ? (opacity - right) * (1 - below) : 0;
  const a = 4 * (Math.max(top, 0) * side + Math.max(left, 0));
  const b = 4 * (Math.max(top, 0) * side + Math.min(left + 1, side - 1));
  const c = 4 * (Math.min(top + 1, side - 1) * side + Math.max(left, 0));
  const d = 4 * (Math.min(top + 1, side - 1) * side + Math.min(left + 1, side - 1));
  const alpha =
    leftAbove * pixels[a + 3]! + rightAbove * pixels[b + 3]! + leftBelow * pixels[c + 3]! + rightBelow * pixels[d + 3]!;
  if (alpha === 0) return;
  const rest = 1 - alpha / 255;
  for (let channel = 0; channel < CHANNELS; channel++)
    canvas[at + channel] =
      canvas[at + channel]! * rest +
      leftAbove * pixels[a + channel]! +
      rightAbove * pixels[b + channel]! +
      leftBelow * pixels[c + channel]! +
      rightBelow * pixels[d + channel]!;
}

function nearestLevel(pyramid: Pyramid, side: number): Sprite {
  const level = Math.round(Math.log2(pyramid[0]!.side / side));
  return pyramid[Math.min(Math.max(level, 0), pyramid.length - 1)]!;
}
