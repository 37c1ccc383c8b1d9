import assert from "node:assert/strict";
import {describe, test} from "node:test";
import type {Network, Operation} from "../../../science/networks/network.ts";
import {buildNetwork, type NetworkSpecInput, networkSchema} from "../../../science/networks/network-spec.ts";
import {parametersOf} from "../../../science/networks/parameters.ts";
import {countParameters} from "../../../science/networks/sizes.ts";

function shapeOf(network: Network, layer: string) {
  const found = network.layers.find(({name}) => name === layer);
  return found && network.nodes[found.node]?.shape;
}

function rates(network: Network, op: "dropout" | "stochastic-depth"): number[] {
  const isOf = (operation: Operation) => operation.op === op;
  return network.nodes.flatMap(({operation}) =>
    isOf(operation) && "rate" in operation ? [Number(operation.rate.toFixed(4))] : []
  );
}

describe("networks for images of 32 pixels", () => {
  const small = {size: 32, classes: 10};
  const cases: [NetworkSpecInput, layer: string, shape: number[]][] = [
    [{...small, family: "resnet", width: 16, stem: "small"}, "layer4", [128, 4, 4]],
    [{...small, family: "resnet", width: 16}, "layer4", [128, 1, 1]],
    [{...small, family: "vit", width: 192, depth: 6, heads: 3, patch: 4}, "blocks.5", [65, 192]],
    [
      {...small, family: "convnext", widths: [48, 96, 192, 384], depths: [2, 2, 6, 2], patch: 2},
      "features.7",
      [384, 2, 2]
    ],
    [{...small, family: "efficientnet", width_multiplier: 0.5, stem: "small"}, "features.8", [640, 2, 2]],
    [{...small, family: "cornet-s", width: 16, stem: "small"}, "IT.output", [128, 4, 4]],
    [{...small, family: "alexnet", width: 16, hidden: 256, stem: "small"}, "avgpool", [64, 3, 3]]
  ];
  for (const [spec, layer, shape] of cases)
    test(`${spec.family}${"stem" in spec ? `, ${spec.stem} stem` : ""}: ${layer} is [${shape.join(", ")}]`, () => {
      const network = buildNetwork(spec);
      assert.deepEqual(shapeOf(network, layer), shape);
      assert.deepEqual(network.nodes.at(-1)?.shape, [10]);
      assert.deepEqual(network.nodes[0]?.shape, [3, 32, 32]);
    });

  test("inputs come before what uses them, and layers are named once", () => {
    for (const [spec] of cases) {
      const {nodes, layers} = buildNetwork(spec);
      for (const [place, {inputs}] of nodes.entries()) assert.ok(inputs.every((input) => input < place));
      assert.equal(new Set(layers.map(({name}) => name)).size, layers.length);
      assert.ok(layers.every(({node}) => node < nodes.length));
    }
  });
});

describe("a spec", () => {
  test("needs only a family: the rest are the study's defaults", () => {
    assert.equal(countParameters(buildNetwork({family: "resnet"})), 11_689_512);
    assert.deepEqual(networkSchema.parse({family: "vit"}), {
      family: "vit",
      classes: 1000,
      size: 224,
      width: 384,
      depth: 12,
      heads: 6,
      patch: 16,
      layer_scale: 1e-4,
      stochastic_depth: 0
    });
  });

  test("an option of another family, or a misspelt one, is an error", () => {
    assert.equal(networkSchema.safeParse({family: "resnet", heads: 3}).success, false);
    assert.equal(networkSchema.safeParse({family: "convnext", widths: [8, 16]}).success, false);
    assert.equal(networkSchema.safeParse({family: "perceptron"}).success, false);
  });

  test("sizes that do not fit each other are said", () => {
    const fails = (spec: NetworkSpecInput, message: RegExp) =>
      assert.throws(() => buildNetwork(spec), {userMistake: true, message});
    fails({family: "vit", size: 30, patch: 4}, /30 pixels do not divide into patches of 4/);
    fails({family: "vit", width: 100, heads: 3}, /width of 100 does not divide into 3 heads/);
    fails({family: "convnext", size: 16}, /^features\.6\.1: a window of 2 pixels does not fit on 1/);
    fails({family: "alexnet", size: 32}, /larger image or a smaller stem/);
  });

  test("a ResNet's stage of no blocks is left out, and its stride with it", () => {
    const network = buildNetwork({family: "resnet", blocks: [1, 0, 0, 1]});
    assert.deepEqual(shapeOf(network, "layer2"), [64, 56, 56]);
    assert.deepEqual(shapeOf(network, "layer4"), [512, 28, 28]);
  });

  test("stochastic depth grows from block to block in ConvNeXt and EfficientNet, and is one rate in ViT", () => {
    const depths = [1, 1, 2, 1];
    assert.deepEqual(
      rates(buildNetwork({family: "convnext", depths, stochastic_depth: 0.4}), "stochastic-depth"),
      [0.1, 0.2, 0.3, 0.4]
    );
    assert.deepEqual(
      rates(buildNetwork({family: "vit", depth: 2, stochastic_depth: 0.1}), "stochastic-depth"),
      [0.1, 0.1, 0.1, 0.1]
    );
    // Blocks that change the size have no shortcut: 2, 4, 7, 10, 11 of 16, and so on.
    assert.deepEqual(
      rates(buildNetwork({family: "efficientnet"}), "stochastic-depth"),
      [0.025, 0.05, 0.075, 0.0875, 0.1125, 0.125, 0.15, 0.1625, 0.175]
    );
    assert.deepEqual(rates(buildNetwork({family: "alexnet"}), "dropout"), [0.5, 0.5]);
  });

  test("weights start as the study's code has them", () => {
    const initials = (spec: NetworkSpecInput, ...names: string[]) => {
      const {parameters} = parametersOf(buildNetwork(spec));
      return names.map((name) => parameters.find((parameter) => parameter.name === name)?.initial);
    };
    const transformer = {kind: "truncated-normal", deviation: 0.02, low: -2, high: 2};
    assert.deepEqual(initials({family: "resnet"}, "conv1.weight", "fc.weight", "fc.bias"), [
      {kind: "normal", deviation: Math.sqrt(2 / (64 * 49))},
      {kind: "uniform", bound: 1 / Math.sqrt(512)},
      {kind: "uniform", bound: 1 / Math.sqrt(512)}
    ]);
    assert.deepEqual(
      initials({family: "vit"}, "head.weight", "patch_embed.proj.weight", "cls_token", "blocks.0.ls1.gamma"),
      [
        transformer,
        {kind: "uniform", bound: 1 / Math.sqrt(768)},
        {kind: "normal", deviation: 1e-6},
        {kind: "constant", value: 1e-4}
      ]
    );
    assert.deepEqual(initials({family: "convnext"}, "classifier.2.weight"), [transformer]);
    assert.deepEqual(initials({family: "convnext", classes: 565}, "classifier.2.weight"), [
      {kind: "uniform", bound: 1 / Math.sqrt(768)}
    ]);
    assert.deepEqual(initials({family: "cornet-s"}, "V2.conv2.weight"), [
      {kind: "normal", deviation: Math.sqrt(2 / (512 * 9))}
    ]);
  });
});
