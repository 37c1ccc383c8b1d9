import assert from "node:assert/strict";

/** All pairs within `tolerance`; null stands for NaN. */
export function assertClose(
  found: ArrayLike<number>,
  expected: ArrayLike<number | null>,
  tolerance = 1e-9,
  name = "value"
): void {
  assert.equal(found.length, expected.length, `${name}: length`);
  for (let i = 0; i < expected.length; i++) {
    const wanted = expected[i] ?? Number.NaN;
    const near = Number.isNaN(wanted) ? Number.isNaN(found[i]) : Math.abs(found[i]! - wanted) <= tolerance;
    assert.ok(near, `${name} ${i}: ${found[i]}, expected ${wanted}`);
  }
}
