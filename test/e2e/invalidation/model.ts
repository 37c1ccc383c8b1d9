import type {Choices} from "./random.ts";

/** What a stage of a random pipeline reads: a file, all tasks of an earlier stage, or the one with its own label. */
export type Source = {file: string} | {stage: number; each: boolean};

/** A stage of a random pipeline. `identity` stays when the stage is renamed or others come and go. */
export interface ModelStage {
  identity: number;
  name: string;
  grid: boolean;
  script: string;
  /** Names of the parameters that it declares. */
  params: string[];
  sources: Source[];
}

/** A random pipeline: everything that an edit may change. */
export interface Model {
  stages: ModelStage[];
  labels: string[];
  params: Record<string, number>;
  /** Working-tree files; lines that begin with # are dropped by every script. */
  files: Record<string, string>;
  /** Scripts by name; a script keeps lines, adds its own word, and the sum of its parameters modulo 3. */
  scripts: Record<string, {word: string; comment: string}>;
}

export function randomModel(choose: Choices): Model {
  const model: Model = {
    stages: [],
    labels: ["a", "b", "c"].slice(0, 1 + choose.below(3)),
    params: Object.fromEntries(["p", "q", "r"].map((name) => [name, choose.below(9)])),
    files: Object.fromEntries(["f", "g", "h"].map((name) => [name, `#0\n${choose.below(5)}\n`])),
    scripts: Object.fromEntries(["one", "two"].map((name) => [name, {word: name, comment: "0"}]))
  };
  const count = 2 + choose.below(4);
  for (let index = 0; index < count; index++) addStage(model, choose);
  return model;
}

export function addStage(model: Model, choose: Choices): void {
  const identity = 1 + Math.max(0, ...model.stages.map((stage) => stage.identity));
  const grid = choose.chance(0.5);
  const sources = Array.from({length: 1 + choose.below(2)}, (): Source => {
    const earlier = model.stages.length ? choose.pick(model.stages) : undefined;
    if (!earlier || choose.chance(0.3)) return {file: choose.pick(Object.keys(model.files))};
    return {stage: earlier.identity, each: grid && earlier.grid && choose.chance(0.7)};
  });
  const params = Object.keys(model.params).filter(() => choose.chance(0.4));
  model.stages.push({
    identity,
    name: `s${identity}`,
    grid,
    script: choose.pick(Object.keys(model.scripts)),
    params,
    sources
  });
}

/** One edit of a kind that people make; says what it was. */
export function edit(model: Model, choose: Choices): string {
  const kinds = ["param", "file", "comment", "script", "script comment", "add", "remove", "rename", "label", "nothing"];
  const kind = choose.pick(kinds);
  if (kind === "param") model.params[choose.pick(Object.keys(model.params))] = choose.below(9);
  if (kind === "file") model.files[choose.pick(Object.keys(model.files))] = `#0\n${choose.below(5)}\n`;
  if (kind === "comment") {
    const file = choose.pick(Object.keys(model.files));
    model.files[file] = (model.files[file] ?? "").replace(/^#\d+/, `#${choose.below(9)}`);
  }
  const script = model.scripts[choose.pick(Object.keys(model.scripts))];
  if (kind === "script" && script) script.word = choose.pick(["one", "two", "three"]);
  if (kind === "script comment" && script) script.comment = String(choose.below(9));
  if (kind === "add") addStage(model, choose);
  if (kind === "remove" && model.stages.length > 2) removeUnread(model, choose);
  if (kind === "rename") {
    const stage = choose.pick(model.stages);
    stage.name = `s${stage.identity}_${choose.below(1000)}`;
  }
  if (kind === "label") model.labels = ["a", "b", "c", "d"].slice(0, 1 + choose.below(4));
  return kind;
}

function removeUnread(model: Model, choose: Choices): void {
  const read = new Set(
    model.stages.flatMap(({sources}) => sources.flatMap((one) => ("stage" in one ? one.stage : [])))
  );
  const unread = model.stages.filter(({identity}) => !read.has(identity));
  const gone = choose.pick(unread);
  model.stages = model.stages.filter((stage) => stage !== gone);
}
