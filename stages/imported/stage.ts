import {mkdirSync, writeFileSync} from "node:fs";
import sharp from "sharp";
import {z} from "zod";
import {defineStage, one, output} from "../../runner/stage/define-stage.ts";
import {DatasetMistake} from "../../science/datasets/dataset-mistake.ts";
import {checkCounts, classesOf} from "../../science/datasets/image-files.ts";
import {writeLabels} from "../../science/datasets/image-index.ts";
import type {Columns, Row} from "../../science/formats/column.ts";
import {writeTable} from "../../science/formats/table.ts";
import {fitSquare} from "../../science/images/fit-square.ts";
import {decode} from "./decode.ts";
import {inOrder} from "./in-order.ts";
import {listFiles} from "./list-files.ts";
import {ShardWriter} from "./shard-writer.ts";

/** Every file; one without an image number was skipped. */
const fileColumns = {
  image: "integer?",
  path: "string",
  class: "string",
  height: "integer?",
  width: "integer?",
  converted: "string?",
  problem: "string?"
} as const satisfies Columns;

/**
 * A dataset as people have it, a folder per class or a table `path,label`, decoded once into shards of equal squares.
 * A file that cannot be read ends the task, or is skipped and listed.
 */
export default defineStage({
  params: z.strictObject({
    /** Where the relative paths of a table begin */
    folder: z.string().nullable(),
    resize: z.enum(["square", "shortest-side"]),
    to: z.int().positive(),
    crop: z.int().positive(),
    filter: z.enum(["bilinear", "area"]),
    broken: z.enum(["error", "skip"]),
    expected: z.strictObject({images: z.int().nullable(), classes: z.int().nullable()})
  }),
  inputs: {source: one("file")},
  outputs: {
    images: output("images", "folder"),
    labels: output("labels.safetensors", "tensors"),
    files: output("files.csv", "table")
  },
  async run({params, inputs, outputs, cores, log}) {
    if (params.crop > params.to)
      throw new DatasetMistake(`crop ${params.crop} is larger than the square that it is cut from, ${params.to}`);
    const source = listFiles(inputs.source, params.folder);
    const classes = classesOf(source);
    checkCounts({images: source.length, classes: classes.length}, params.expected);
    const labelOf = new Map(classes.map((name, label) => [name, label]));
    const labels: number[] = [];
    const rows: Row<typeof fileColumns>[] = [];
    mkdirSync(outputs.images);
    const shards = new ShardWriter(outputs.images, {height: params.crop, width: params.crop});
    sharp.concurrency(1);
    for await (const [{path, class: name}, decoded] of inOrder(source, cores, ({path}) => decode(path))) {
      const place = relativeTo(path, params.folder ?? inputs.source);
      const nothing = {height: null, width: null, converted: null, problem: null};
      if ("problem" in decoded) {
        if (params.broken === "error") throw new DatasetMistake(`${place} cannot be read: ${decoded.problem}`);
        rows.push({...nothing, image: null, path: place, class: name, problem: decoded.problem});
        continue;
      }
      const {pixels, height, width, converted} = decoded;
      shards.add(fitSquare(pixels, height, width, params));
      const changes = converted.join(" ") || null;
      rows.push({...nothing, image: labels.length, path: place, class: name, height, width, converted: changes});
      labels.push(labelOf.get(name)!);
    }
    shards.close();
    const filled = new Set(labels);
    const empty = classes.filter((_, label) => !filled.has(label));
    if (empty.length > 0) throw new DatasetMistake(`no picture of class ${empty.join(", ")} can be read`);
    writeFileSync(outputs.labels, writeLabels({labels: Int32Array.from(labels), classes}));
    writeFileSync(outputs.files, writeTable(rows, fileColumns));
    log(`${labels.length} images of ${classes.length} classes; ${rows.length - labels.length} files skipped`);
    for (const change of new Set(rows.map(({converted}) => converted)))
      if (change) log(`${rows.filter(({converted}) => converted === change).length} converted: ${change}`);
  }
});

function relativeTo(path: string, folder: string): string {
  return path.startsWith(`${folder}/`) ? path.slice(folder.length + 1) : path;
}
