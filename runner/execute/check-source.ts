import {type Digest, digestOfFile} from "../hash/digest.ts";

/** How a source's bytes are told from others: by SHA-256, by the SHA-1 that its publisher gave, or by both. */
export interface SourceDigests {
  sha256?: Digest | undefined;
  sha1?: string | undefined;
}

const algorithms = ["sha256", "sha1"] as const;

/** Whether a file has the declared digests; if not, the words that show both. @param called what to call the file */
export async function mismatch(path: string, declared: SourceDigests, called = path): Promise<string | undefined> {
  for (const algorithm of algorithms) {
    const expected = declared[algorithm];
    if (expected === undefined) continue;
    const found = await digestOfFile(path, algorithm);
    if (found !== expected) return `wrong ${algorithm} of ${called}: expected ${expected}, found ${found}`;
  }
  return undefined;
}

/** The digests in words: `sha256 9eac…`. */
export function digestsInWords(declared: SourceDigests): string {
  const told = algorithms.flatMap((algorithm) => (declared[algorithm] ? [`${algorithm} ${declared[algorithm]}`] : []));
  return told.join(", ");
}
