import {spawn} from "node:child_process";
import {createInterface} from "node:readline";

/** A process that takes measurements on command. */
export type Contestant = {
  readonly description: string;
  /** Milliseconds of each of `steps` steps. */
  measure(kind: "train" | "forward", steps: number): Promise<number[]>;
  stop(): void;
};

export type Command = {
  readonly program: string;
  readonly arguments: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  /** Sent before anything else */
  readonly firstLine?: string;
};

/** Starts a program that prints its description, then answers each line with one line of JSON. */
export async function startContestant(command: Command): Promise<Contestant> {
  const child = spawn(command.program, command.arguments, {
    env: {...process.env, OMP_NUM_THREADS: "1", MKL_NUM_THREADS: "1", ...command.environment},
    stdio: ["pipe", "pipe", process.env.VERBOSE ? "inherit" : "ignore"]
  });
  const lines = createInterface({input: child.stdout})[Symbol.asyncIterator]();
  const answer = async (): Promise<unknown> => {
    const {value, done} = await lines.next();
    if (done) throw new Error(`${command.program} ended; VERBOSE=1 shows why`);
    return JSON.parse(value);
  };
  if (command.firstLine !== undefined) child.stdin.write(`${command.firstLine}\n`);
  const description = String(await answer());
  return {
    description,
    async measure(kind, steps) {
      child.stdin.write(`${kind} ${steps}\n`);
      const times = await answer();
      if (!Array.isArray(times)) throw new Error(`${description} gave no times`);
      return times.map(Number);
    },
    stop: () => child.kill()
  };
}
