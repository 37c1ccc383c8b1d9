import {readdirSync, readFileSync, statSync} from "node:fs";
import {basename, isAbsolute, join, relative} from "node:path";
import {filesByFolder, type ImageFile} from "../../science/datasets/image-files.ts";
import {readTable} from "../../science/formats/table.ts";
import {TableMistake} from "../../science/formats/table-mistake.ts";

/**
 * The pictures of a source, their paths absolute: a folder per class, or a table `path,label`.
 * @param folder where a table's relative paths begin
 */
export function listFiles(source: string, folder: string | null): ImageFile[] {
  if (statSync(source).isDirectory()) {
    const entries = readdirSync(source, {recursive: true, withFileTypes: true});
    const paths = entries
      .filter((entry) => !entry.isDirectory())
      .map((entry) => relative(source, join(entry.parentPath, entry.name)).replaceAll("\\", "/"));
    const folders = entries.filter((entry) => entry.isDirectory() && entry.parentPath === source).map(({name}) => name);
    return filesByFolder(paths, folders).map((file) => ({...file, path: join(source, file.path)}));
  }
  const file = basename(source);
  return readTable(readFileSync(source, "utf8"), {path: "string", label: "string"}, {file}).map(
    ({path, label}, row) => {
      if (isAbsolute(path)) return {path, class: label};
      if (folder === null)
        throw new TableMistake(`path "${path}" is relative`, {
          file,
          line: row + 2,
          advice: "Write absolute paths, or name the pictures' folder in the parameter `folder`."
        });
      return {path: join(folder, path), class: label};
    }
  );
}
