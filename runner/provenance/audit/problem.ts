/** Something that is not as the cache says, or not as it should be. */
export interface Problem {
  kind: "object" | "bundle" | "code" | "record" | "input" | "output" | "log" | "manifest" | "published" | "replay";
  what: string;
  /** Absolute path of the file to look at. */
  file: string;
}
