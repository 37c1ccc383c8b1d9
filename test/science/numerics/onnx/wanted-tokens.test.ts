import assert from "node:assert/strict";
import {describe, test} from "node:test";
import {buildNetwork} from "../../../../science/networks/network-spec.ts";
import {onlyWantedTokens} from "../../../../science/numerics/onnx/wanted-tokens.ts";

const vit = buildNetwork({family: "vit", size: 16, patch: 4, width: 48, depth: 2, heads: 3, classes: 10});
const convnext = buildNetwork({family: "convnext", size: 16, patch: 2, widths: [16, 32], depths: [1, 1], classes: 10});

describe("a network of wanted tokens", () => {
  const {network, queries, origins} = onlyWantedTokens(vit);
  const last = network.nodes.findLastIndex(({operation}) => operation.op === "attention");

  test("has the class token alone after the last attention", () => {
    assert.deepEqual([...queries], [[last, 0]]);
    for (const {shape} of network.nodes.slice(last)) assert.equal(shape.length, 1);
  });

  test("has every token before it", () => {
    const attentions = network.nodes.filter(({operation}) => operation.op === "attention");
    assert.deepEqual(attentions[0]!.shape, [17, 48]);
    assert.deepEqual(network.nodes[network.nodes[last]!.inputs[0]!]!.shape, [17, 3 * 48]);
  });

  test("knows the nodes that its own come from", () => {
    for (const [place, {operation, inputs}] of network.nodes.entries()) {
      assert.ok(inputs.every((input) => input < place));
      if (operation.op !== "select-token") assert.equal(vit.nodes[origins[place]!]!.operation, operation);
    }
  });

  test("is the network itself where no token is left out", () => {
    assert.deepEqual(onlyWantedTokens(convnext).network.nodes, convnext.nodes);
  });
});
