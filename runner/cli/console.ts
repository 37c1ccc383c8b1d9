/** Where a command writes: results to standard output, everything else to standard error. */
export interface Console {
  print(text: string): void;
  note(line: string): void;
  /** True where standard error is a terminal that may be redrawn. */
  live: boolean;
}

export function systemConsole(): Console {
  const plain = Boolean(process.env.NO_COLOR || process.env.CI || process.env.TERM === "dumb");
  return {
    print: (text) => void process.stdout.write(text),
    note: (line) => void process.stderr.write(`${line}\n`),
    live: process.stderr.isTTY === true && !plain
  };
}
