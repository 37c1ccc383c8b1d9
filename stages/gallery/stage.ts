import {readFileSync, writeFileSync} from "node:fs";
import {z} from "zod";
import {defineStage, many, output} from "../../runner/stage/define-stage.ts";
import {entryOf} from "./entry.ts";
import {galleryPage} from "./page.ts";

/** Figures by name, in the order of their drawings, each with the references to what it shows. */
const figures = z.record(z.string(), z.looseObject({fits: z.array(z.string())}));

/** A page of all figures, with their captions, curves and origins. */
export default defineStage({
  params: z.strictObject({
    figures,
    /** Those of the simulated study, which follow: name -> references to fits. */
    simulated: z.record(z.string(), z.array(z.string()))
  }),
  inputs: {svg: many("svg"), captions: many("text")},
  outputs: {page: output("index.html", "text")},
  typical: {seconds: 0.2, bytes: 100_000},
  run({params, inputs, outputs, log}) {
    const shown = [
      ...Object.entries(params.figures).map(([name, {fits}]) => ({name, fits})),
      ...Object.entries(params.simulated).map(([name, fits]) => ({name, fits}))
    ];
    if (shown.length !== inputs.svg.length || shown.length !== inputs.captions.length)
      throw new Error(`${shown.length} figures are named, but there are ${inputs.svg.length} drawings of them`);
    const entries = shown.map(({name, fits}, i) =>
      entryOf(name, {
        svg: readFileSync(inputs.svg[i] ?? "", "utf8"),
        caption: readFileSync(inputs.captions[i] ?? "", "utf8"),
        fits
      })
    );
    writeFileSync(outputs.page, galleryPage(entries));
    log(`${entries.length} figures`);
  }
});
