import assert from "node:assert/strict";
import {describe, test} from "node:test";
import {projectRoot, vvs} from "../../vvs.ts";

describe("vvs models", () => {
  test("prints a line for each of the 60 architectures", async () => {
    const {status, stdout} = await vvs(projectRoot, ["models"]);
    assert.equal(status, 0);
    const lines = stdout.trimEnd().split("\n");
    assert.equal(lines.length, 61);
    assert.match(lines[0] ?? "", /^model +family +parameters +MACs +with attention +layers$/);
    assert.match(stdout, /^deit_tiny +ViT +5,721,832 +1,079,579,328 +1,258,411,200 +174$/m);
  });

  test("with names, prints only those, and their layers", async () => {
    const {stdout} = await vvs(projectRoot, ["models", "alexnet", "resnet18"]);
    assert.match(stdout, /^alexnet .*\n^resnet18 .*\n\nalexnet: features\.0 .*\n\nresnet18: conv1 bn1 relu maxpool/m);
  });

  test("--json gives the sizes and the layers' names", async () => {
    const {stdout} = await vvs(projectRoot, ["models", "cornet_s", "--json"]);
    const [model, ...others] = JSON.parse(stdout);
    assert.deepEqual(others, []);
    assert.deepEqual(Object.keys(model).sort(), [
      "family",
      "layers",
      "macs",
      "macsWithAttention",
      "name",
      "parameters"
    ]);
    assert.deepEqual(
      [model.name, model.family, model.parameters, model.macs],
      ["cornet_s", "CORnet-S", 53_416_616, 16_468_526_080]
    );
    assert.ok(model.layers.includes("V4.output"));
  });

  test("an unknown name is the user's mistake, with the nearest names", async () => {
    const {status, stdout, stderr} = await vvs(projectRoot, ["models", "resnet20", "conv"]);
    assert.equal(status, 2);
    assert.equal(stdout, "");
    assert.match(stderr, /no model "resnet20"; the nearest are resnet50, resnet\d+, resnet\d+/);
    assert.match(stderr, /no model "conv"; the nearest are convnext_/);
  });
});
