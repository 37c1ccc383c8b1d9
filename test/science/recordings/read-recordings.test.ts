import assert from "node:assert/strict";
import {readFileSync, writeFileSync} from "node:fs";
import {describe, test} from "node:test";
import {bytesInMemory} from "../../../science/formats/tensors.ts";
import {readRecordings} from "../../../science/recordings/read-recordings.ts";
import {readRecordingsFile, writeRecordings} from "../../../science/recordings/recordings-file.ts";
import type {TimeWindow} from "../../../science/recordings/time-window.ts";
import {type AxisName, images, responseOf, smallAssembly} from "./small-assembly.ts";
import {readNetCdf, withNetCdf} from "./with-net-cdf.ts";

type Changes = Parameters<typeof smallAssembly>[1];
interface Wish {
  region?: string;
  window?: TimeWindow | null;
  stimuli?: readonly string[];
}

const majajHong: AxisName[] = ["neuroid", "presentation", "time_bin"];
const freemanZiemba: AxisName[] = ["neuroid", "time_bin", "presentation"];

function read(order: readonly AxisName[], changes: Changes = {}, wish: Wish = {}) {
  const {region = "V1", window = [10, 30], stimuli = images} = wish;
  return withNetCdf(smallAssembly(order, changes), (path) =>
    readNetCdf(path, (assembly) => readRecordings(assembly, stimuli, {region, window}))
  );
}

describe("single trials of a region", () => {
  for (const order of [
    majajHong,
    freemanZiemba,
    ["presentation", "neuroid", "time_bin"],
    ["time_bin", "presentation", "neuroid"]
  ] as const)
    test(`are the means over the window's bins, with axes ${order.join(", ")}`, async () => {
      const {responses, image, repetition, neuroids} = await read(order);
      assert.deepEqual(neuroids, ["n0", "n2"]);
      assert.deepEqual([...image], [1, 0, 2, 0, 1, 2]);
      assert.deepEqual([...repetition], [0, 0, 0, 1, 1, 1]);
      const expected = [0, 1, 2, 3, 4, 5].flatMap((presentation) =>
        [0, 2].map((neuroid) => responseOf({neuroid, presentation, time_bin: 1.5}))
      );
      assert.deepEqual([...responses], expected);
    });

  test("need no window where there is no time", async () => {
    const {responses} = await read(["neuroid", "presentation"], {}, {region: "V2", window: null});
    assert.deepEqual([...responses], [100, 110, 120, 130, 140, 150]);
  });

  test("leave out what is NaN", async () => {
    const response: typeof responseOf = (place) =>
      place.presentation === 2 && (place.time_bin === 1 || place.neuroid === 0) ? Number.NaN : responseOf(place);
    const {responses} = await read(majajHong, {response});
    assert.deepEqual([...responses.subarray(4, 6)], [Number.NaN, 222]);
  });

  test("name their images by stimulus_id in files without image_id; ids may be numbers", async () => {
    const changed = {image_id: undefined, repetition: [0, 0, 0, 1, 1, 1], neuroid_id: [7, 8, 9]};
    const content = smallAssembly(majajHong, {changed});
    const axes = content.axes.map((axis) =>
      axis.name === "presentation"
        ? {...axis, coordinates: {...axis.coordinates, stimulus_id: ["b", "a", "c", "a", "b", "c"]}}
        : axis
    );
    const {image, neuroids} = await withNetCdf({...content, axes}, (path) =>
      readNetCdf(path, (assembly) => readRecordings(assembly, images, {region: "V1", window: [10, 30]}))
    );
    assert.deepEqual([...image], [1, 0, 2, 0, 1, 2]);
    assert.deepEqual(neuroids, ["7", "9"]);
  });

  test("are read back from their own file", async () => {
    const recordings = await read(majajHong);
    assert.deepEqual(readRecordingsFile(bytesInMemory(writeRecordings(recordings))), recordings);
  });

  test("are read from a file as netCDF's own library lays it out", async () => {
    const path = new URL("net-cdf.golden.nc", import.meta.url).pathname;
    const {responses, image, repetition} = await readNetCdf(path, (assembly) =>
      readRecordings(assembly, images, {region: "IT", window: [70, 170]})
    );
    assert.deepEqual([...responses], [1, 4, 7, 2, 5, 8]);
    assert.deepEqual(
      [[...image], [...repetition]],
      [
        [2, 0],
        [0, 0]
      ].map((list) => list)
    );
  });
});

describe("what is wrong with a file is told", () => {
  const mistakes: [string, RegExp, Changes, Wish?][] = [
    ["an unknown region", /no region "V3".*there are V1, V2/, {}, {region: "V3"}],
    ["a missing coordinate", /no coordinate "repetition"; there are .*image_id/, {changed: {repetition: undefined}}],
    ["no region at all", /no coordinate "region"/, {changed: {region: undefined}}],
    ["images that the stimuli lack", /shows 1 images .* 2 stimuli, the first is c/, {}, {stimuli: ["a", "b"]}],
    ["a window off the bins", /no bins make up the window of 5 to 30 ms; .*from 0 to 40/, {}, {window: [5, 30]}],
    ["bins without a window", /4 time bins, from 0 to 40 ms: a window must be given/, {}, {window: null}],
    ["an axis of nothing known", /time_bin 4: along time_bin/, {changed: {time_bin_start: undefined}}, {window: null}],
    [
      "trials without a response",
      /recordings.nc, V1: 1 trials hold no response .* 3 \(image a\)/,
      {response: (place) => (place.presentation === 3 ? Number.NaN : responseOf(place))}
    ],
    [
      "a neuroid that never responded to an image",
      /recordings.nc, V1: neuroid n2 has no response \(NaN in every trial\) to image c/,
      {response: (place) => (place.neuroid === 2 && place.presentation % 3 === 2 ? Number.NaN : responseOf(place))}
    ],
    [
      "an infinite response",
      /recordings.nc, V1: neuroid n2 responds Infinity in trial 4 \(image b\); expected finite numbers/,
      {response: (place) => (place.neuroid === 2 && place.presentation === 4 ? 1 / 0 : responseOf(place))}
    ]
  ];
  for (const [what, message, changes, wish] of mistakes)
    test(what, () => assert.rejects(read(majajHong, changes, wish), {name: "AssemblyMistake", message}));

  test("a coordinate of another length than its axis", () =>
    assert.rejects(read(majajHong, {changed: {repetition: [0, 0, 0]}}), {
      name: "AssemblyMistake",
      message: /repetition/
    }));

  test("a file that is cut short, or another format", () =>
    withNetCdf(smallAssembly(majajHong), async (path) => {
      const bytes = readFileSync(path);
      const open = () => readNetCdf(path, () => undefined);
      writeFileSync(path, bytes.subarray(0, bytes.length - 100));
      await assert.rejects(open(), /recordings.nc is cut short: \d+ of \d+ bytes/);
      writeFileSync(path, bytes.subarray(0, 20));
      await assert.rejects(open(), /recordings.nc is no netCDF-4 file/);
      writeFileSync(path, "<html>403 Forbidden</html>".repeat(10));
      await assert.rejects(open(), /recordings.nc is no netCDF-4 file/);
      bytes.fill(0xff, 48, bytes.length);
      writeFileSync(path, bytes);
      await assert.rejects(open(), {name: "AssemblyMistake"});
    }));
});
