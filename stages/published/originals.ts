import {existsSync, readFileSync} from "node:fs";
import {join} from "node:path";
import {hashFile} from "hasha";
import {parse} from "yaml";
import {z} from "zod";
import {UserMistake} from "../../runner/errors/user-mistake.ts";

const sourcesSchema = z.object({
  params: z.object({
    sources: z.record(z.string(), z.looseObject({file: z.string(), url: z.string(), sha256: z.string()}))
  })
});

/** Text of each original that `names` lists, by name. */
export type Originals<Name extends string> = (name: Name) => string;

/**
 * Reads originals from a folder once every one of them is there and has the registered sha256.
 * @param registry text of data/sources.yaml
 * @throws UserMistake that names what is missing, or shows both hashes
 */
export async function readOriginals<const Name extends string>(
  names: readonly Name[],
  folder: string,
  registry: string
): Promise<Originals<Name>> {
  const {sources} = sourcesSchema.parse(parse(registry)).params;
  const texts = new Map<string, string>();
  for (const name of names) {
    const source = sources[name];
    if (source === undefined) throw new UserMistake(`data/sources.yaml has no source "${name}"`);
    const file = join(folder, source.file);
    if (!existsSync(file)) throw new UserMistake(`${file} is missing`, {advice: `Download it from ${source.url}`});
    const sha256 = await hashFile(file, {algorithm: "sha256"});
    if (sha256 !== source.sha256) {
      throw new UserMistake(`${file} is not the released file: its sha256 is ${sha256}, expected ${source.sha256}`, {
        advice: `Download it again from ${source.url}`
      });
    }
    texts.set(name, readFileSync(file, "utf8"));
  }
  return (name) => texts.get(name) ?? "";
}
