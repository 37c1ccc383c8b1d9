import assert from "node:assert/strict";
import {describe, test} from "node:test";
import {
  allocation,
  bestSplit,
  type CostModel,
  lawOf,
  misalignment,
  type TwoVariableLaw
} from "../../../science/scaling-laws/allocation.ts";
import {misalignment as misalignmentOfForm} from "../../../science/scaling-laws/form.ts";

const laws: Record<string, TwoVariableLaw> = {
  "the study's law": {E: 0.51719, A: 0.18134, alpha: 0.57966, B: 0.49912, beta: 0.22247},
  "equal exponents": {E: 0.4, A: 0.3, alpha: 0.3, B: 0.3, beta: 0.3},
  "a steep second term": {E: 0.1, A: 0.05, alpha: 0.1, B: 8, beta: 1.4}
};
const costs: Record<string, CostModel> = {
  "the study's compute": {m: 594.077, n: 1.02792},
  "C = 6 N D": {m: 6, n: 1}
};

/** The N that minimises L on the line of a budget: a search over N alone, by golden section in log N. */
function bruteForce(law: TwoVariableLaw, {m, n}: CostModel, compute: number): number {
  const product = (compute / m) ** (1 / n);
  const loss = (logN: number) => misalignment(law, Math.exp(logN), product / Math.exp(logN));
  const coarse = Array.from({length: 4001}, (_, i) => -40 + i * 0.02 + Math.log(product) / 2);
  const start = coarse.reduce((best, logN) => (loss(logN) < loss(best) ? logN : best));
  let [low, high] = [start - 0.02, start + 0.02];
  const part = (Math.sqrt(5) - 1) / 2;
  for (let i = 0; i < 40; i++) {
    const [left, right] = [high - part * (high - low), low + part * (high - low)];
    if (loss(left) < loss(right)) high = right;
    else low = left;
  }
  return Math.exp((low + high) / 2);
}

describe("the compute-optimal split", () => {
  for (const [lawName, law] of Object.entries(laws))
    for (const [costName, cost] of Object.entries(costs))
      test(`is where a brute-force search finds the least misalignment: ${lawName}, ${costName}`, () => {
        const split = allocation(law, cost);
        assert.ok(split);
        for (const compute of [1e5, 1e9, 1e13]) {
          const best = bestSplit(law, cost, split, compute);
          const searched = bruteForce(law, cost, compute);
          assert.ok(Math.abs(best.parameters / searched - 1) < 1e-4, `${best.parameters}, searched ${searched}`);
          const spent = cost.m * (best.parameters * best.samples) ** cost.n;
          assert.ok(Math.abs(spent / compute - 1) < 1e-12, "it spends the budget, no more and no less");
          assert.equal(best.alignment, 1 - misalignment(law, best.parameters, best.samples));
        }
      });

  test("of the study grows as C^0.2698 in parameters and C^0.7030 in samples, with G = 0.9339", () => {
    const split = allocation(laws["the study's law"]!, costs["the study's compute"]!);
    assert.equal(split?.parameterExponent.toFixed(4), "0.2698");
    assert.equal(split?.sampleExponent.toFixed(4), "0.7030");
    assert.equal(split?.G.toFixed(4), "0.9339");
  });

  test("does not exist where more of either variable does not help", () => {
    const law = laws["equal exponents"]!;
    for (const wrong of [{alpha: 0}, {alpha: -1}, {beta: 0}, {beta: -0.1}, {alpha: Number.NaN}])
      assert.equal(allocation({...law, ...wrong}, {m: 1, n: 1}), undefined);
  });
});

test("a law of log-space parameters predicts what its form predicts", () => {
  const parameters = {e: -0.66, a: -1.7, alpha: 0.58, b: -0.69, beta: 0.22};
  const [law, form] = [
    misalignment(lawOf(parameters), 30, 700),
    misalignmentOfForm("chinchilla", parameters, [30, 700])
  ];
  assert.ok(Math.abs(law - form) < 1e-14);
});
