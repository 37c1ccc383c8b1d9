import {toSvg} from "../../stages/figures/export/svg.ts";
import type {Figure} from "../../stages/figures/figure.ts";
import {numbersCsv} from "../../stages/figures/series/numbers.ts";
import {plainText} from "../../stages/figures/text/rich-text.ts";

/** Panels are drawn for print; on a page they are this much larger, where there is room. */
const ENLARGED = 1.45;

/** A panel of more pixels than this scrolls on a narrow page, rather than shrink until nobody can read it. */
const WIDE = 400;

/** A drawn panel on a page: described for readers who do not see it, and its drawing and numbers to take away. */
export function panel({svg, caption, numbers}: Figure, name: string): HTMLElement {
  const figure = document.createElement("figure");
  const width = Number(svg.getAttribute("width"));
  figure.className = width > WIDE ? "panel wide" : "panel";
  svg.setAttribute("aria-label", `${svg.getAttribute("aria-label") ?? name}. ${plainText(caption)}`);
  svg.style.width = `${width * ENLARGED}px`;
  const tools = document.createElement("div");
  tools.className = "tools";
  tools.append(
    download(`${name}.csv`, "text/csv", () => numbersCsv(numbers)),
    " ",
    download(`${name}.svg`, "image/svg+xml", () => toSvg(svg.cloneNode(true) as SVGSVGElement))
  );
  const scroll = document.createElement("div");
  scroll.className = "scroll";
  scroll.append(svg);
  figure.append(scroll, tools);
  return figure;
}

/** Panels side by side, below one another where there is no room. */
export function pair(...panels: HTMLElement[]): HTMLElement {
  const row = document.createElement("div");
  row.className = "pair";
  row.append(...panels);
  return row;
}

/** A button that hands over a file, made when it is asked for. */
export function download(name: string, type: string, content: () => string): HTMLButtonElement {
  const button = document.createElement("button");
  button.textContent = name;
  button.title = `Download ${name}`;
  button.addEventListener("click", () => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([content()], {type}));
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  });
  return button;
}
