/** Reads one region of the file that full-size.py wrote, checks every number, and prints what it took. */
import {readFileSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {writeTable} from "../../science/formats/table.ts";
import {bytesInMemory} from "../../science/formats/tensors.ts";
import {readRecordingsFile} from "../../science/recordings/recordings-file.ts";
import {stimulusColumns} from "../../science/recordings/stimulus-table.ts";
import recordings from "../../stages/recordings/stage.ts";

const IMAGES = 135;
const [assembly = "", region = "", folder = ""] = process.argv.slice(2);
const stimuli = join(folder, "stimuli.csv");
const rows = Array.from({length: IMAGES}, (_, image) => {
  const image_id = image.toString(16).padStart(40, "0");
  return {image, image_id, group: "texture", label: null};
});
writeFileSync(stimuli, writeTable(rows, stimulusColumns));
const output = join(folder, `${region}.safetensors`);
const start = performance.now();
await recordings.run({
  params: {region, window: [50, 200]},
  inputs: {assembly, stimuli},
  outputs: {recordings: output},
  cores: 1,
  resume: join(folder, "resume"),
  log: () => undefined
});
const seconds = (performance.now() - start) / 1000;
const peak = Number(/VmHWM:\s*(\d+)/.exec(readFileSync("/proc/self/status", "utf8"))?.[1]) / 1024;

const {responses, neuroids} = readRecordingsFile(bytesInMemory(readFileSync(output)));
let wrong = 0;
for (const [at, value] of responses.entries()) {
  const neuroid = Number(neuroids[at % neuroids.length]) - 1;
  const trial = Math.floor(at / neuroids.length);
  let spikes = 0;
  for (let bin = 50; bin < 200; bin++) spikes += (7 * neuroid + 3 * bin + 11 * trial) % 13;
  if (value !== Math.fround(spikes / 150)) wrong++;
}
console.log(
  `${region}: ${seconds.toFixed(2)} s, ${peak.toFixed(0)} MiB at most, ${wrong} of ${responses.length} wrong`
);
