import assert from "node:assert/strict";
import {readFileSync} from "node:fs";
import {join} from "node:path";
import {describe, test} from "node:test";
import {csvParse} from "d3-dsv";
import {architectures, buildArchitecture} from "../../../science/networks/architectures.ts";
import type {Network} from "../../../science/networks/network.ts";
import {buildNetwork} from "../../../science/networks/network-spec.ts";
import {countMacs, countParameters, macsWithAttention} from "../../../science/networks/sizes.ts";
import {projectRoot} from "../../vvs.ts";

const published = (name: string) => csvParse(readFileSync(join(projectRoot, "data/published", name), "utf8"));
const networks = new Map(architectures.map((architecture) => [architecture.name, buildArchitecture(architecture)]));

function network(name: string): Network {
  const found = networks.get(name);
  assert.ok(found, `no architecture ${name}`);
  return found;
}

describe("the 60 architectures that the study trained from scratch or left untrained", () => {
  const models = published("models.csv").filter((row) =>
    ["is_pretrained", "is_open_clip", "is_ssl", "is_adv", "is_ablation"].every((flag) => row[flag] === "false")
  );

  test("are those of the released table", () => {
    assert.deepEqual([...networks.keys()].sort(), [...new Set(models.map(({arch}) => arch))].sort());
    assert.equal(networks.size, 60);
  });

  for (const name of networks.keys())
    test(`${name} has the released family, parameters and multiply-adds, to the unit`, () => {
      const built = network(name);
      const ours = {
        arch_family: built.family,
        n_params: String(countParameters(built)),
        macs: String(countMacs(built))
      };
      const released = models.filter(({arch}) => arch === name);
      assert.ok(released.length > 0);
      for (const {arch_family, n_params, macs} of released) assert.deepEqual(ours, {arch_family, n_params, macs});
    });

  test("only transformers cost more with attention's products: 14.2 % of the tiny one's true cost is not counted", () => {
    for (const built of networks.values())
      assert.equal(macsWithAttention(built) > countMacs(built), built.family.startsWith("ViT"), built.name);
    const missing = (name: string) => 1 - countMacs(network(name)) / macsWithAttention(network(name));
    const shares = ["deit_tiny", "deit_small", "deit_base", "deit_large"].map(missing);
    assert.deepEqual(
      shares.map((share) => (100 * share).toFixed(1)),
      ["14.2", "7.8", "4.1", "3.1"]
    );
  });

  test("end in logits, also for another number of classes", () => {
    for (const architecture of architectures) {
      assert.deepEqual(network(architecture.name).nodes.at(-1)?.shape, [1000]);
      const ecoset = buildArchitecture(architecture, 565);
      assert.deepEqual(ecoset.nodes.at(-1)?.shape, [565]);
      assert.equal(countParameters(ecoset) < countParameters(network(architecture.name)), true);
    }
  });
});

describe("the layers that the study committed to", () => {
  /** EfficientNets that have a commitment but no scores. */
  const others: Record<string, Network> = {
    efficientnet_b3: buildNetwork({family: "efficientnet", width_multiplier: 1.2, depth_multiplier: 1.4}),
    efficientnet_b4: buildNetwork({family: "efficientnet", width_multiplier: 1.4, depth_multiplier: 1.8})
  };

  /** The architecture behind an identifier: ablations and self-supervised models are named for theirs. */
  function architectureOf(identifier: string): string {
    const name = identifier.toLowerCase();
    if (/^resnet\d+-/.test(name)) return name.replace(/-.*/, "");
    return name.replace(/^(dino|simclr)_/, "").replace(/^vit_(small|base)$/, "deit_$1");
  }

  const commitments = published("commitments.csv").filter(({dataset}) => dataset?.endsWith("_full"));

  test("resolve, for every model that was trained from scratch", () => {
    const unresolved = new Set<string>();
    for (const {identifier = "", V1 = "", V2 = "", V4 = "", IT = "", behavioral_readout = ""} of commitments) {
      const name = architectureOf(identifier);
      const built = others[name] ?? networks.get(name);
      const names = new Set(built?.layers.map((layer) => layer.name));
      for (const layer of [V1, V2, V4, IT, behavioral_readout])
        if (!names.has(layer.replace(/^(teacher_)?backbone\./, ""))) unresolved.add(`${identifier} ${layer}`);
    }
    assert.equal(commitments.length, 168);
    assert.deepEqual(
      [...unresolved].filter((name) => !name.startsWith("ViT_B_16 ")),
      // The eighth child of a backbone that was repacked for SimCLR: `avgpool`.
      ["simclr_resnet18 backbone.8"]
    );
    // torchvision's own ViT, which was never scored when trained from scratch.
    assert.equal(networks.has("vit_b_16"), false);
  });

  test("CORnet-S has the outputs of its areas, which are committed to without a search", () => {
    const layers = new Map(network("cornet_s").layers.map(({name, node}) => [name, node]));
    const shapes = ["V1", "V2", "V4", "IT"].map((area) => {
      const node = layers.get(`${area}.output`);
      return node === undefined ? undefined : network("cornet_s").nodes[node]?.shape;
    });
    assert.deepEqual(shapes, [
      [64, 56, 56],
      [128, 28, 28],
      [256, 14, 14],
      [512, 7, 7]
    ]);
    assert.ok(layers.has("decoder.avgpool"));
  });
});
