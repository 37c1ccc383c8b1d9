import assert from "node:assert/strict";
import {readFileSync} from "node:fs";
import {join} from "node:path";
import {describe, test} from "node:test";
import {digitColumns} from "../../../science/datasets/digits.ts";
import {readLabels} from "../../../science/datasets/image-index.ts";
import {readTable} from "../../../science/formats/table.ts";
import {bytesInMemory} from "../../../science/formats/tensors.ts";
import {openImages} from "../../../science/images/image-set.ts";
import digits from "../../../stages/digits/stage.ts";
import {withFolder} from "../../temporary-folder.ts";
import {projectRoot} from "../../vvs.ts";
import {withStageRun} from "../run-stage.ts";

const inter = join(projectRoot, "node_modules/@expo-google-fonts/inter");
const fonts = ["400Regular/Inter_400Regular.ttf", "900Black/Inter_900Black.ttf"].map((font) => join(inter, font));
const wanted = {side: 28, perClass: 6, elasticity: 0.02, seed: 1};

describe("rendered digits", () => {
  test("are as many of each, in every typeface, with what they show", () =>
    withStageRun(digits, wanted, {fonts}, (outputs) => {
      const {labels, classes} = readLabels(bytesInMemory(readFileSync(outputs.labels)));
      assert.deepEqual(classes, "0123456789".split(""));
      for (let digit = 0; digit < 10; digit++) assert.equal(labels.filter((label) => label === digit).length, 6);
      const latents = readTable(readFileSync(outputs.latents, "utf8"), digitColumns);
      const typefaces = new Set(latents.map(({typeface}) => typeface));
      assert.deepEqual([...typefaces].sort(), ["Inter_400Regular", "Inter_900Black"]);
      const set = openImages([bytesInMemory(readFileSync(join(outputs.images, "images-00000.safetensors")))]);
      assert.deepEqual([set.count, set.height, set.width], [60, 28, 28]);
      const ink = (image: number) => set.image(image).reduce((sum, value) => sum + value, 0) / (255 * 28 * 28 * 3);
      const inkOf = (typeface: string) => {
        const chosen = latents.filter((row) => row.typeface === typeface);
        return chosen.reduce((sum, {image, size}) => sum + ink(image) / size ** 2, 0) / chosen.length;
      };
      assert.ok(inkOf("Inter_900Black") > 1.3 * inkOf("Inter_400Regular"));
    }));

  test("a file that is no font is told", () =>
    withFolder({"no.ttf": "hello"}, (folder) =>
      assert.rejects(
        withStageRun(digits, wanted, {fonts: [join(folder, "no.ttf")]}, () => undefined),
        /no\.ttf draws no digit 0/
      )
    ));
});
