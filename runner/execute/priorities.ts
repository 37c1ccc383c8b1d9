/** A task as far as its place in the queue goes. */
interface Queued {
  name: string;
  producers: readonly string[];
  /** Expected seconds. */
  seconds: number;
}

/**
 * The order in which ready tasks start, as a rank for each (small first). Tasks that hang together are one job; of the
 * jobs the shortest comes first, so that its results are there soon; within a job the longest task does, so that no
 * core is idle at the end.
 */
export function startingRanks(tasks: readonly Queued[]): Map<string, number> {
  const jobs = new Map<string, string>();
  const jobOf = (name: string): string => {
    let root = name;
    for (let above = jobs.get(root); above !== undefined && above !== root; above = jobs.get(root)) root = above;
    for (let at = name; at !== root; ) {
      const next = jobs.get(at) ?? root;
      jobs.set(at, root);
      at = next;
    }
    return root;
  };
  for (const {name} of tasks) jobs.set(name, name);
  for (const {name, producers} of tasks)
    for (const producer of producers) if (jobs.has(producer)) jobs.set(jobOf(producer), jobOf(name));
  const work = new Map<string, number>();
  for (const {name, seconds} of tasks) work.set(jobOf(name), (work.get(jobOf(name)) ?? 0) + seconds);
  const ordered = tasks
    .map(({name, seconds}, place) => ({name, seconds, place, work: work.get(jobOf(name)) ?? 0}))
    .sort((a, b) => a.work - b.work || b.seconds - a.seconds || a.place - b.place);
  return new Map(ordered.map(({name}, rank) => [name, rank]));
}
