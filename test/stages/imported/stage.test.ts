import assert from "node:assert/strict";
import {mkdirSync, readFileSync, renameSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {describe, test} from "node:test";
import sharp from "sharp";
import type * as z from "zod";
import {readLabels} from "../../../science/datasets/image-index.ts";
import {cutCsv} from "../../../science/formats/csv.ts";
import {bytesInMemory} from "../../../science/formats/tensors.ts";
import {openImages} from "../../../science/images/image-set.ts";
import imported from "../../../stages/imported/stage.ts";
import {withFolder} from "../../temporary-folder.ts";
import {withStageRun} from "../run-stage.ts";

type Params = z.input<typeof imported.params>;
const wanted: Params = {
  folder: null,
  resize: "square",
  to: 16,
  crop: 16,
  filter: "area",
  broken: "error",
  expected: {images: null, classes: null}
};

/** An orange picture. */
const picture = () => sharp({create: {width: 60, height: 40, channels: 3, background: {r: 240, g: 120, b: 20}}});

/** A folder per class: every kind of picture that datasets hold. */
function withPhotos<T>(use: (folder: string) => Promise<T>): Promise<T> {
  return withFolder({".hidden": "", "b/.DS_Store": ""}, async (folder) => {
    const path = (name: string) => join(folder, name);
    for (const name of ["a", "c"]) mkdirSync(path(name));
    await picture().jpeg({quality: 95}).toFile(path("a/colour.jpg"));
    await picture().toColourspace("cmyk").jpeg({quality: 95}).toFile(path("a/inks.JPEG"));
    await picture().png().toFile(path("b/really.png"));
    renameSync(path("b/really.png"), path("b/really-png.jpg"));
    await picture().toColourspace("rgb16").png().toFile(path("b/deep.png"));
    await picture().toColourspace("b-w").png().toFile(path("c/grey.png"));
    await picture().ensureAlpha(0.5).png().toFile(path("c/glass.png"));
    return use(folder);
  });
}

function run<T>(folder: string, params: Partial<Params>, use: (read: ReturnType<typeof results>) => T) {
  return withStageRun(imported, {...wanted, ...params}, {source: folder}, (outputs) => use(results(outputs)));
}

function results(outputs: {images: string; labels: string; files: string}) {
  const {header, rows} = cutCsv(readFileSync(outputs.files, "utf8"));
  return {
    set: openImages([bytesInMemory(readFileSync(join(outputs.images, "images-00000.safetensors")))]),
    ...readLabels(bytesInMemory(readFileSync(outputs.labels))),
    files: rows.map((cells) => Object.fromEntries(cells.map((cell, at) => [header[at], cell])))
  };
}

describe("a folder per class", () => {
  test("becomes one set: classes and files in alphabetical order, all squares of bytes", () =>
    withPhotos((folder) =>
      run(folder, {}, ({set, labels, classes, files}) => {
        assert.deepEqual(classes, ["a", "b", "c"]);
        assert.deepEqual([...labels], [0, 0, 1, 1, 2, 2]);
        assert.deepEqual([set.count, set.height, set.width], [6, 16, 16]);
        assert.deepEqual(
          files.map(({path, converted}) => [path, converted]),
          [
            ["a/colour.jpg", ""],
            ["a/inks.JPEG", "CMYK"],
            ["b/deep.png", "16-bit"],
            ["b/really-png.jpg", ""],
            ["c/glass.png", "alpha"],
            ["c/grey.png", "grey"]
          ]
        );
      })
    ));

  test("colours come out alike, whatever kind of file holds them", () =>
    withPhotos((folder) =>
      run(folder, {}, ({set}) => {
        const near = (number: number, colour: number[], tolerance: number) => {
          const found = [...set.image(number).subarray(0, 3)];
          assert.ok(
            found.every((value, at) => Math.abs(value - colour[at]!) <= tolerance),
            `${number}: ${found}`
          );
        };
        near(0, [240, 120, 20], 4);
        near(1, [240, 120, 20], 40);
        for (const number of [2, 3, 4]) near(number, [240, 120, 20], 1);
        const [red, green, blue] = set.image(5);
        assert.ok(red === green && red === blue && red !== undefined && red > 100 && red < 190);
      })
    ));

  test("must have the counts that it is declared to have", () =>
    withPhotos(async (folder) => {
      await assert.rejects(
        run(folder, {expected: {images: null, classes: 4}}, () => undefined),
        /3 classes, but the dataset is declared to have 4/
      );
      await assert.rejects(
        run(folder, {expected: {images: 7, classes: 3}}, () => undefined),
        /6 images, but .* 7/
      );
    }));

  test("an empty class, a file beside the classes and a file that is no picture are told", () =>
    withPhotos(async (folder) => {
      mkdirSync(join(folder, "d"));
      await assert.rejects(
        run(folder, {}, () => undefined),
        /class d has no picture/
      );
      writeFileSync(join(folder, "d/notes.txt"), "");
      await assert.rejects(
        run(folder, {}, () => undefined),
        /d\/notes\.txt is no picture by its name/
      );
      renameSync(join(folder, "d/notes.txt"), join(folder, "lost.png"));
      await assert.rejects(
        run(folder, {}, () => undefined),
        /lost\.png lies in no class's folder/
      );
    }));
});

describe("a broken picture", () => {
  const withBroken = <T>(use: (folder: string) => Promise<T>) =>
    withPhotos(async (folder) => {
      const noise = Buffer.from(Array.from({length: 200 * 200 * 3}, (_, at) => (at * at) % 251));
      const whole = await sharp(noise, {raw: {width: 200, height: 200, channels: 3}})
        .jpeg()
        .toBuffer();
      writeFileSync(join(folder, "a/cut.jpg"), whole.subarray(0, whole.length / 2));
      writeFileSync(join(folder, "c/text.jpg"), "no picture");
      return use(folder);
    });

  test("ends the import, named", () =>
    withBroken((folder) =>
      assert.rejects(
        run(folder, {}, () => undefined),
        /a\/cut\.jpg cannot be read: .*premature end/i
      )
    ));

  test("is skipped and listed where that is asked for", () =>
    withBroken((folder) =>
      run(folder, {broken: "skip"}, ({set, labels, files}) => {
        assert.equal(set.count, 6);
        assert.equal(labels.length, 6);
        const skipped = files.filter(({image}) => image === "");
        assert.deepEqual(
          skipped.map(({path}) => path),
          ["a/cut.jpg", "c/text.jpg"]
        );
        for (const {problem} of skipped) assert.match(problem ?? "", /\w/);
        assert.deepEqual(
          files.filter(({image}) => image !== "").map(({image}) => Number(image)),
          [0, 1, 2, 3, 4, 5]
        );
      })
    ));
});

describe("a table of paths and labels", () => {
  test("names the files and their classes; numbers are ordered by size", () =>
    withPhotos((folder) => {
      const table = join(folder, "list.csv");
      writeFileSync(table, "path,label\na/colour.jpg,10\nc/grey.png,9\nb/deep.png,10\n");
      return run(table, {folder}, ({classes, labels, files}) => {
        assert.deepEqual(classes, ["9", "10"]);
        assert.deepEqual([...labels], [1, 0, 1]);
        assert.deepEqual(
          files.map(({path}) => path),
          ["a/colour.jpg", "c/grey.png", "b/deep.png"]
        );
      });
    }));

  test("a relative path without a folder, and a file that is not there, are told", () =>
    withFolder({"list.csv": "path,label\na.jpg,dog\n"}, async (folder) => {
      const table = join(folder, "list.csv");
      await assert.rejects(
        run(table, {}, () => undefined),
        /list\.csv:2: path "a\.jpg" is relative/
      );
      await assert.rejects(
        run(table, {folder}, () => undefined),
        /a\.jpg cannot be read: .*missing: this file/
      );
    }));
});
