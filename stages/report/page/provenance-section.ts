import type {FinishedTask, Provenance} from "../../../runner/stage/define-command.ts";
import {type Html, html} from "./html.ts";

/** From what, by what, where and when; and how to do it again. */
export function provenanceSection(provenance: Provenance): Html {
  const {run, tasks, sources, lockfile, packages} = provenance;
  const manifest = run?.manifest ?? "";
  return html`<h2 id="provenance">From what, by what, when</h2>
<h3>Sources</h3>
<div class="wide"><table><thead><tr><th>source</th><th>licence</th><th>sha256</th></tr></thead><tbody>
${sources.map(
  ({source, url, licence, citation, sha256}) =>
    html`<tr><td>${url === null ? source : html`<a href="${url}">${source}</a>`}${citation === null ? "" : html`<br><span class="soft">${citation}</span>`}</td><td>${licence ?? ""}</td><td><code>${sha256}</code></td></tr>
`
)}</tbody></table></div>
<h3>Tasks</h3>
<div class="wide"><table><thead><tr><th>stage</th><th class="n">tasks</th><th class="n">seconds</th><th>made</th></tr></thead><tbody>
${byStage(tasks).map(
  ({stage, count, seconds, first, last}) =>
    html`<tr><td>${stage}</td><td class="n">${count}</td><td class="n">${seconds.toFixed(1)}</td><td>${minute(first)}${minute(first) === minute(last) ? "" : ` to ${minute(last)}`}</td></tr>
`
)}</tbody></table></div>
<h3>Environment</h3>
<div class="wide"><table><tbody>
${counted(tasks, ({host, platform, node}) => `${host}: ${platform}, Node ${node}`).map((text) => html`<tr><th>machine</th><td>${text}</td></tr>\n`)}
${counted(tasks, ({commit, dirty}) => (commit === null ? "not a git checkout" : `commit ${commit}${dirty ? ", with uncommitted changes (kept)" : ""}`)).map((text) => html`<tr><th>checkout</th><td><code>${text}</code></td></tr>\n`)}
<tr><th>packages</th><td>${packages.length} in the keys of the results, such as ${packages.slice(0, 6).join(", ")}; package-lock.json sha256 <code>${lockfile ?? ""}</code></td></tr>
${run === null ? "" : html`<tr><th>last run</th><td>${minute(run.startedAt)}, ${run.seconds.toFixed(1)} s</td></tr>`}
<tr><th>manifest</th><td><code>${manifest}</code><br><span class="soft">This one digest stands for every record, output, input and piece of code above: keep it in a lab book or a commit. <code>vvs audit --manifest</code> checks a cache against it.</span></td></tr>
</tbody></table></div>
<h2 id="repeat">Do it again</h2>
<pre>npm ci
npm run reproduce -- --profile published
vvs audit --replay all${manifest === "" ? "" : ` --manifest ${manifest}`}
vvs lineage figures/fig1b.svg
vvs report report.html</pre>
<p class="soft">The first two make every figure and fit from the tables of the project, without a network. The audit re-hashes all that is stored, runs the recorded code again on the recorded inputs and compares bytes.</p>
`;
}

function byStage(tasks: readonly FinishedTask[]) {
  const stages = new Map<string, {stage: string; count: number; seconds: number; first: string; last: string}>();
  for (const {stage, seconds, startedAt, endedAt} of tasks) {
    const known = stages.get(stage) ?? {stage, count: 0, seconds: 0, first: startedAt, last: endedAt};
    stages.set(stage, {
      stage,
      count: known.count + 1,
      seconds: known.seconds + seconds,
      first: [known.first, startedAt].sort()[0] ?? startedAt,
      last: [known.last, endedAt].sort()[1] ?? endedAt
    });
  }
  return [...stages.values()];
}

/** Each text once, with the number of tasks where there are several texts. */
function counted(tasks: readonly FinishedTask[], what: (task: FinishedTask) => string): string[] {
  const counts = new Map<string, number>();
  for (const task of tasks) counts.set(what(task), (counts.get(what(task)) ?? 0) + 1);
  return [...counts].map(([text, count]) => (counts.size > 1 ? `${text} (${count} tasks)` : text));
}

function minute(time: string): string {
  return `${time.slice(0, 16).replace("T", " ")} UTC`;
}
