/** The powers of ten within a range, both ends included. */
export function decades([from, to]: readonly [number, number]): number[] {
  const first = Math.ceil(Math.log10(from) - 1e-9);
  const last = Math.floor(Math.log10(to) + 1e-9);
  return Array.from({length: Math.max(0, last - first + 1)}, (_, i) => 10 ** (first + i));
}

/** The multiples 2 to 9 of each power of ten within a range. */
export function betweenDecades([from, to]: readonly [number, number]): number[] {
  const ticks: number[] = [];
  for (let exponent = Math.floor(Math.log10(from)); 10 ** exponent < to; exponent++)
    for (let multiple = 2; multiple < 10; multiple++) ticks.push(multiple * 10 ** exponent);
  return ticks.filter((tick) => tick >= from && tick <= to);
}
