import assert from "node:assert/strict";
import {describe, test} from "node:test";
import {NetworkBuilder} from "../../../science/networks/builder.ts";
import {kaimingFanOut, uniformFanIn} from "../../../science/networks/initialisation.ts";
import {parametersOf} from "../../../science/networks/parameters.ts";
import {countMacs, countParameters, macsWithAttention} from "../../../science/networks/sizes.ts";

const onImages = (channels = 3, size = 8) => {
  const net = new NetworkBuilder();
  return {net, image: net.input([channels, size, size])};
};
const plain = {initialisation: kaimingFanOut};

describe("a network grows node by node", () => {
  test("a convolution keeps the size at stride 1, halves it at stride 2, and is named for its parameters", () => {
    const {net, image} = onImages();
    const same = net.convolution("stem", image, {channels: 4, kernel: 3, bias: true, ...plain});
    const half = net.convolution("next", same, {channels: 4, kernel: 3, stride: 2, groups: 4, ...plain});
    assert.deepEqual(net.shape(same), [4, 8, 8]);
    assert.deepEqual(net.shape(half), [4, 4, 4]);
    const {parameters} = parametersOf(net.build("two", "test"));
    assert.deepEqual(
      parameters.map(({name, shape}) => [name, ...shape]),
      [
        ["stem.weight", 4, 3, 3, 3],
        ["stem.bias", 4],
        ["next.weight", 4, 1, 3, 3]
      ]
    );
  });

  test("a layer that runs twice shares its parameters and stands for the later run", () => {
    const {net, image} = onImages(4);
    const once = net.convolution("loop", image, {channels: 4, kernel: 1, ...plain});
    const twice = net.convolution("loop", once, {channels: 4, kernel: 1, ...plain});
    const network = net.build("loop", "test");
    assert.equal(countParameters(network), 16);
    assert.equal(countMacs(network), 2 * 16 * 64);
    assert.deepEqual(network.layers, [{name: "loop", node: twice}]);
  });

  test("an operation in place overwrites whatever shares its input's memory", () => {
    const {net, image} = onImages(4);
    const normed = net.batchNorm("norm", image);
    const kept = net.layer("drop", net.stochasticDepth(normed, 0.5));
    const sum = net.add(kept, image, {inPlace: true});
    const active = net.activation("relu", sum, "relu", {inPlace: true});
    net.activation("later", active, "relu");
    assert.deepEqual(net.build("block", "test").layers.slice(0, 3), [
      {name: "norm", node: normed, afterInPlace: active},
      {name: "drop", node: kept, afterInPlace: active},
      {name: "relu", node: active}
    ]);
  });

  test("a rate of 0 leaves dropout and stochastic depth out", () => {
    const {net, image} = onImages();
    assert.equal(net.dropout(image, 0), image);
    assert.equal(net.stochasticDepth(image, 0), image);
    assert.notEqual(net.dropout(image, 0.1), image);
  });

  test("what does not fit is said with its sizes", () => {
    const {net, image} = onImages();
    const tokens = net.toTokens(image);
    const wide = net.linear("wide", tokens, 9, uniformFanIn);
    const fails = (act: () => unknown, message: RegExp) => assert.throws(act, {userMistake: true, message});
    fails(() => net.convolution("deep", image, {channels: 4, kernel: 11, padding: 0, ...plain}), /^deep: .*11.*on 8/);
    fails(() => net.convolution("split", image, {channels: 4, kernel: 1, groups: 2, ...plain}), /^split: 3 to 4/);
    fails(() => net.convolution("flat", tokens, {channels: 4, kernel: 1, ...plain}), /^flat: .*\[64, 3\]/);
    fails(() => net.linear("head", image, 2, uniformFanIn), /^head: .*\[3, 8, 8\]/);
    fails(() => net.linear("wide", wide, 9, uniformFanIn), /wide.weight: shared between .*\[9, 3\] and \[9, 9\]/);
    fails(() => net.add(image, tokens), /cannot add \[3, 8, 8\] and \[64, 3\]/);
    fails(() => net.multiply(image, image), /cannot multiply/);
    fails(() => net.attention(wide, 2), /width of 3 does not divide into 2 heads/);
    fails(() => net.toMap(tokens, 8, 9), /64 tokens .* 8 x 9/);
  });
});

describe("the multiply-adds of the released rule", () => {
  test("5 an element of a norm, 1 an element into an average pool, nothing for activations, sums and max pools", () => {
    const {net, image} = onImages();
    const pooled = net.maxPool("max", net.activation("relu", net.add(image, image), "relu"), {
      kernel: 2,
      stride: 2,
      padding: 0
    });
    net.averagePool("mean", net.batchNorm("norm", pooled));
    assert.equal(countMacs(net.build("norms", "test")), 5 * 3 * 16 + 3 * 16);
  });

  test("attention's two products come on top: tokens x tokens x width each", () => {
    const {net, image} = onImages();
    const triple = net.linear("qkv", net.toTokens(image), 12, uniformFanIn);
    net.attention(triple, 2);
    const network = net.build("attention", "test");
    assert.equal(countMacs(network), 64 * 3 * 12);
    assert.equal(macsWithAttention(network) - countMacs(network), 2 * 64 * 64 * 4);
  });
});
