import {parentPort} from "node:worker_threads";
import {type CheckedFile, checkFile, type FileToCheck} from "./check-file.ts";

/** A thread that checks files as it is told to. */
parentPort?.on("message", async (files: FileToCheck[]) => {
  const checked: CheckedFile[] = [];
  for (const file of files) checked.push(await checkFile(file));
  parentPort?.postMessage(checked);
});
