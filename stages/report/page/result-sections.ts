import type {Comparison} from "../comparison.ts";
import {type Html, html} from "./html.ts";
import {relative, shown} from "./numbers.ts";
import type {FitRows} from "./parameter-rows.ts";

/** A single panel is narrower than this. */
const WIDE_PIXELS = 480;

const FORMS: Record<string, string> = {
  power_law: "S = S∞ − A x^−α",
  power_law_shift: "S = S∞ − A (x + 10^λ)^−α",
  chinchilla: "S = S∞ − A N^−α − B D^−β"
};

/** A cell with the sign of agreement: a shape, so that it does not hang on colour. */
function verdict(reason: string): Html {
  const [look, sign, word] = reason === "" ? ["good", "✓", "agrees"] : ["other", "≠", "differs"];
  return html`<td class="sign"><span class="${look}" role="img" title="${word}" aria-label="${word}">${sign}</span></td>`;
}

/** The numbers that the paper states, and what follows from the scores: ours beside the published. */
export function headlineSection(numbers: readonly Comparison[]): Html {
  return html`<h2 id="numbers">Headline numbers</h2>
<p>Every number of the paper's text and figures that the released scores determine. ✓: ours rounds to the digits that were printed; ≠: it does not, and the reason is beside it.</p>
<div class="wide"><table><thead><tr><th></th><th>number</th><th class="n">ours</th><th class="n">published</th><th class="n">difference</th><th>reason</th></tr></thead><tbody>
${numbers.map(
  ({
    name,
    ours,
    published,
    agreement,
    reason
  }) => html`<tr>${verdict(reason)}<td>${name.replace(/^paper, /, "")}</td><td class="n">${shown(ours)}</td><td class="n">${shown(published)}</td><td class="n">${relative(agreement)}</td><td class="why">${reason}</td></tr>
`
)}</tbody></table></div>
`;
}

/** Every parameter of every fit beside the released one. */
export function fitsSection(fits: readonly FitRows[]): Html {
  return html`<h2 id="fits">All ${fits.length} fits</h2>
<p>Each fitted parameter beside the released one, with the 2.5 and 97.5 percentiles of our resamples. “Gap” is the largest difference in S between our curve and the released one anywhere in the data: parameters may differ where curves do not, most of all those that the data does not determine.</p>
<div class="wide"><table><thead><tr><th>experiment</th><th></th><th>parameter</th><th class="n">ours</th><th class="n">95 % interval</th><th class="n">released</th><th class="n">difference</th><th>by the data</th></tr></thead>
${fits.map(fitBody)}</table></div>
`;
}

function fitBody({experiment, form, n, loss, releasedLoss, gap, parameters}: FitRows): Html {
  const reason = parameters.find((parameter) => parameter.reason !== "")?.reason ?? "";
  const numbers = html`n = ${n}, gap ${shown(gap)}<br>loss ${shown(loss)}; released ${shown(releasedLoss)}`;
  const why = reason === "" ? "" : html`<br>≠ ${reason}`;
  const head = html`<b>${experiment}</b><br><span class="soft">${FORMS[form] ?? form}<br>${numbers}${why}</span>`;
  return html`<tbody class="fit">
${parameters.map((parameter, index) => {
  const {name, ours, low, high, released, difference, identified} = parameter;
  const first = index === 0 ? html`<td class="head" rowspan="${parameters.length}">${head}</td>` : "";
  const free = identified ? "" : "not determined";
  return html`<tr>${first}${verdict(parameter.reason)}<td>${name}</td><td class="n">${shown(ours)}</td><td class="n">${shown(low)} … ${shown(high)}</td><td class="n">${shown(released)}</td><td class="n">${relative(difference)}</td><td class="soft">${free}</td></tr>
`;
})}</tbody>
`;
}

/** A drawn figure, its bytes as they are published. */
export interface ReportFigure {
  name: string;
  caption: string;
  svg: Uint8Array;
}

export function figuresSection(figures: readonly ReportFigure[]): Html {
  return html`<h2 id="figures">Figures</h2>
<p>Each carries its origin: <code>vvs whence</code> on this page, or on a figure saved from it, tells its task and sources, and whether it was changed.</p>
<div class="figures">
${figures.map(
  ({name, caption, svg}) =>
    html`<figure class="${isWide(svg) ? "broad" : "single"}"><img alt="${name}: ${caption}" src="data:image/svg+xml;base64,${Buffer.from(svg).toString("base64")}"><figcaption>${name}</figcaption></figure>
`
)}</div>
`;
}

/** Has a drawing several panels side by side? */
function isWide(svg: Uint8Array): boolean {
  const width = Number(/<svg[^>]*? width="([\d.]+)"/.exec(Buffer.from(svg).toString("utf8"))?.[1]);
  return width > WIDE_PIXELS;
}
