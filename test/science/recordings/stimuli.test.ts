import assert from "node:assert/strict";
import {describe, test} from "node:test";
import {strToU8, zipSync} from "fflate";
import {openArchive} from "../../../science/recordings/stimulus-archive.ts";
import {readStimulusTable} from "../../../science/recordings/stimulus-table.ts";

const header = "id,filename,image_id,object_name,label\n";
const table = `${header}0,x.png,b,car,vehicle\n1,y.png,a,dog,animal\n`;
const read = (text: string, label: string | null = "label", group = "object_name") =>
  readStimulusTable(text, {group, label}, "stimuli.csv");

describe("the table of stimuli", () => {
  test("is sorted by id, whatever the order of rows and columns", () =>
    assert.deepEqual(read(table), [
      {image: 0, image_id: "a", filename: "y.png", group: "dog", label: "animal"},
      {image: 1, image_id: "b", filename: "x.png", group: "car", label: "vehicle"}
    ]));

  test("needs no label, and may name its ids stimulus_id", () =>
    assert.deepEqual(read(table.replace("image_id", "stimulus_id"), null)[0]?.label, null));

  const mistakes: [string, RegExp, () => unknown][] = [
    ["a missing column", /stimuli.csv:1: column "object" is missing/, () => read(table, null, "object")],
    ["an empty cell", /stimuli.csv:3: column "object_name": the cell is empty/, () => read(table.replace("dog", ""))],
    [
      "an id that is there twice",
      /stimuli.csv:3: image_id "b" is there twice/,
      () => read(table.replace(",a,", ",b,"))
    ],
    ["a file that is there twice", /filename "x.png" is there twice/, () => read(table.replace("y.png", "x.png"))]
  ];
  for (const [what, message, attempt] of mistakes)
    test(`with ${what} is a mistake`, () => assert.throws(attempt, {name: "TableMistake", message}));
});

describe("the archive of stimuli", () => {
  const files = {"x.png": strToU8("x"), "y.png": strToU8("y")};
  const names = Object.keys(files);
  const open = (bytes: Uint8Array, expected = names) => openArchive(bytes, expected, "stimuli.zip");

  test("gives files in the order asked for", () =>
    assert.deepEqual(open(zipSync(files))(["y.png", "x.png"]), [strToU8("y"), strToU8("x")]));

  const mistakes: [string, RegExp, () => unknown][] = [
    ["a path that climbs", /"..\/evil.png" leads out/, () => open(zipSync({...files, "../evil.png": strToU8("")}))],
    ["an absolute path", /"\/etc\/x.png" leads out/, () => open(zipSync({...files, "/etc/x.png": strToU8("")}))],
    ["a file too few", /lacks the file "z.png" that the table lists/, () => open(zipSync(files), [...names, "z.png"])],
    ["a file too many", /holds the file "y.png" that the table does not/, () => open(zipSync(files), ["x.png"])],
    ["its end cut off", /stimuli.zip cannot be unpacked.*cut short/, () => open(zipSync(files).subarray(0, 60))],
    ["other content", /no zip archive/, () => open(strToU8("<html>"))]
  ];
  for (const [what, message, attempt] of mistakes)
    test(`with ${what} is a mistake`, () => assert.throws(attempt, {name: "AssemblyMistake", message}));
});
