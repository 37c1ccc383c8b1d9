import assert from "node:assert/strict";
import {describe, test} from "node:test";
import {buildNetwork} from "../../../science/networks/network-spec.ts";
import {computeOf} from "../../../science/training/compute.ts";

describe("the accounting of a training run", () => {
  test("is that of the released row of resnet18_imagenet_full", () => {
    const compute = computeOf(buildNetwork({family: "resnet"}), 1_281_167, 100);
    assert.equal(compute.parameters, 11_689_512);
    assert.equal(compute.macs, 1_826_516_992);
    assert.equal(compute.flops, 3_653_033_984);
    assert.equal(compute.samplesSeen, 128_116_700);
    assert.equal(compute.totalFlops, 1.4040439770537984e18);
  });

  test("is that of the released row of alexnet_ecoset_100_seed-0", () => {
    assert.equal(computeOf(buildNetwork({family: "alexnet"}), 56_500, 100).totalFlops, 2.42113018944e16);
  });
});
