import assert from "node:assert/strict";
import {readFileSync} from "node:fs";
import {join} from "node:path";
import {describe, test} from "node:test";
import {architectures} from "../../../science/networks/architectures.ts";
import type {Network, Shape} from "../../../science/networks/network.ts";
import {buildNetwork} from "../../../science/networks/network-spec.ts";
import {parametersOf} from "../../../science/networks/parameters.ts";
import {projectRoot} from "../../vvs.ts";

type Golden = {
  size: number;
  models: Record<
    string,
    {parameters: Record<string, Shape>; layers: Record<string, Shape>; overwritten: readonly string[]}
  >;
};
const golden: Golden = JSON.parse(
  readFileSync(join(projectRoot, "test/science/networks/torchvision.golden.json"), "utf8")
);

function build(name: string): Network {
  const architecture = architectures.find((candidate) => candidate.name === name);
  assert.ok(architecture);
  return buildNetwork({...architecture.spec, size: golden.size});
}

/** Ours are tokens where torchvision has a map with its channels last: the same numbers in the same order. */
function flatTokens(layer: string, shape: Shape): Shape {
  const [height = 0, width = 0, channels = 0] = shape;
  return /\.block\.[1-5]$/.test(layer) && shape.length === 3 ? [height * width, channels] : shape;
}

for (const [name, theirs] of Object.entries(golden.models))
  describe(`${name} beside torchvision's`, () => {
    const network = build(name);

    test("its state dict has the same names and sizes", () => {
      const {parameters, buffers} = parametersOf(network);
      const ours = Object.fromEntries([...parameters, ...buffers].map(({name, shape}) => [name, shape]));
      assert.deepEqual(ours, theirs.parameters);
    });

    test("its layers have the same names and sizes", () => {
      const ours = Object.fromEntries(network.layers.map(({name, node}) => [name, network.nodes[node]?.shape]));
      const isConvNext = name.startsWith("convnext");
      const expected = Object.entries(theirs.layers).map(([layer, shape]) => [
        layer,
        isConvNext ? flatTokens(layer, shape) : shape
      ]);
      assert.deepEqual(ours, Object.fromEntries(expected));
    });

    test("the same layers are overwritten by operations in place", () => {
      const ours = network.layers.filter(({afterInPlace}) => afterInPlace !== undefined).map(({name}) => name);
      assert.deepEqual(ours.sort(), [...theirs.overwritten].sort());
    });
  });
