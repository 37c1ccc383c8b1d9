import type {Digest} from "../hash/digest.ts";
import type {TaskRecord} from "./record.ts";

/** The objects that a record names. */
export interface References {
  outputs: Digest[];
  /** Its code: a bundle and the list of what is in it, or the files of a command. */
  code: Digest[];
  inputs: Digest[];
  log: Digest[];
  /** What was not committed when it was made. */
  diff: Digest[];
}

export function referencesOf({components: {code, inputs}, outputs, declarations, log, git}: TaskRecord): References {
  return {
    outputs: Object.values(outputs).map(({digest}) => digest),
    code:
      code.kind === "module"
        ? [code.bundle, ...(declarations ? [declarations] : [])]
        : code.kind === "command"
          ? Object.values(code.files)
          : [],
    inputs: Object.values(inputs).flatMap(({digests}) => digests),
    log: log === null ? [] : [log],
    diff: git?.diff === undefined ? [] : [git.diff]
  };
}

export function allOf({outputs, code, inputs, log, diff}: References): Digest[] {
  return [...outputs, ...code, ...inputs, ...log, ...diff];
}
