/** A notebook to begin with: select, filter, plot, take away, and say where the numbers come from. */
export function startingPoint(title: string): string {
  return `<!doctype html>
<notebook theme="light-dark(air, near-midnight)">
  <title>${title}</title>
  <script type="text/markdown">
    # ${title}

    What is the question, and what do the data say? A cell is text, code or a formula; it runs again when something that it names has changed. Import any result by the name that \`vvs cat\` gives it: \`artifact:fit[experiment=compute_neuro]\`, \`artifact:published/dynamics\`.
  </script>
  <script type="module">
    import models, {source} from "artifact:published/models";
    const region = view(Inputs.select(["V1", "V2", "V4", "IT", "Behavioral"], {label: "Region", value: "IT"}));
    const dataset = view(Inputs.select(["imagenet", "ecoset"], {label: "Data set"}));
  </script>
  <script type="module">
    const shown = models.filter((model) =>
      model.dataset === dataset && model[region] !== null && model.total_flops !== null &&
      !(model.is_pretrained || model.is_random || model.is_ssl || model.is_adv || model.is_ablation)
    );
  </script>
  <script type="module" pinned>
    display(Plot.plot({
      width: Math.max(width, 320),
      grid: true,
      x: {type: "log", label: "Training compute C (FLOPs)", tickFormat: ".0e"},
      y: {label: \`Alignment with \${region}\`},
      color: {legend: true},
      marks: [Plot.dot(shown, {x: "total_flops", y: region, stroke: "arch_family", r: 2, title: "model_id"})]
    }));
  </script>
  <script type="module">
    import {csvFormat} from "d3-dsv";
    import {download} from "./parts/panel.ts";
    display(download("models.csv", "text/csv", () => csvFormat(shown)));
  </script>
  <script type="module">
    import {origins} from "./parts/facts.ts";
    display(origins(source));
  </script>
</notebook>
`;
}
