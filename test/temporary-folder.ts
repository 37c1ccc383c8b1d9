import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {dirname, join} from "node:path";

/** A folder with these files, for as long as `use` takes. */
export async function withFolder<T>(
  files: Record<string, string>,
  use: (folder: string) => T | Promise<T>
): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), "vvs-test-"));
  try {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, name)), {recursive: true});
      writeFileSync(join(folder, name), text);
    }
    return await use(folder);
  } finally {
    rmSync(folder, {recursive: true, force: true});
  }
}
