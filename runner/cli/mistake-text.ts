import {hasCode} from "../errors/error-code.ts";
import {isUserMistake} from "../errors/user-mistake.ts";

/** A person's mistake as one block: the place, what is wrong, what to do. */
export function mistakeText(error: Error & {place?: {file?: string; line?: number; column?: number}; advice?: string}) {
  const {file, line, column} = error.place ?? {};
  const place = [file, line, column].filter((part) => part !== undefined).join(":");
  const head = place && !error.message.startsWith(place) ? `${place}: ${error.message}` : error.message;
  return error.advice ? `${head}\n  ${error.advice}` : head;
}

/** Prints what went wrong and says the exit status: 2 for a person's mistake, 1 for ours. */
export function reportError(error: unknown, write: (text: string) => void): number {
  if (isUserMistake(error)) {
    write(`${mistakeText(error)}\n`);
    return 2;
  }
  const full = hasCode(error, "ENOSPC")
    ? "the disk is full: free some space and run again; what was finished is kept"
    : "";
  write(full ? `${full}\n` : `${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  return 1;
}
