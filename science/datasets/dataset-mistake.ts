/** Data, or a choice of it, that cannot be: the person's mistake, not the program's. */
export class DatasetMistake extends Error {
  readonly userMistake = true as const;
  override readonly name = "DatasetMistake";
}
