import type {Digest} from "../../../runner/hash/digest.ts";
import {type KeyComponents, taskKey} from "../../../runner/hash/task-key.ts";
import type {Store} from "../../../runner/store/store.ts";

/** Writes the record of a task that read these objects and made one with this text; returns its key and the object. */
export function makeRecord(
  store: Store,
  stage: string,
  text: string,
  inputs: Digest[] = [],
  endedAt = "2026-01-01T00:00:00.000Z"
): {key: Digest; output: Digest} {
  const components: KeyComponents = {
    code: {kind: "command", command: `make ${text.slice(0, 20)}`, files: {}},
    params: {},
    inputs: {from: {digests: inputs}},
    outputs: {out: "out.txt"},
    environment: {}
  };
  const key = taskKey(components);
  const object = store.objects.put(text);
  store.records.write({
    format: 1,
    key,
    task: `${stage}[of=${text.slice(0, 20)}]`,
    stage,
    components,
    outputs: {out: object},
    log: null,
    deterministic: true,
    startedAt: endedAt,
    endedAt,
    seconds: 0,
    host: "",
    platform: "",
    node: "",
    peakMemory: null,
    git: null,
    lockfile: null
  });
  return {key, output: object.digest};
}
