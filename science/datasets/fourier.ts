/**
 * Discrete Fourier transform of a square of complex numbers, in place: X[k, l] = sum of x[m, n] exp(-2 pi i (k m + l n) / side).
 * @param side a power of two
 */
export function transform2d(real: Float64Array, imaginary: Float64Array, side: number): void {
  const plan = planOf(side);
  for (let row = 0; row < side; row++) transformLine(real, imaginary, row * side, 1, plan);
  for (let column = 0; column < side; column++) transformLine(real, imaginary, column, side, plan);
}

interface Plan {
  side: number;
  /** Place of each number after bit reversal. */
  reversed: Uint32Array;
  cosines: Float64Array;
  sines: Float64Array;
}

function planOf(side: number): Plan {
  const bits = Math.log2(side);
  if (!Number.isInteger(bits)) throw new RangeError(`side ${side} is no power of two`);
  const reversed = new Uint32Array(side);
  for (let at = 1; at < side; at++) reversed[at] = (reversed[at >> 1]! >> 1) | ((at & 1) << (bits - 1));
  const angles = Float64Array.from({length: side / 2}, (_, k) => (-2 * Math.PI * k) / side);
  return {side, reversed, cosines: angles.map(Math.cos), sines: angles.map(Math.sin)};
}

/** Radix 2, decimation in time (Cooley & Tukey 1965). */
function transformLine(real: Float64Array, imaginary: Float64Array, start: number, step: number, plan: Plan): void {
  const {side, reversed, cosines, sines} = plan;
  for (let at = 0; at < side; at++) {
    const other = reversed[at]!;
    if (other <= at) continue;
    exchange(real, start + at * step, start + other * step);
    exchange(imaginary, start + at * step, start + other * step);
  }
  for (let half = 1; half < side; half *= 2) {
    const stride = side / (2 * half);
    for (let block = 0; block < side; block += 2 * half)
      for (let k = 0; k < half; k++) {
        const cosine = cosines[k * stride]!;
        const sine = sines[k * stride]!;
        const upper = start + (block + k) * step;
        const lower = upper + half * step;
        const re = real[lower]! * cosine - imaginary[lower]! * sine;
        const im = real[lower]! * sine + imaginary[lower]! * cosine;
        real[lower] = real[upper]! - re;
        imaginary[lower] = imaginary[upper]! - im;
        real[upper]! += re;
        imaginary[upper]! += im;
      }
  }
}

function exchange(values: Float64Array, a: number, b: number): void {
  const kept = values[a]!;
  values[a] = values[b]!;
  values[b] = kept;
}
