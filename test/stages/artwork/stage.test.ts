import assert from "node:assert/strict";
import {readFileSync} from "node:fs";
import {join} from "node:path";
import {describe, test} from "node:test";
import {parse} from "yaml";
import {z} from "zod";
import {artworkColumns} from "../../../science/datasets/cast.ts";
import {drawingsOf, iconSetSchema} from "../../../science/datasets/icon-set.ts";
import {readTable} from "../../../science/formats/table.ts";
import {readTensors} from "../../../science/formats/tensors.ts";
import artwork from "../../../stages/artwork/stage.ts";
import {withFolder} from "../../temporary-folder.ts";
import {projectRoot} from "../../vvs.ts";
import {withStageRun} from "../run-stage.ts";
import {classes, iconSets} from "./small-icons.ts";

describe("artwork", () => {
  test("makes a sprite of each drawing, and says whose it is", () =>
    withFolder(iconSets, (folder) =>
      withStageRun(artwork, {classes}, {icons: [join(folder, "a.json"), join(folder, "b.json")]}, (outputs) => {
        const rows = readTable(readFileSync(outputs.artworks, "utf8"), artworkColumns);
        assert.deepEqual(
          rows.map((row) => [row.label, row.name, row.artist]),
          [
            [0, "disc", "a"],
            [0, "disc", "b"],
            [1, "box", "a"],
            [1, "box", "b"],
            [1, "tile", "a"],
            [1, "tile", "b"]
          ]
        );
        const {sprites} = readTensors(readFileSync(outputs.sprites));
        assert.deepEqual(sprites?.shape, [6, 128, 128, 4]);
        const centre = (3 * 128 * 128 + 64 * 128 + 64) * 4;
        assert.deepEqual([...(sprites?.data ?? []).slice(centre, centre + 4)], [0, 255, 0, 255]);
      })
    ));

  test("the installed artists drew every name of the project's classes", () => {
    const registry = parse(readFileSync(join(projectRoot, "data/objects.yaml"), "utf8"));
    const names = z
      .object({params: z.object({objects: z.object({classes: z.record(z.string(), z.array(z.string()))})})})
      .parse(registry).params.objects.classes;
    const sets = ["noto", "fluent-emoji-flat", "twemoji"].map((artist) => {
      const path = join(projectRoot, "node_modules/@iconify-json", artist, "icons.json");
      return iconSetSchema.parse(JSON.parse(readFileSync(path, "utf8")));
    });
    const drawings = drawingsOf(names, sets);
    assert.ok(Object.keys(names).length >= 32);
    assert.equal(drawings.length, 3 * Object.values(names).flat().length);
    for (const [name, icons] of Object.entries(names)) assert.ok(icons.length >= 2, `${name} has one name only`);
  });
});
