import type {Digest} from "../../hash/digest.ts";
import type {Source} from "../declared-sources.ts";
import type {Step} from "../lineage/lineage.ts";

/** A file that the crate holds. */
export interface CrateFile {
  /** Path in the crate, with `/`, which also ends that of a folder. */
  path: string;
  sha256: Digest;
  bytes: number;
  /** What it is, in words. */
  name: string;
  /** The output of a task, as it was stored, that it is or carries. */
  artifact?: Digest;
  folder?: boolean;
}

/** What a crate tells of. */
export interface CrateContents {
  name: string;
  description: string;
  /** An SPDX identifier or the address of a licence. */
  licence: string;
  version: string;
  run: {manifest: Digest | null; startedAt: string; endedAt: string};
  /** All steps of the lineages, by key. */
  steps: Map<Digest, Step>;
  /** Stage -> the steps' order in the pipeline. */
  positions: Map<string, number>;
  files: CrateFile[];
  /** Path in the crate of the file that has an artifact's bytes. */
  artifacts: Map<Digest, string>;
  /** Path in the crate of each file of code. */
  code: Map<Digest, string>;
  /** Path in the crate of each source that is copied. */
  sources: Map<string, {source: Source; path: string | undefined}>;
  /** Leaves out host names and uncommitted changes. */
  isPublic: boolean;
}
