import {availableParallelism} from "node:os";
import {Worker} from "node:worker_threads";
import {type CheckedFile, checkFile, type FileToCheck} from "./check-file.ts";

/** Files that a thread is given at once: enough that handing them over costs little beside reading them. */
const BATCH = 200;
/** Batches that a thread has before it, for as long as this one is busy with other things. */
const AHEAD = 8;
/** Fewer files are read faster than a thread starts. */
const FEW = 400;

/**
 * Checks files over all cores.
 * @param script the built module of a checking thread; without it everything is read in this one
 */
export async function checkFiles(files: FileToCheck[], script?: string): Promise<CheckedFile[]> {
  const threads = Math.min(availableParallelism(), Math.ceil(files.length / BATCH));
  const checked: CheckedFile[] = [];
  if (script === undefined || files.length < FEW || threads < 2) {
    for (const file of files) checked.push(await checkFile(file));
    return checked;
  }
  let next = 0;
  const work = () =>
    new Promise<void>((resolve, reject) => {
      const worker = new Worker(script);
      let waiting = 0;
      const give = () => {
        const batch = files.slice(next, next + BATCH);
        next += BATCH;
        if (batch.length) waiting++;
        if (batch.length) worker.postMessage(batch);
        else if (waiting === 0) void worker.terminate().then(() => resolve());
      };
      worker.on("message", (done: CheckedFile[]) => {
        checked.push(...done);
        waiting--;
        give();
      });
      worker.on("error", reject);
      for (let ahead = 0; ahead < AHEAD; ahead++) give();
    });
  await Promise.all(Array.from({length: threads}, work));
  return checked;
}
