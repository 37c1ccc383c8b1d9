import {readFileSync, writeFileSync} from "node:fs";
import {type CommandContext, defineCommand} from "../../runner/stage/define-command.ts";

export default defineCommand({
  name: "report",
  summary: "every headline number of the study beside the published one (--json: all numbers; FILE.html: a page)",
  arguments: "[file]",
  async run({arguments: [file]}, context) {
    if (file !== undefined) await writePage(file, context);
    if (context.json || file === undefined) {
      const artifact = await context.artifact(context.json ? "report/comparison" : "report/equations");
      context.print(readFileSync(artifact, "utf8"));
    }
  }
});

/** Writes the page: what was run, from what, and how the results compare. */
async function writePage(file: string, context: CommandContext): Promise<void> {
  const [{reportPage}, {comparisonSchema}, {fitSchema}, {readTable}, {fitColumns}] = await Promise.all([
    import("./page/report-page.ts"),
    import("./comparison.ts"),
    import("../../science/scaling-laws/fit.ts"),
    import("../../science/formats/table.ts"),
    import("../../science/selection/published-tables.ts")
  ]);
  const read = async (name: string) => readFileSync(await context.artifact(name), "utf8");
  const comparisons = comparisonSchema.parse(JSON.parse(await read("report/comparison")));
  const provenance = await context.provenance(["report", "figure"]);
  const outputsOf = (stage: string, output: string) =>
    provenance.tasks.flatMap((task) => {
      const found = task.stage === stage ? task.outputs[output] : undefined;
      return found ? [{name: task.name, path: found.path}] : [];
    });
  const fits = outputsOf("fit", "fit").map(({path}) => fitSchema.parse(JSON.parse(readFileSync(path, "utf8"))));
  const figures = [];
  for (const {name, path} of outputsOf("figure", "caption")) {
    const label = /figure=([^,\]]+)/.exec(name)?.[1] ?? name;
    figures.push({
      name: label.replace(/^fig/, "Figure "),
      caption: readFileSync(path, "utf8").trim(),
      svg: await context.published(`${name}/svg`)
    });
  }
  const published = readTable(await read("published/fits"), fitColumns, {file: "fits.csv"});
  writeFileSync(file, reportPage({comparisons, fits, published, figures, provenance}));
  context.note(`${file}: ${fits.length} fits, ${comparisons.length} numbers, ${figures.length} figures`);
}
