/** Recordings, choices or stimuli that are not what they should be: the person's mistake, not the program's. */
export class AssemblyMistake extends Error {
  readonly userMistake = true as const;
  override readonly name = "AssemblyMistake";
}
