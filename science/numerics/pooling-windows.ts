/**
 * Adaptive average pooling as a matrix, `[height width, rows columns]`: each column holds one window's equal shares.
 * Windows overlap where the sizes don't divide (PyTorch's `adaptive_avg_pool2d`).
 */
export function windowShares(
  [height, width]: readonly [number, number],
  [rows, columns]: readonly [number, number]
): Float32Array {
  const shares = new Float32Array(height * width * rows * columns);
  for (const [y, across] of windows(height, rows).entries())
    for (const [x, along] of windows(width, columns).entries())
      for (const row of across)
        for (const column of along)
          shares[(row * width + column) * rows * columns + y * columns + x] = 1 / (across.length * along.length);
  return shares;
}

function windows(size: number, count: number): number[][] {
  return Array.from({length: count}, (_, i) => {
    const start = Math.floor((i * size) / count);
    const end = Math.ceil(((i + 1) * size) / count);
    return Array.from({length: end - start}, (_, j) => start + j);
  });
}
