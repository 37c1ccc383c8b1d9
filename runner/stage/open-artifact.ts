import {closeSync, fstatSync, openSync, readSync} from "node:fs";
import {basename} from "node:path";

/** An artifact of which parts are read, so that one larger than memory can be. */
export interface OpenArtifact {
  /** Name for messages. */
  name: string;
  /** Bytes in all. */
  size: number;
  /** Fills `into` from byte `position` on. */
  read(position: number, into: Uint8Array): void;
  close(): void;
}

/** Opens a file for reading parts of it. @param name what to call it in messages */
export function openArtifact(path: string, name = basename(path)): OpenArtifact {
  const file = openSync(path, "r");
  return {
    name,
    size: fstatSync(file).size,
    read(position, into) {
      for (let done = 0; done < into.length; ) {
        const got = readSync(file, into, done, into.length - done, position + done);
        if (got === 0) throw new Error(`${name} ends at byte ${position + done}`);
        done += got;
      }
    },
    close: () => closeSync(file)
  };
}
