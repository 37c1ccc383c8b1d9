import assert from "node:assert/strict";
import {describe, test} from "node:test";
import {buildNetwork} from "../../../science/networks/network-spec.ts";
import {initialWeights} from "../../../science/numerics/initial-weights.ts";
import {compileExtraction} from "../../../science/numerics/onnx/compile-extraction.ts";
import {exposeNodes} from "../../../science/numerics/onnx/expose-nodes.ts";
import {openForeignModel} from "../../../science/numerics/onnx/foreign-model.ts";

const network = buildNetwork({family: "resnet", blocks: [1, 0, 0, 0], width: 16, stem: "small", size: 8, classes: 3});
const weights = initialWeights(network, 1);
const exported = (...layers: string[]) => compileExtraction(network, weights, layers).bytes;
const images = Float32Array.from({length: 2 * 3 * 8 * 8}, (_, at) => Math.sin(at));

/** Names of the nodes' values, from the message that names some of them. */
function valuesIn(model: Uint8Array): string[] {
  try {
    exposeNodes(model, ["no such node"]);
  } catch (error) {
    const [, listed = ""] = /it has (.*?)( \.\.\.)?$/.exec(String(error)) ?? [];
    return listed.split(", ");
  }
  return [];
}

describe("a model of somebody else's", () => {
  test("gives out inner nodes, beside its own outputs", async () => {
    const model = exported("fc");
    const inner = valuesIn(model).filter((name) => name !== "fc");
    assert.ok(inner.length > 4, inner.join(" "));
    const [node = ""] = inner;
    const foreign = await openForeignModel(model, [node, "fc"]);
    const found = await foreign.run(images, 2, 8);
    assert.equal(foreign.size, 8);
    assert.equal(found.get("fc")?.length, 2 * 3);
    assert.ok((found.get(node)?.length ?? 0) > 0);
    await foreign.close();
  });

  test("says what it has where a node is not there", () => {
    assert.throws(() => exposeNodes(exported("fc"), ["layer9"]), /no node "layer9"; it has /);
  });

  test("that is none, or is cut short, is told so", async () => {
    const model = exported("fc");
    for (const bytes of [new Uint8Array(), new TextEncoder().encode("hello"), model.subarray(0, model.length - 7)])
      await assert.rejects(openForeignModel(bytes, ["fc"]), /not an ONNX model/);
  });
});
