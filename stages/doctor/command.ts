import {createRequire} from "node:module";
import {availableParallelism, cpus, totalmem} from "node:os";
import {defineCommand} from "../../runner/stage/define-command.ts";
import {openBackend} from "../../science/numerics/backend.ts";
import {type Speed, selfTest} from "../../science/numerics/self-test.ts";

/** What one backend is on this machine. */
interface Diagnosis extends Partial<Speed> {
  name: string;
  version: string | null;
  loads: boolean;
  /** What it computes with or, where it does not load, why not and what to do. */
  why: string;
}

const TFJS_GPU = "@tensorflow/tfjs-node-gpu";

export default defineCommand({
  name: "doctor",
  summary: "what works on this machine, how fast, and why the rest does not",
  async run(_call, context) {
    const backends = [await onnxRuntime(), await tensorFlow()];
    const machine = {
      processor: cpus()[0]?.model ?? "unknown",
      cores: availableParallelism(),
      memory: totalmem(),
      platform: `${process.platform} ${process.arch}`,
      node: process.version
    };
    const chosen = backends.find(({loads}) => loads)?.name ?? null;
    if (context.json) context.print(`${JSON.stringify({backends, machine, chosen}, undefined, 1)}\n`);
    else {
      const gibibytes = Math.round(machine.memory / 2 ** 30);
      context.print(
        `${machine.processor}, ${machine.cores} cores, ${gibibytes} GiB, ${machine.platform}, Node ${machine.node}\n`
      );
      for (const backend of backends) context.print(`${lineOf(backend)}\n`);
      context.print(
        chosen
          ? `train and activations use ${chosen}: one model a core, one thread each\n`
          : "nothing here can train models\n"
      );
    }
    return chosen ? 0 : 1;
  }
});

async function onnxRuntime(): Promise<Diagnosis> {
  try {
    const backend = await openBackend({vectorClass: "unasked"});
    const speed = await selfTest(backend, () => performance.now());
    const layout = backend.block > 1 ? `blocked ${backend.block}` : "standard operators: slower";
    return {name: "onnxruntime-node", version: backend.version, loads: true, why: `CPU, ${layout}`, ...speed};
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const why = `${reason}; it has libraries for Linux x64 and arm64, macOS arm64 and Windows: run npm ci on one of these`;
    return {name: "onnxruntime-node", version: null, loads: false, why};
  }
}

async function tensorFlow(): Promise<Diagnosis> {
  const name = TFJS_GPU;
  const require = createRequire(import.meta.url);
  try {
    require.resolve(name);
  } catch {
    const why = `absent, which is normal without a GPU; with an NVIDIA GPU and CUDA 11: npm install --no-save --ignore-scripts=false ${name}@4.22.0`;
    return {name, version: null, loads: false, why};
  }
  try {
    const tf: unknown = require(name);
    return {name, version: versionOf(tf), loads: true, why: "GPU, by libtensorflow"};
  } catch (error) {
    const reason = error instanceof Error ? error.message.split("\n")[0] : String(error);
    return {name, version: null, loads: false, why: `broken: ${reason}; install it anew with its scripts allowed`};
  }
}

function versionOf(tf: unknown): string | null {
  const version = typeof tf === "object" && tf !== null && "version" in tf ? tf.version : undefined;
  if (typeof version === "object" && version !== null && "tfjs-core" in version) return String(version["tfjs-core"]);
  return null;
}

function lineOf({name, version, loads, why, matmul, convolution}: Diagnosis): string {
  const state = loads ? "ready " : "absent";
  const speed =
    matmul === undefined || convolution === undefined
      ? ""
      : `; ${matmul.toFixed(0)} GFLOP/s matrix product, ${convolution.toFixed(0)} convolution, one thread`;
  return `${state} ${name}${version ? ` ${version}` : ""}: ${why}${speed}`;
}
