import {readFileSync} from "node:fs";
import {join} from "node:path";
import {type Body, type Graph, gathering, type Task} from "./graphs.ts";

/** Bytes of a leaf's output that are there while it sleeps. */
export const HALF = 4;

const leaves = [0, 1, 2, 3];

/** Writes half of the output, sleeps, and writes the rest. */
export const inTwoHalves: Body = (input, output) =>
  `head -c ${HALF} ${input} > ${output}; sleep 0.3; tail -c +${HALF + 1} ${input} >> ${output}`;

/**
 * Four slow leaf tasks and a join; each leaf is a stage of its own, so that one can be changed alone.
 * @param bodyOf a leaf task's command, from its id
 */
export function slowGraph(bodyOf: (id: string) => Body = () => inTwoHalves): Graph {
  const tasks = leaves.map((leaf): Task => {
    const id = `leaf_${leaf}`;
    const body: Body = (input, output) => `(${bodyOf(id)(input, output)})`;
    return {id, stage: id, index: undefined, inputs: [`in/${leaf}`], gathers: false, output: `leaf/${leaf}`, body};
  });
  const join = gathering(
    "join",
    tasks.map(({output}) => output)
  );
  return {
    name: "slow",
    tasks: [...tasks, join],
    leaves: leaves.map((leaf) => `in/${leaf}`),
    final: join.output,
    depth: 2
  };
}

/**
 * As `slowGraph`, but a leaf does what the script at `plan` says while there is one: `sh plan ID INPUT OUTPUT`. So a
 * task can be made to fail and be healed without a change that a tool could see.
 */
export function plannedGraph(plan: string): Graph {
  return slowGraph((id) => (input, output) => {
    const planned = `sh ${plan} ${id} ${input} ${output}`;
    return `if test -e ${plan}; then ${planned}; else ${inTwoHalves(input, output)}; fi`;
  });
}

/** What each output has to be, by its path. */
export function wantedOutputs(
  {tasks, leaves}: Graph,
  folder: string,
  instead: Record<string, string> = {}
): Map<string, string> {
  const wanted = new Map<string, string>();
  leaves.forEach((leaf, index) => {
    const {id = "", output = ""} = tasks[index] ?? {};
    wanted.set(output, instead[id] ?? readFileSync(join(folder, leaf), "utf8"));
  });
  wanted.set(tasks.at(-1)?.output ?? "", [...wanted.values()].join(""));
  return wanted;
}
