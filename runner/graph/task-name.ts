/** A label of a pattern. In an unquoted value `*` stands for any text; a quoted one is taken as it is. */
export interface LabelPattern {
  key: string;
  value: string;
  quoted: boolean;
}

/** What a name, a reference or a target says: `shout[letter=a,*]/loud`. */
export interface NamePattern {
  stage: string;
  /** Undefined without brackets. */
  labels: LabelPattern[] | undefined;
  /** `[=]`: the task with the labels of the one that refers to it. */
  same: boolean;
  output: string | undefined;
}

const needsQuotes = /[\s,[\]"'*\p{Cc}]|^$/u;

/** `stage`, or `stage[key=value,key=value]`; values with spaces, commas, brackets, quotes or `*` are quoted as in JSON. */
export function taskName(stage: string, labels: Record<string, string>): string {
  let text = "";
  for (const key in labels) {
    const value = labels[key] ?? "";
    text += `${text === "" ? "" : ","}${key}=${needsQuotes.test(value) ? JSON.stringify(value) : value}`;
  }
  return text === "" ? stage : `${stage}[${text}]`;
}

/** Reads a name, a reference or a target; a string that comes back says what is wrong with it. */
export function parseName(text: string): NamePattern | string {
  const stage = /^[^[/]*/.exec(text)?.[0] ?? "";
  if (stage === "") return "expected the name of a stage";
  let at = stage.length;
  let labels: LabelPattern[] | undefined;
  let same = false;
  if (text[at] === "[") {
    labels = [];
    do {
      at++;
      const rest = text.slice(at);
      const special = /^\s*([=*])\s*(?=[,\]])/.exec(rest);
      if (special) {
        same ||= special[1] === "=";
        at += special[0].length;
        continue;
      }
      const label = /^\s*([^=,[\]"\s]+)\s*=\s*("(?:[^"\\]|\\.)*"|[^,[\]"]*?)\s*(?=[,\]])/.exec(rest);
      if (!label) return "expected [key=value,key=value], [*] or [=]; quote values with spaces, commas or brackets";
      const [whole, key = "", written = ""] = label;
      const value = unquoted(written);
      if (value === undefined) return `${written} is not a quoted text as JSON writes it`;
      labels.push({key, value, quoted: written.startsWith('"')});
      at += whole.length;
    } while (text[at] === ",");
    at++;
    if (same && labels.length > 0) return "[=] stands alone";
  }
  const output = text[at] === "/" ? text.slice(at + 1) : undefined;
  if (output === undefined ? at < text.length : output === "" || /[[\]/]/.test(output))
    return `expected the end or /OUTPUT after ${text.slice(0, at)}`;
  return {stage, labels, same, output};
}

function unquoted(written: string): string | undefined {
  if (!written.startsWith('"')) return written;
  try {
    const value: unknown = JSON.parse(written);
    return typeof value === "string" ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Whether a label pattern is a glob. */
export function isGlob({value, quoted}: LabelPattern): boolean {
  return !quoted && value.includes("*");
}

/** A test for texts that a glob matches; `*` stands for any text, also none. */
export function globTest(glob: string): (text: string) => boolean {
  const parts = glob.split("*").map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"));
  const expression = new RegExp(`^${parts.join(".*")}$`, "s");
  return (text) => expression.test(text);
}

/** Splits `fit[experiment=x]/fit` into the task's name and the output's, which may be left out. */
export function parseOutputName(name: string): {task: string; output: string | undefined} {
  const pattern = parseName(name);
  const output = typeof pattern === "string" ? undefined : pattern.output;
  return {task: output === undefined ? name : name.slice(0, name.length - output.length - 1), output};
}
