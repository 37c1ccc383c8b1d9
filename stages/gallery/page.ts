import {type Entry, type Section, sections} from "./entry.ts";
import {STYLE} from "./style.ts";

const formats = ["svg", "png", "pdf", "csv"] as const;
/** More curves than these are folded away. */
const FEW = 6;

/**
 * The gallery as one page of HTML that opens from a folder beside the figures' own files: it links to them by name, and
 * to nothing else.
 */
export function galleryPage(entries: readonly Entry[]): string {
  const shown = sections.flatMap((section) => {
    const own = entries.filter((entry) => entry.section === section);
    return own.length > 0 ? [{section, own}] : [];
  });
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>Figures</title><style>${STYLE}</style></head><body><main>
<h1>Figures</h1>
<p class="lead">Scaling laws for task-optimized models of the primate visual ventral stream: every figure that follows from
the released tables, drawn anew. Each is a file beside this page, with the numbers in it as a table.
<code>vvs lineage</code> tells how a file was made.</p>
<nav aria-label="Figures">${shown.map(contents).join("")}</nav>
${shown.map(sectionOf).join("\n")}
</main></body></html>
`;
}

function contents({section, own}: {section: Section; own: readonly Entry[]}): string {
  const links = own.map(({name, number, title}) => {
    const short = section === "Main text" || section === "Appendix" ? number.replace("Figure ", "") : title;
    return `<li><a href="#${name}"${short === title ? "" : ` aria-label="${escaped(`${number}: ${title}`)}"`}>${escaped(short)}</a></li>`;
  });
  return `<b>${section}</b><ul>${links.join("")}</ul>`;
}

function sectionOf({section, own}: {section: Section; own: readonly Entry[]}): string {
  return `<section><h2>${section}</h2><div class="figures">${own.map(card).join("\n")}</div></section>`;
}

function card(entry: Entry): string {
  const {name, number, title, caption, description, broad} = entry;
  const drawing = `<a href="${name}.svg"><img src="${name}.svg" alt="${escaped(`${title}. ${description}`)}"></a>`;
  const scrolled = broad ? ` tabindex="0" role="group" aria-label="${escaped(`${number}, drawing`)}"` : "";
  return `<figure id="${name}"${broad ? ' class="broad"' : ""}><div class="drawing"${scrolled}>${drawing}</div>
<figcaption><h3>${escaped(number)} <span>${escaped(title)}</span></h3><p>${formula(caption)}</p>
<dl>${facts(entry)}</dl>
<div class="files">${formats.map((format) => `<a href="${name}.${format}" aria-label="${escaped(number)} as ${format.toUpperCase()}">${format.toUpperCase()}</a>`).join("")}</div>
</figcaption></figure>`;
}

function facts({name, sizes, equations, fits}: Entry): string {
  const rows = [
    ...(sizes ? [["n", escaped(sizes)]] : []),
    ...(equations.length > 0 ? [["Fit", folded(equations.map(formula), "curves")]] : []),
    ...(fits.length > 0 ? [["From", folded(fits.map(code), "fits")]] : []),
    ["Made by", code(`vvs lineage figures/${name}.svg`)]
  ];
  return rows.map(([term, value]) => `<dt>${term}</dt><dd>${value}</dd>`).join("");
}

function folded(items: readonly string[], what: string): string {
  const list = `<ul>${items.map((item) => `<li>${item}</li>`).join("")}</ul>`;
  return items.length > FEW ? `<details><summary>${items.length} ${what}</summary>${list}</details>` : list;
}

function code(text: string): string {
  return `<code>${escaped(text)}</code>`;
}

/** Text with its exponents raised. */
function formula(text: string): string {
  return escaped(text).replace(/\^(−?[\d.]*[\dα]|−α)/g, "<sup>$1</sup>");
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}
