import {producersOf} from "../graph/producers.ts";
import type {Graph, GraphTask} from "../graph/types.ts";

/** A graph to be shown: of stages, or of tasks. */
export interface DrawnGraph {
  nodes: DrawnNode[];
  edges: {from: string; to: string}[];
}

export interface DrawnNode {
  name: string;
  stage: string;
  /** Number of tasks in each state. */
  states: Record<string, number>;
}

/** Colours of states that differ in lightness too, so that they hold in grey and for colour-blind readers. */
const FILL: Record<string, string> = {
  fresh: "#d9f0e3",
  stale: "#fde7a9",
  missing: "#ffffff",
  failed: "#e9a3a3",
  running: "#9ecae1"
};

/** The graph of stages: a node for each, an edge where a task of one reads an artifact of the other. */
export function stageGraph(graph: Graph, names: string[], stateOf: (task: string) => string): DrawnGraph {
  const nodes = new Map<string, DrawnNode>();
  const edges = new Map<string, {from: string; to: string}>();
  for (const task of tasksOf(graph, names)) {
    const node = nodes.get(task.stage) ?? {name: task.stage, stage: task.stage, states: {}};
    nodes.set(task.stage, node);
    const state = stateOf(task.name);
    node.states[state] = (node.states[state] ?? 0) + 1;
    for (const producer of producersOf(task)) {
      const from = graph.tasks.get(producer)?.stage ?? "";
      edges.set(`${from}\n${task.stage}`, {from, to: task.stage});
    }
  }
  return {nodes: [...nodes.values()], edges: [...edges.values()]};
}

/** The graph of tasks. */
export function taskGraph(graph: Graph, names: string[], stateOf: (task: string) => string): DrawnGraph {
  const tasks = tasksOf(graph, names);
  return {
    nodes: tasks.map(({name, stage}) => ({name, stage, states: {[stateOf(name)]: 1}})),
    edges: tasks.flatMap((task) => [...new Set(producersOf(task))].map((from) => ({from, to: task.name})))
  };
}

/** The graph in Graphviz's language. */
export function toDot({nodes, edges}: DrawnGraph): string {
  const lines = nodes.map(({name, states}) => {
    const total = Object.values(states).reduce((sum, count) => sum + count, 0);
    const worst = ["failed", "running", "stale", "missing", "fresh"].find((state) => states[state]) ?? "missing";
    const counts = Object.entries(states).map(([state, count]) => (total > 1 ? `${count} ${state}` : state));
    const label = `${name}\n${counts.join(", ")}`;
    return `  ${quote(name)} [label=${quote(label)}, fillcolor="${FILL[worst]}"];`;
  });
  const arrows = edges.map(({from, to}) => `  ${quote(from)} -> ${quote(to)};`);
  return [
    "digraph pipeline {",
    '  rankdir=LR; ranksep=0.5; node [shape=box, style="rounded,filled", fontname="Helvetica", fontsize=11];',
    '  edge [color="#777777", arrowsize=0.7];',
    ...lines,
    ...arrows,
    "}",
    ""
  ].join("\n");
}

export async function toSvg(drawn: DrawnGraph): Promise<string> {
  const {instance} = await import("@viz-js/viz");
  return (await instance()).renderString(toDot(drawn), {format: "svg"});
}

function tasksOf(graph: Graph, names: string[]): GraphTask[] {
  return names.flatMap((name) => graph.tasks.get(name) ?? []);
}

function quote(text: string): string {
  return `"${text.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n")}"`;
}
