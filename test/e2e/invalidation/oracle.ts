import type {Model, ModelStage} from "./model.ts";

/** What a run from scratch gives: the bytes of each task, and what its result depends on. */
export interface Expected {
  name: string;
  /** Equal for two tasks exactly if one may stand in for the other. */
  identity: string;
  output: string;
}

/** Evaluates a random pipeline without the runner. */
export function evaluate(model: Model): Expected[] {
  const made = new Map<number, Expected[]>();
  for (const stage of model.stages) {
    const labels = stage.grid ? model.labels : [""];
    made.set(
      stage.identity,
      labels.map((label, index) => evaluateTask(model, stage, label, index, made))
    );
  }
  return [...made.values()].flat();
}

function evaluateTask(
  model: Model,
  stage: ModelStage,
  label: string,
  index: number,
  made: Map<number, Expected[]>
): Expected {
  const inputs = stage.sources.map((source) => {
    if ("file" in source) return [model.files[source.file] ?? ""];
    const outputs = (made.get(source.stage) ?? []).map(({output}) => output);
    return source.each ? [outputs[index] ?? ""] : outputs;
  });
  const values = stage.params.map((name) => model.params[name] ?? 0);
  const sum = values.reduce((total, value) => total + value, 0);
  const script = model.scripts[stage.script];
  const kept = inputs
    .flat()
    .join("")
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"));
  const {sources, params} = stage;
  const shape = sources.map((source) => ("file" in source || source.each ? "one" : "many"));
  return {
    name: stage.grid ? `${stage.name}[l=${label}]` : stage.name,
    identity: JSON.stringify([stage.script, script, params, values, inputs, shape]),
    output: `${[...kept, `${script?.word} ${sum % 3}`].join("\n")}\n`
  };
}
