import type {Graph} from "../graphs.ts";

/** A runner of graphs as the drivers see it. */
export interface Tool {
  name: string;
  /** Prints its version; a tool for which this fails is missing. */
  version: string[];
  /** Writes what the tool needs to know of a graph whose inputs lie in `folder`. */
  write(graph: Graph, folder: string): void;
  /** The command line that brings the graph up to date, started in `folder`. */
  command(folder: string, jobs: number): string[];
  /** Scenarios that mean something for it; all, if not given. */
  only?: readonly string[];
  /** Folder of its cache of results, in `folder`; none, if not given. */
  cache?: string;
  /** Is this file of the cache, by its path there, an artifact, not the tool's bookkeeping? All, if not given. */
  isArtifact?(path: string): boolean;
}
