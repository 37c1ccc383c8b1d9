import assert from "node:assert/strict";
import {readdirSync, readFileSync, symlinkSync} from "node:fs";
import {join} from "node:path";
import {describe, test} from "node:test";
import {setTimeout as sleep} from "node:timers/promises";
import {withFolder} from "../../temporary-folder.ts";
import {projectRoot, vvs} from "../../vvs.ts";

const EPOCHS = 24;
const PIPELINE = `
params:
  digits: {training: {perClass: 60, seed: 1}, validation: {perClass: 6, seed: 2}}
  recipe:
    optimiser: {kind: sgd}
    schedule: {peak: 0.05, warmUp: 1}
    epochs: ${EPOCHS}
    batch: 60
    average: 0.99
    checkpoints: [0, 3]
    validateEvery: 8
  network: {family: resnet, blocks: [1, 1, 1, 1], width: 16, stem: small, size: 32}
stages:
  digits:
    run: stages/digits
    each: {set: digits}
    inputs: {fonts: ["./node_modules/@expo-google-fonts/inter/400Regular/Inter_400Regular.ttf"]}
    params: {side: {value: 32}, elasticity: {value: 0.02}, perClass: "digits.\${each.set}.perClass", seed: "digits.\${each.set}.seed"}
  subset:
    run: stages/subsample
    inputs: {training: "digits[set=training]/labels", validation: "digits[set=validation]/labels"}
    params: {perClass: {value: 30}, seed: {value: 0}, classes: {value: null}, total: {value: null}}
  train:
    run: stages/train
    inputs: {images: "digits[set=training]/images", training: subset/training, validationImages: "digits[set=validation]/images", validation: subset/validation}
    params: {network: network, recipe: recipe, seeds: {value: {initialisation: 0, order: 1, augmentation: 2}}}
`;

/** A project that has the real stages. */
function inStudy(use: (folder: string) => Promise<void>): Promise<void> {
  return withFolder({"pipeline.yaml": PIPELINE}, (folder) => {
    for (const name of ["node_modules", "stages", "science", "runner", "package-lock.json"])
      symlinkSync(join(projectRoot, name), join(folder, name));
    return use(folder);
  });
}

async function train(folder: string): Promise<Record<string, string>> {
  const {stdout, stderr} = await vvs(folder, ["run", "--json"]);
  assert.notEqual(stdout, "", stderr);
  const {tasks}: {tasks: {name: string; state: string; outputs: Record<string, string>}[]} = JSON.parse(stdout);
  const found = tasks.find(({name}) => name === "train");
  assert.ok(found && found.state !== "failed", JSON.stringify(tasks));
  return found.outputs;
}

function keptEpochs(folder: string): number {
  try {
    const resume = join(folder, "cache/resume");
    const [key = ""] = readdirSync(resume);
    const text = readFileSync(join(resume, key, "progress.safetensors"))
      .subarray(0, 20_000)
      .toString("latin1");
    return text.match(/\\"epoch\\":/g)?.length ?? 0;
  } catch {
    return 0;
  }
}

describe("training that is killed", () => {
  test("goes on from its last kept epoch, to the very weights of a run that nothing disturbed", () =>
    inStudy(async (undisturbed) => {
      const expected = await train(undisturbed);
      await inStudy(async (folder) => {
        const kill = new AbortController();
        const run = vvs(folder, ["run", "train"], {}, kill.signal);
        let ended = false;
        void run.then(() => {
          ended = true;
        });
        while (!ended && keptEpochs(folder) < 2) await sleep(20);
        kill.abort();
        await run;
        const kept = keptEpochs(folder);
        assert.ok(kept >= 2 && kept < EPOCHS, `${kept} epochs were kept`);
        assert.deepEqual(await train(folder), expected);
        const {stdout} = await vvs(folder, ["log", "train"]);
        assert.match(stdout, /^resumed after epoch \d+/);
        assert.deepEqual(readdirSync(join(folder, "cache/resume")), []);
      });
    }));
});
