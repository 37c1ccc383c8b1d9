import {readFile} from "node:fs/promises";
import {JSDOM} from "jsdom";
import {openStore} from "../../runner/store/store.ts";

/** Names that a browser and Node both have, of which the page's is the one that counts. */
const OF_THE_PAGE = new Set(["document", "location", "Event", "CustomEvent"]);

/** Gives Node enough of a browser to run notebook cells: a DOM, a page's width, and a project's artifacts to fetch. */
export function installPageGlobals(project: string, width = 640): void {
  const {objects} = openStore(project);
  const {window} = new JSDOM("<!doctype html><main></main>", {pretendToBeVisual: true, url: "http://localhost/"});
  for (const name of Object.getOwnPropertyNames(window))
    if (OF_THE_PAGE.has(name) || !(name in globalThis)) define(name, window[name]);
  define("window", window);
  Element.prototype.scrollTo = () => {};
  letFormsHoldValues();
  define("ResizeObserver", observer([{contentRect: {width}}]));
  define("IntersectionObserver", observer([{isIntersecting: true}]));
  define("matchMedia", () => ({matches: false, addEventListener() {}, removeEventListener() {}}));
  define("fetch", async (url: string) => {
    const [, digest = ""] = /^\/@object\/(\w+)$/.exec(url) ?? [];
    return new Response(await readFile(objects.path(digest)));
  });
}

/**
 * The DOM's forms refuse to set an accessor that is their own, which is how inputs hold their value; one that they
 * inherit they take.
 */
function letFormsHoldValues(): void {
  const defineProperty = Object.defineProperty;
  Object.defineProperty = (target, name, descriptor) => {
    if (name !== "value" || !(target instanceof HTMLFormElement)) return defineProperty(target, name, descriptor);
    const inherited = Object.create(Object.getPrototypeOf(target));
    return Object.setPrototypeOf(target, defineProperty(inherited, name, descriptor));
  };
}

function define(name: string, value: unknown): void {
  Object.defineProperty(globalThis, name, {value, configurable: true, writable: true});
}

/** An observer class that reports `entries` once, as soon as it watches anything. */
function observer(entries: readonly object[]) {
  return class {
    readonly report: (entries: readonly object[]) => void;
    constructor(report: (entries: readonly object[]) => void) {
      this.report = report;
    }
    observe(): void {
      this.report(entries);
    }
    disconnect(): void {}
  };
}
