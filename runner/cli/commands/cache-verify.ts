import {relative} from "node:path";
import {openStore} from "../../store/store.ts";
import {verifyCache} from "../../store/verify-cache.ts";
import type {Console} from "../console.ts";
import {projectFolder} from "../project.ts";

/** `vvs cache verify`: reads all of the cache. Exit status 1 where something in it was bad. */
export async function cacheVerifyCommand(
  {directory, json}: {directory?: string; json?: boolean},
  {print}: Console
): Promise<number> {
  const folder = projectFolder(directory);
  const {objects, records, bad} = await verifyCache(openStore(folder));
  const found = bad.map((entry) => ({...entry, file: relative(folder, entry.file)}));
  if (json) print(`${JSON.stringify({objects, records, bad: found})}\n`);
  else {
    for (const {kind, what, file} of found) print(`bad ${kind} ${file}\n  ${what}\n`);
    print(`${objects} objects and ${records} records read, ${bad.length || "none"} bad\n`);
    if (bad.length) print("vvs run makes again what is lost\n");
  }
  return bad.length ? 1 : 0;
}
