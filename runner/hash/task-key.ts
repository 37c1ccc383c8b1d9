import type {Value} from "../graph/types.ts";
import {canonical} from "./canonical.ts";
import {type Digest, digestOf} from "./digest.ts";

/** Changes whenever the meaning of a key does, so that no record of another format is taken for one of ours. */
export const KEY_FORMAT = 1;

/** The code of a task: a bundle and the packages that it leaves outside, a command and its files, or a download. */
export type CodeIdentity =
  | {kind: "module"; bundle: Digest; packages: Record<string, string>}
  | {kind: "command"; command: string | string[]; files: Record<string, Digest>}
  | ({kind: "fetch"} & ({sha256: Digest} | {sha1: string}));

/** One input in a key: the digests of its artifacts in order, and the names under which a command sees them. */
export interface InputIdentity {
  digests: Digest[];
  suffixes?: string[] | undefined;
}

/** Everything that decides a task's outputs, and nothing else: no name, time, path or run. */
export interface KeyComponents {
  code: CodeIdentity;
  params: Record<string, Value>;
  inputs: Record<string, InputIdentity>;
  outputs: Record<string, string>;
  environment: Record<string, string>;
}

/** The key of a task: SHA-256 of the canonical form of its components. */
export function taskKey({code, params, inputs, outputs, environment}: KeyComponents): Digest {
  const parts = [
    `"code":${canonical({...code})}`,
    `"environment":${canonical(environment)}`,
    `"format":${KEY_FORMAT}`,
    `"inputs":{${Object.keys(inputs)
      .sort()
      .map((name) => `${JSON.stringify(name)}:${canonicalInput(inputs[name])}`)
      .join(",")}}`,
    `"outputs":${canonical(outputs)}`,
    `"params":${canonical(params)}`
  ];
  return digestOf(`{${parts.join(",")}}`);
}

/** Digests need no escapes, and there may be ten thousand of them. */
function canonicalInput({digests, suffixes}: InputIdentity = {digests: []}): string {
  const list = `"digests":[${digests.map((digest) => `"${digest}"`).join(",")}]`;
  return suffixes ? `{${list},"suffixes":${canonical(suffixes)}}` : `{${list}}`;
}
