import assert from "node:assert/strict";
import {test} from "node:test";
import {orderByDependency} from "../../../runner/graph/order-by-dependency.ts";

const order = (uses: Record<string, string[]>) => orderByDependency(Object.keys(uses), (node) => uses[node] ?? []);

test("what a node depends on comes before it, all else as given", () => {
  assert.deepEqual(order({d: ["c"], a: [], c: ["b", "a"], b: []}), {order: ["b", "a", "c", "d"], loops: []});
});

test("each loop is found", () => {
  assert.deepEqual(order({a: ["b"], b: ["a", "c"], c: ["c"], d: ["a"]}).loops, [["a", "b"], ["c"]]);
});

test("a chain may be long", () => {
  const {order} = orderByDependency(Array(1e5).keys(), (node) => (node + 1 < 1e5 ? [node + 1] : []));
  assert.deepEqual([order.length, order[0]], [1e5, 99999]);
});
