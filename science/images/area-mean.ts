/** A part of a plane of numbers; it may reach beyond the plane, where there are zeros. */
export interface Part {
  left: number;
  top: number;
  width: number;
  height: number;
}

/** A part of a plane (rows of `width` numbers), resized to `to` x `to`: each place is the mean over what it covers. */
export function areaMean(plane: Float64Array, width: number, part: Part, to: number): Float64Array {
  const height = plane.length / width;
  const narrow = meanOfRows(plane, width, {start: part.left, length: part.width, to});
  const turned = transposed(narrow, to, height);
  return transposed(meanOfRows(turned, height, {start: part.top, length: part.height, to}), to, to);
}

/** Means along each row of `width` numbers. */
function meanOfRows(
  rows: Float64Array,
  width: number,
  {start, length, to}: {start: number; length: number; to: number}
): Float64Array {
  const height = rows.length / width;
  const step = length / to;
  const firsts = new Int32Array(to);
  const lasts = new Int32Array(to);
  for (let place = 0; place < to; place++) {
    firsts[place] = Math.max(0, Math.floor(start + place * step));
    lasts[place] = Math.min(width, Math.ceil(start + (place + 1) * step)) - 1;
  }
  const result = new Float64Array(height * to);
  for (let row = 0; row < height; row++)
    for (let place = 0; place < to; place++) {
      const from = start + place * step;
      const until = from + step;
      const first = firsts[place]!;
      const last = lasts[place]!;
      let sum = 0;
      for (let source = first; source <= last; source++) sum += rows[row * width + source]!;
      // What is covered only in part, at both ends.
      if (first < from && first <= last) sum -= (from - first) * rows[row * width + first]!;
      if (last + 1 > until && first <= last) sum -= (last + 1 - until) * rows[row * width + last]!;
      result[row * to + place] = sum / step;
    }
  return result;
}

function transposed(rows: Float64Array, width: number, height: number): Float64Array {
  const result = new Float64Array(rows.length);
  for (let row = 0; row < height; row++)
    for (let column = 0; column < width; column++) result[column * height + row] = rows[row * width + column]!;
  return result;
}
