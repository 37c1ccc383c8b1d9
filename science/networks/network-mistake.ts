/** A network that cannot be built as it was described: a size, a width or a name that does not fit. */
export class NetworkMistake extends Error {
  readonly userMistake = true as const;
  override readonly name = "NetworkMistake";
}
