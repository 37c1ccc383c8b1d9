/** Does work on items, some at once, and gives the results in the items' order. `work` must not reject. */
export async function* inOrder<Item, Result>(
  items: readonly Item[],
  atOnce: number,
  work: (item: Item) => Promise<Result>
): AsyncGenerator<[Item, Result]> {
  const running: [Item, Promise<Result>][] = [];
  for (const item of items) {
    running.push([item, work(item)]);
    if (running.length < atOnce) continue;
    const [first, result] = running.shift()!;
    yield [first, await result];
  }
  for (const [item, result] of running) yield [item, await result];
}
