/** A graph of stages or of tasks, as `vvs graph --format json` prints it. */
export interface StateGraph {
  nodes: {name: string; stage: string; states: Record<string, number>}[];
  edges: {from: string; to: string}[];
}

/** The newest result of a task. */
export interface FinishedTask {
  name: string;
  stage: string;
  key: string;
  /** ISO 8601. */
  startedAt: string;
  endedAt: string;
  seconds: number;
  bytes: number;
}

/** What the pipeline holds at the time that a page is built. */
export interface PipelineState {
  stages: StateGraph;
  tasks: StateGraph;
  finished: FinishedTask[];
  audit: {ok: boolean; objects: number; records: number; problems: {kind: string; what: string; file: string}[]};
}
