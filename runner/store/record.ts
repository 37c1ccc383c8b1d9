import * as z from "zod";
import type {KeyComponents} from "../hash/task-key.ts";

const digest = z.string().regex(/^[0-9a-f]{64}$/);
/** A parameter as it was parsed from JSON. */
const values = z.custom<KeyComponents["params"][string]>(() => true);

const codeSchema = z.union([
  z.object({kind: z.literal("module"), bundle: digest, packages: z.record(z.string(), z.string())}),
  z.object({
    kind: z.literal("command"),
    command: z.union([z.string(), z.array(z.string())]),
    files: z.record(z.string(), digest)
  }),
  z.object({kind: z.literal("fetch"), sha256: digest}),
  z.object({kind: z.literal("fetch"), sha1: z.string().regex(/^[0-9a-f]{40}$/)})
]);

/**
 * What is known of one finished task: what it was made from, what it made, and when and where. Written last, so that a
 * record that is there is whole.
 */
export const recordSchema = z.object({
  format: z.literal(1),
  key: digest,
  /** The name and stage under which it was first made; a key may serve other names. */
  task: z.string(),
  stage: z.string(),
  components: z.object({
    code: codeSchema,
    params: z.record(z.string(), values),
    inputs: z.record(z.string(), z.object({digests: z.array(digest), suffixes: z.array(z.string()).optional()})),
    outputs: z.record(z.string(), z.string()),
    environment: z.record(z.string(), z.string())
  }),
  outputs: z.record(
    z.string(),
    z.object({digest, bytes: z.number(), kind: z.enum(["file", "folder"]), stamp: z.string()})
  ),
  /** Which inputs no task made: files of the working tree, by path; or the entry of a source in the registry. */
  declared: z
    .object({
      files: z.record(z.string(), digest).optional(),
      source: z
        .object({
          name: z.string(),
          url: z.string(),
          licence: z.string().optional(),
          citation: z.string().optional()
        })
        .optional()
    })
    .optional(),
  /** The object that holds the digest of each declaration in a module stage's code, for `explain`. */
  declarations: digest.optional(),
  log: digest.nullable(),
  deterministic: z.boolean(),
  startedAt: z.string(),
  endedAt: z.string(),
  seconds: z.number(),
  host: z.string(),
  platform: z.string(),
  node: z.string(),
  peakMemory: z.number().nullable(),
  /** `diff`: the object that holds what was not committed. */
  git: z.object({commit: z.string(), dirty: z.boolean(), diff: digest.optional()}).nullable(),
  lockfile: digest.nullable()
});

export type TaskRecord = z.output<typeof recordSchema>;
