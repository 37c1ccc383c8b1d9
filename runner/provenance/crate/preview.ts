import type {CrateContents} from "./crate-contents.ts";
import {uriOf} from "./entity.ts";

const STYLE = `:root{color-scheme:light dark;--line:#8884}body{font:16px/1.5 system-ui,sans-serif;max-width:70rem;margin:2rem auto;padding:0 1rem}
table{border-collapse:collapse;width:100%;font-size:.85rem}td,th{border-bottom:1px solid var(--line);padding:.3rem .6rem;text-align:left;vertical-align:top}
code{font-size:.85em;overflow-wrap:anywhere}.figures{display:grid;grid-template-columns:repeat(auto-fill,minmax(16rem,1fr));gap:1rem}
figure{margin:0}figure img{width:100%;background:#fff}.wide{overflow-x:auto}`;

/** The page that opens a crate: figures, sources, what ran, and how to check it. */
export function cratePreview(contents: CrateContents, withObjects: boolean): string {
  const {name, description, run, files, steps, sources, licence} = contents;
  const published = files.filter(({artifact, path}) => artifact !== undefined && !path.startsWith("cache/"));
  const pictures = published.filter(({path}) => path.endsWith(".svg"));
  const others = published.filter(({path}) => !path.endsWith(".svg"));
  const check = withObjects
    ? "<p>To run all of it again, without a network once the packages are here:</p><pre>npm ci\nvvs -C . audit --replay all</pre>"
    : "";
  return `<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${text(name)}</title><style>${STYLE}</style>
<h1>${text(name)}</h1>
<p>${text(description)}</p>
<p>Run ${text(run.startedAt)} to ${text(run.endedAt)}; licence ${text(licence)}; ${steps.size} tasks.${
    run.manifest === null ? "" : ` Manifest <code>${run.manifest}</code>.`
  } All of it for machines: <a href="ro-crate-metadata.json">ro-crate-metadata.json</a> (Workflow Run RO-Crate, Provenance Run Crate 0.5).</p>
<h2>Figures</h2>
<div class="figures">${pictures
    .map(
      ({path}) =>
        `<figure><a href="${uriOf(path)}"><img src="${uriOf(path)}" alt="${text(path)}"></a><figcaption>${text(path)}</figcaption></figure>`
    )
    .join("\n")}</div>
<ul>${others.map(({path, sha256}) => `<li><a href="${uriOf(path)}">${text(path)}</a> <code>${sha256.slice(0, 16)}</code></li>`).join("\n")}</ul>
<h2>Sources</h2>
<div class="wide"><table><tr><th>source<th>licence<th>sha256<th>cite</tr>
${[...sources.values()]
  .map(({source, path}) => {
    const address = path === undefined ? source.url : uriOf(path);
    const label = address === null ? text(source.source) : `<a href="${text(address)}">${text(source.source)}</a>`;
    return `<tr><td>${label}<td>${text(source.licence ?? "")}<td><code>${source.sha256}</code><td>${text(source.citation ?? "")}</tr>`;
  })
  .join("\n")}
</table></div>
<h2>Tasks</h2>
<div class="wide"><table><tr><th>task<th>started<th>seconds<th>key</tr>
${[...steps.values()]
  .map(({name: task, record: {startedAt, seconds, key}}) => {
    return `<tr><td>${text(task)}<td>${startedAt.slice(0, 19).replace("T", " ")}<td>${seconds.toFixed(2)}<td><code>${key.slice(0, 16)}</code></tr>`;
  })
  .join("\n")}
</table></div>
<h2>Check it</h2>
<pre>sha256sum -c SHA256SUMS</pre>
${check}
</html>
`;
}

function text(content: string): string {
  return content.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}
