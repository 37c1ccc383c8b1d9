/** An array that is not what it should be: the person's mistake, not the program's. Indices count from 0. */
export class ArrayMistake extends Error {
  readonly userMistake = true as const;
  override readonly name = "ArrayMistake";
  readonly place: {file?: string};
  /** What to do about it, as a sentence. */
  readonly advice: string | undefined;

  constructor(message: string, {file, advice}: {file?: string | undefined; advice?: string} = {}) {
    super(file === undefined ? message : `${file}: ${message}`);
    this.place = file === undefined ? {} : {file};
    this.advice = advice;
  }
}
