import {existsSync, mkdirSync, readFileSync, writeFileSync} from "node:fs";
import {join, resolve} from "node:path";
import {UserMistake} from "../../runner/errors/user-mistake.ts";
import {defineCommand} from "../../runner/stage/define-command.ts";
import type {Columns} from "../../science/formats/column.ts";
import {readForeignTable} from "../../science/formats/foreign-table.ts";
import {canonicalJson} from "../../science/formats/json.ts";
import {readTable, writeTable} from "../../science/formats/table.ts";
import {commitmentsSchema} from "../../science/selection/original-commitments.ts";
import {checkpointScoreColumns, scoreColumns} from "../../science/selection/original-tables.ts";
import {
  commitmentColumns,
  dynamicsColumns,
  fitColumns,
  leaderboardColumns,
  modelColumns
} from "../../science/selection/published-tables.ts";
import {condenseCommitments, condenseDynamics, condenseLeaderboard, condenseModels} from "./condense.ts";
import {readOriginals} from "./originals.ts";
import {condenseFits, releasedFitsSchema} from "./released-fits.ts";

const originals = [
  "benchmark_scores",
  "benchmark_scores_ckpts",
  "benchmark_scores_brainscore",
  "layer_commitments"
] as const;

/** The released fits, taken out of their pickles: beside the originals, under this name. */
const fitsFile = "reference_fits.json";

export default defineCommand({
  name: "published",
  summary: "writes data/published/ from the study's released files",
  options: [
    {
      flags: "--from <folder>",
      description: `folder of the released files (checked by sha256) and of ${fitsFile}`,
      required: true
    }
  ],
  async run({options}, context) {
    if (typeof options.from !== "string") throw new UserMistake("--from needs a folder");
    const folder = resolve(options.from);
    const registry = readFileSync(join(context.folder, "data/sources.yaml"), "utf8");
    const original = await readOriginals(originals, folder, registry);
    const target = join(context.folder, "data/published");
    mkdirSync(target, {recursive: true});

    const written: {file: string; rows: number}[] = [];
    const write = <const C extends Columns>(file: string, rows: Parameters<typeof writeTable<C>>[0], columns: C) => {
      writeFileSync(join(target, file), writeTable(rows, columns));
      written.push({file: `data/published/${file}`, rows: rows.length});
    };
    const scores = readTable(original("benchmark_scores"), scoreColumns, {file: "benchmark_scores.csv"});
    write("models.csv", condenseModels(scores), modelColumns);
    const checkpoints = readTable(original("benchmark_scores_ckpts"), checkpointScoreColumns, {
      file: "benchmark_scores_ckpts.csv"
    });
    write("dynamics.csv", condenseDynamics(checkpoints), dynamicsColumns);
    const leaderboard = readForeignTable(original("benchmark_scores_brainscore"), {model_id: "string"});
    write("leaderboard.csv", condenseLeaderboard(leaderboard.rows), leaderboardColumns);
    const commitments = commitmentsSchema.parse(JSON.parse(original("layer_commitments")));
    write("commitments.csv", condenseCommitments(commitments), commitmentColumns);
    if (existsSync(join(folder, fitsFile))) {
      const fits = releasedFitsSchema.parse(JSON.parse(readFileSync(join(folder, fitsFile), "utf8")));
      write("fits.csv", condenseFits(fits), fitColumns);
    } else {
      context.note(`${join(folder, fitsFile)} is not there: data/published/fits.csv stays as it is`);
    }

    if (context.json) context.print(canonicalJson(written));
    else for (const {file, rows} of written) context.print(`${file}: ${rows} rows\n`);
  }
});
