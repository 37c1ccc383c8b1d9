import type {Provenance} from "../../../runner/stage/define-command.ts";
import type {Fit} from "../../../science/scaling-laws/fit.ts";
import type {PublishedFit} from "../../../science/selection/published-tables.ts";
import type {Comparison} from "../comparison.ts";
import {Html, html} from "./html.ts";
import {shown} from "./numbers.ts";
import {fitRows} from "./parameter-rows.ts";
import {provenanceSection} from "./provenance-section.ts";
import {figuresSection, fitsSection, headlineSection, type ReportFigure} from "./result-sections.ts";
import {STYLE} from "./style.ts";

/** What the page is made from. */
export interface ReportContent {
  comparisons: readonly Comparison[];
  fits: readonly Fit[];
  published: readonly PublishedFit[];
  figures: readonly ReportFigure[];
  provenance: Provenance;
}

/** The reproduction report: one page that needs nothing but itself. */
export function reportPage({comparisons, fits, published, figures, provenance}: ReportContent): string {
  const rows = published.flatMap((row) => {
    const fit = fits.find(({experiment}) => experiment === row.experiment);
    return fit ? [fitRows(fit, row)] : [];
  });
  const experiments = new Set(published.map(({experiment}) => experiment));
  const headlines = comparisons.filter(({name}) => !experiments.has(name.split(":")[0] ?? ""));
  const agreeing = comparisons.filter(({reason}) => reason === "").length;
  const gaps = rows.map(({gap}) => gap).sort((a, b) => a - b);
  const parameters = rows.flatMap((row) => row.parameters);
  const seconds = provenance.tasks.reduce((sum, task) => sum + task.seconds, 0);
  const stats: [string, string][] = [
    [`${agreeing} of ${comparisons.length}`, "numbers agree with the published ones"],
    [String(rows.length), "scaling laws fitted again"],
    [shown(gaps[Math.floor(gaps.length / 2)]), "median gap between our curve and the released one, in S"],
    [`${parameters.filter(({reason}) => reason === "").length} of ${parameters.length}`, "fitted parameters agree"],
    [String(provenance.tasks.length), `tasks, ${seconds.toFixed(0)} s of computing`]
  ];
  const page = html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Reproduction report: scaling laws for models of the ventral stream</title><style>${new Html(STYLE)}</style></head>
<body><main>
<h1>Reproduction report</h1>
<p>Scaling Laws for Task-Optimized Models of the Primate Visual Ventral Stream (Gokce &amp; Schrimpf, ICML 2025): the study's fits, numbers and figures made again from its released scores, and compared with what was published.</p>
<p class="soft">Where ours differ, the reason is beside the number.</p>
<div class="stats">${stats.map(([value, what]) => html`<div><b>${value}</b><span>${what}</span></div>`)}</div>
${differences(comparisons)}${headlineSection(headlines)}${figuresSection(figures)}${fitsSection(rows)}${provenanceSection(provenance)}
</main></body></html>
`;
  return page.markup;
}

/** Why numbers differ, the most frequent reason first. */
function differences(comparisons: readonly Comparison[]): Html {
  const counts = new Map<string, number>();
  for (const {reason} of comparisons) if (reason !== "") counts.set(reason, (counts.get(reason) ?? 0) + 1);
  const reasons = [...counts].sort(([, a], [, b]) => b - a);
  if (reasons.length === 0) return html`<p>All numbers agree.</p>`;
  return html`<h2 id="differences">Where they differ, and why</h2>
<div class="wide"><table><thead><tr><th class="n">numbers</th><th>reason</th></tr></thead><tbody>
${reasons.map(([reason, count]) => html`<tr><td class="n">${count}</td><td>${reason}</td></tr>\n`)}</tbody></table></div>
`;
}
