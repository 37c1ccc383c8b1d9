/**
 * Orders nodes so that each comes after what it depends on, and otherwise as given. Depth first, without recursion,
 * so that a chain may have any length. `loops` holds each cycle that was met, as the nodes that lead round it.
 */
export function orderByDependency<T>(
  nodes: Iterable<T>,
  dependencies: (node: T) => Iterable<T>
): {order: T[]; loops: T[][]} {
  const order: T[] = [];
  const loops: T[][] = [];
  const done = new Set<T>();
  const open = new Set<T>();
  for (const start of nodes) {
    if (done.has(start)) continue;
    const stack = [{node: start, rest: dependencies(start)[Symbol.iterator]()}];
    open.add(start);
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      const next = top.rest.next();
      if (next.done) {
        open.delete(top.node);
        done.add(top.node);
        order.push(top.node);
        stack.pop();
      } else if (open.has(next.value)) {
        const begin = stack.findIndex(({node}) => node === next.value);
        loops.push(stack.slice(begin).map(({node}) => node));
      } else if (!done.has(next.value)) {
        open.add(next.value);
        stack.push({node: next.value, rest: dependencies(next.value)[Symbol.iterator]()});
      }
    }
  }
  return {order, loops};
}
