const sizes: Record<string, number> = {
  "": 1,
  B: 1,
  kB: 1e3,
  KB: 1e3,
  MB: 1e6,
  GB: 1e9,
  TB: 1e12,
  KiB: 2 ** 10,
  MiB: 2 ** 20,
  GiB: 2 ** 30,
  TiB: 2 ** 40
};
const times: Record<string, number> = {"": 1, ms: 1e-3, s: 1, min: 60, h: 3600, d: 86400};

/** Bytes of `2GB`, `512MiB` or a plain number; undefined for anything else. */
export function bytesOf(size: number | string): number | undefined {
  return quantity(size, sizes);
}

/** Seconds of `10min`, `1.5h` or a plain number; undefined for anything else. */
export function secondsOf(time: number | string): number | undefined {
  return quantity(time, times);
}

function quantity(written: number | string, units: Record<string, number>): number | undefined {
  const [, digits = "", unit = ""] = /^(\d+(?:\.\d+)?)\s*([A-Za-z]*)$/.exec(String(written)) ?? [];
  const factor = Object.hasOwn(units, unit) ? units[unit] : undefined;
  return digits === "" || factor === undefined ? undefined : Number(digits) * factor;
}
