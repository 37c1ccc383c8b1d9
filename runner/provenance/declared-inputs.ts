import type {GraphTask} from "../graph/types.ts";
import type {Digest} from "../hash/digest.ts";
import type {TaskRecord} from "../store/record.ts";
import {declaredSource} from "./declared-sources.ts";

/** What a record keeps of inputs that no task made, so that it can be traced when the graph has moved on. */
export function declaredInputs(
  task: GraphTask,
  resolved: Record<string, {digest: Digest}[]>
): Pick<TaskRecord, "declared"> {
  const source = declaredSource(task);
  if (source) {
    const {source: name, url, licence, citation} = source;
    return {
      declared: {source: {name, url: url ?? "", ...(licence && {licence}), ...(citation && {citation})}}
    };
  }
  const files: Record<string, Digest> = {};
  for (const {name, references} of task.inputs) {
    references.forEach((reference, index) => {
      const digest = resolved[name]?.[index]?.digest;
      if (reference.kind === "file" && digest !== undefined) files[reference.path] = digest;
    });
  }
  return {declared: Object.keys(files).length ? {files} : {}};
}
