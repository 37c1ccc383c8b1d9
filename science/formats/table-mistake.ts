/**
 * A table that is not what it should be: the person's mistake, not the program's.
 * `place` says where: file as the caller named it, line counted from 1 (the header is line 1).
 */
export class TableMistake extends Error {
  readonly userMistake = true as const;
  override readonly name = "TableMistake";
  readonly place: {file?: string; line?: number};
  /** What to do about it, as a sentence. */
  readonly advice: string | undefined;

  constructor(message: string, {advice, ...place}: {file?: string | undefined; line?: number; advice?: string} = {}) {
    const {file, line} = place;
    const at = file === undefined ? `line ${line}` : [file, line].filter((part) => part !== undefined).join(":");
    super(file === undefined && line === undefined ? message : `${at}: ${message}`);
    this.place = {...(file === undefined ? {} : {file}), ...(line === undefined ? {} : {line})};
    this.advice = advice;
  }
}
