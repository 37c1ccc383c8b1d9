/** Where in a file a mistake is; lines, columns and rows count from 1. */
export interface Place {
  file?: string;
  line?: number;
  column?: number;
}

/**
 * A mistake of the person who typed, not of this program: printed as one block without a stack trace.
 * Any error object with `userMistake: true` is treated alike, so that the science need not import this class.
 */
export class UserMistake extends Error {
  readonly userMistake = true as const;
  override readonly name = "UserMistake";
  readonly place: Place;
  /** What to do about it, as a sentence. */
  readonly advice: string | undefined;

  constructor(message: string, {advice, ...place}: Place & {advice?: string} = {}) {
    super(message);
    this.place = place;
    this.advice = advice;
  }
}

export function isUserMistake(error: unknown): error is Error & {userMistake: true; place?: Place; advice?: string} {
  return error instanceof Error && "userMistake" in error && error.userMistake === true;
}
