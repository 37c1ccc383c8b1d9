/** A task as far as its place in the queue goes. */
interface Queued {
  name: string;
  stage: string;
  producers: readonly string[];
  /** Expected seconds. */
  seconds: number;
}

/**
 * The order in which ready tasks start, as a rank for each (small first). A job is a stage on which nothing depends, with
 * all that it needs; the job with the least work comes first, so that its results are there soon. Within a job the
 * longest task comes first, so that no core is idle at the end.
 */
export function startingRanks(tasks: readonly Queued[]): Map<string, number> {
  const byName = new Map(tasks.map((task) => [task.name, task]));
  const needed = new Set(tasks.flatMap(({producers}) => producers));
  const ends = new Map<string, string[]>();
  for (const {name, stage} of tasks) if (!needed.has(name)) ends.set(stage, [...(ends.get(stage) ?? []), name]);
  const jobs = [...ends.values()].map((names) => {
    const all = withProducers(names, byName);
    return {all, work: all.reduce((sum, {seconds}) => sum + seconds, 0)};
  });
  jobs.sort((a, b) => a.work - b.work);
  const ranks = new Map<string, number>();
  for (const {all} of jobs) {
    const left = all.filter(({name}) => !ranks.has(name)).sort((a, b) => b.seconds - a.seconds);
    for (const {name} of left) ranks.set(name, ranks.size);
  }
  return ranks;
}

/** Tasks and all that they need, in the order of `tasks`. */
function withProducers(names: readonly string[], tasks: ReadonlyMap<string, Queued>): Queued[] {
  const found = new Set<string>();
  const open = [...names];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    const task = found.has(name) ? undefined : tasks.get(name);
    if (!task) continue;
    found.add(name);
    open.push(...task.producers);
  }
  return [...tasks.values()].filter(({name}) => found.has(name));
}
