import assert from "node:assert/strict";
import {readdirSync, readFileSync} from "node:fs";
import {join} from "node:path";
import {describe, test} from "node:test";
import type * as z from "zod";
import {readLabels} from "../../../science/datasets/image-index.ts";
import {latentColumns} from "../../../science/datasets/objects.ts";
import {readTable} from "../../../science/formats/table.ts";
import {bytesInMemory} from "../../../science/formats/tensors.ts";
import {openImages} from "../../../science/images/image-set.ts";
import artwork from "../../../stages/artwork/stage.ts";
import render from "../../../stages/render/stage.ts";
import {withFolder} from "../../temporary-folder.ts";
import {classes, iconSets} from "../artwork/small-icons.ts";
import {type Paths, withStageRun} from "../run-stage.ts";

type Params = z.input<typeof render.params>;

const wanted: Params = {side: 32, perClass: 12, variations: [0, 3], seed: 1, show: "seen", heldOut: "c"};

/** Sprites of the small sets, then images of them. */
function withImages<T>(params: Partial<Params>, use: (outputs: Paths<typeof render.outputs>) => T) {
  return withFolder(iconSets, (folder) =>
    withStageRun(artwork, {classes}, {icons: Object.keys(iconSets).map((name) => join(folder, name))}, (drawn) =>
      withStageRun(render, {...wanted, ...params}, drawn, use)
    )
  );
}

function imagesIn(folder: string) {
  return openImages(
    readdirSync(folder)
      .sort()
      .map((name) => bytesInMemory(readFileSync(join(folder, name)), name))
  );
}

describe("rendered images", () => {
  test("are as many of each class, and none by the artist held out", () =>
    withImages({}, (outputs) => {
      const {labels, classes: names} = readLabels(bytesInMemory(readFileSync(outputs.labels)));
      assert.deepEqual(names, ["round", "square"]);
      assert.deepEqual(
        [0, 1].map((label) => labels.filter((other) => other === label).length),
        [12, 12]
      );
      const latents = readTable(readFileSync(outputs.latents, "utf8"), latentColumns);
      assert.deepEqual(
        latents.map(({label}) => label),
        [...labels]
      );
      assert.deepEqual([...new Set(latents.map(({artist}) => artist))].sort(), ["a", "b"]);
      const set = imagesIn(outputs.images);
      assert.deepEqual([set.count, set.height, set.width], [24, 32, 32]);
      const upright = latents.filter(({variation}) => variation === 0);
      assert.equal(upright.length, 12);
      for (const {image, artist} of upright) {
        const [red = 0, green = 0, blue = 0] = set.image(image).subarray((16 * 32 + 16) * 3);
        assert.equal(artist === "a" ? red : green, 255);
        assert.ok(blue < 20);
      }
    }));

  test("for validation are by that artist alone", () =>
    withImages({show: "held-out"}, ({latents}) => {
      const artists = readTable(readFileSync(latents, "utf8"), latentColumns).map(({artist}) => artist);
      assert.deepEqual([...new Set(artists)], ["c"]);
    }));

  test("are the same bytes when made again; of another seed they are others", async () => {
    const bytes = (params: Partial<Params>) =>
      withImages(params, ({images}) => readFileSync(join(images, "images-00000.safetensors")));
    const first = await bytes({});
    assert.deepEqual(await bytes({}), first);
    assert.notDeepEqual(await bytes({seed: 2}), first);
  });

  test("an unknown artist is told", () =>
    assert.rejects(
      withImages({heldOut: "d"}, () => undefined),
      /no artist "d" to hold out/
    ));
});
