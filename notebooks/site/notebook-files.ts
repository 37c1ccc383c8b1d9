import {readdirSync} from "node:fs";
import {join} from "node:path";

/** Names of the notebooks in a folder, without `.html`, in alphabetical order. */
export function notebookNames(folder: string): string[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith(".html"))
    .map((file) => file.slice(0, -".html".length))
    .sort();
}

export function notebookPath(folder: string, name: string): string {
  return join(folder, `${name}.html`);
}
