/** How one attempt at a task ended, before its outputs are taken into the store. */
export type Outcome =
  | {state: "done"; peakMemory: number | null}
  | {state: "failed"; reason: string; advice?: string | undefined; mistake: boolean}
  | {state: "unavailable"; reason: string};
