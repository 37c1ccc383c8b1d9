import {parseArgs} from "node:util";
import {keptMemory} from "../../runner/execute/worker-pool.ts";
import {type Contestant, startContestant} from "./contestant.ts";
import {benchmarkModels, benchmarkNetwork} from "./models.ts";

/*
 * Images a second of a whole training step and of a forward pass, ours and PyTorch's, on one thread. All contestants
 * stay loaded and take turns of a few steps, so that a busy neighbour slows all of them alike.
 *
 *   node --import tsx bench/train/run.ts [--models resnet18-16,vit] [--rounds 5] [--steps 3] [--clock cpu]
 *
 * `--clock cpu` counts the processor's time instead of the clock's: what a step costs where others wait too.
 */
const {values: options} = parseArgs({
  options: {
    models: {type: "string", default: Object.keys(benchmarkModels).join()},
    rounds: {type: "string", default: "5"},
    steps: {type: "string", default: "3"},
    batch: {type: "string", default: "64"},
    kinds: {type: "string", default: "train,forward"},
    clock: {type: "string", default: "wall"},
    python: {type: "string", default: "/usr/bin/python3"}
  }
});
const batch = Number(options.batch);
const here = (file: string) => new URL(file, import.meta.url).pathname;
/** So that the allocator keeps big buffers rather than hand them back to the kernel at every step. */
const tuned = Object.fromEntries(
  ["MALLOC_MMAP_THRESHOLD_", "MALLOC_TRIM_THRESHOLD_", "MALLOC_TOP_PAD_"].map((name) => [name, "4000000000"])
);

for (const model of options.models.split(",")) {
  const environment = {CLOCK: options.clock};
  const ours = {
    program: process.execPath,
    arguments: ["--import", "tsx", here("worker.ts"), model, options.batch],
    environment: {...environment, ...keptMemory}
  };
  const peer = {
    program: options.python,
    arguments: [here("peer.py"), options.batch],
    environment,
    firstLine: JSON.stringify(benchmarkNetwork(model))
  };
  const contestants = {
    ours: await startContestant(ours),
    "PyTorch, malloc tuned": await startContestant({...peer, environment: {...environment, ...tuned}}),
    "PyTorch as installed": await startContestant(peer)
  };
  for (const kind of ["train", "forward"] as const)
    if (options.kinds.split(",").includes(kind)) await compare(model, kind, contestants);
  for (const contestant of Object.values(contestants)) contestant.stop();
}

async function compare(model: string, kind: "train" | "forward", contestants: Record<string, Contestant>) {
  const times = new Map(Object.keys(contestants).map((name) => [name, [] as number[]]));
  for (const contestant of Object.values(contestants)) await contestant.measure(kind, 3);
  for (let round = 0; round < Number(options.rounds); round++)
    for (const [name, contestant] of Object.entries(contestants))
      times.get(name)?.push(...(await contestant.measure(kind, Number(options.steps))));
  console.log(`\n${model}, ${kind}, batch ${batch}, images/s (${options.clock} time)`);
  const [first, ...rest] = [...times].map(([name, all]) => {
    const sorted = all.toSorted((a, b) => a - b);
    const speed = (time: number) => (batch / time) * 1e3;
    return {name, median: speed(sorted[sorted.length >> 1]!), best: speed(sorted[0]!)};
  });
  for (const {name, median, best} of [first!, ...rest]) {
    const ratio =
      name === "ours"
        ? ""
        : `  ours / it: ${(first!.median / median).toFixed(2)} (best ${(first!.best / best).toFixed(2)})`;
    const described = contestants[name]?.description ?? "";
    console.log(
      `  ${name.padEnd(22)} ${median.toFixed(0).padStart(6)} (best ${best.toFixed(0)})${ratio}  ${described}`
    );
  }
}
