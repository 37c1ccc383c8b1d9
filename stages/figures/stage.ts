import {readFileSync, writeFileSync} from "node:fs";
import {parseHTML} from "linkedom";
import {z} from "zod";
import {defineStage, many, one, output} from "../../runner/stage/define-stage.ts";
import {readTable} from "../../science/formats/table.ts";
import {fitSchema} from "../../science/scaling-laws/fit.ts";
import {recipeSchema} from "../../science/scaling-laws/recipe.ts";
import {dynamicsColumns, leaderboardColumns, modelColumns} from "../../science/selection/published-tables.ts";
import {toPdf} from "./export/pdf.ts";
import {toPng} from "./export/png.ts";
import {toSvg} from "./export/svg.ts";
import {allPanelNames, panels} from "./panels.ts";
import {numbersCsv} from "./series/numbers.ts";
import {plainText} from "./text/rich-text.ts";

/** Draws one panel from the tables and the fits that it shows, as SVG, PNG and PDF, with the numbers in it. */
export default defineStage({
  params: z.strictObject({figure: z.enum(allPanelNames)}),
  inputs: {
    models: one("table"),
    dynamics: one("table"),
    /** None or one: only panels of the compute-optimal frontier need it. */
    recipe: many("json"),
    /** None or one: only panels that compare public with private scores need it. */
    leaderboard: many("table"),
    /** The fits that the panel shows, found by their experiment's name. */
    fits: many("json")
  },
  outputs: {
    svg: output("figure.svg", "svg"),
    png: output("figure.png", "png"),
    pdf: output("figure.pdf", "pdf"),
    numbers: output("numbers.csv", "table"),
    caption: output("caption.txt", "text")
  },
  typical: {seconds: 0.7, bytes: 450_000},
  async run({params, inputs, outputs, log}) {
    const [recipe] = inputs.recipe.map((path) => recipeSchema.parse(JSON.parse(readFileSync(path, "utf8"))));
    const [leaderboard] = inputs.leaderboard.map((path) =>
      readTable(readFileSync(path, "utf8"), leaderboardColumns, {file: "leaderboard.csv"})
    );
    const fits = inputs.fits.map((path) => fitSchema.parse(JSON.parse(readFileSync(path, "utf8"))));
    const data = {
      models: readTable(readFileSync(inputs.models, "utf8"), modelColumns, {file: "models.csv"}),
      dynamics: readTable(readFileSync(inputs.dynamics, "utf8"), dynamicsColumns, {file: "dynamics.csv"}),
      fits: new Map(fits.map((fit) => [fit.experiment, fit])),
      ...(recipe ? {recipe} : {}),
      ...(leaderboard ? {leaderboard} : {})
    };
    const {document} = parseHTML("<!doctype html><html><body></body></html>");
    const figure = panels[params.figure](data, document);
    const svg = toSvg(figure.svg);
    writeFileSync(outputs.svg, svg);
    writeFileSync(outputs.png, toPng(svg));
    writeFileSync(outputs.pdf, await toPdf(svg));
    writeFileSync(outputs.numbers, numbersCsv(figure.numbers));
    writeFileSync(outputs.caption, `${plainText(figure.caption)}\n`);
    log(`${figure.numbers.length} numbers drawn`);
  }
});
