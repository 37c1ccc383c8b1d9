import {existsSync} from "node:fs";
import {dirname, join} from "node:path";
import type {Plugin} from "vite";

/** Groups: quote, package, path inside the package, `/+esm` for a module. */
const CDN_URL =
  /(["'`])https:\/\/cdn\.jsdelivr\.net\/npm\/((?:@[\w.-]+\/)?[\w.-]+)(?:@[\w.^~-]+)?(\/[\w./@-]*?)?(\/\+esm)?\1/g;
const STATIC_IMPORT = /^(?:import|export)\b[^;(]*?"https:\/\/cdn\.jsdelivr\.net\/npm\/((?:@[\w.-]+\/)?[\w.-]+)/gm;
const MISSING = "\0missing:";

/**
 * Serves the libraries that Notebook Kit would take from the jsDelivr CDN out of node_modules, so that notebooks
 * preview, build and open without a network. One that is not installed is an error of the cell that uses it.
 */
export function offlineLibraries(): Plugin {
  let root = ".";
  return {
    name: "offline-libraries",
    enforce: "pre",
    configResolved(config) {
      root = config.root;
    },
    resolveId(id) {
      return id.startsWith(MISSING) ? id : undefined;
    },
    load(id) {
      return id.startsWith(MISSING) ? complaint(id.slice(MISSING.length)) : undefined;
    },
    transform(code, id) {
      if (!code.includes("cdn.jsdelivr.net/npm/")) return undefined;
      if (/\.css(\?|$)/.test(id))
        return code.replace(CDN_URL, (_, quote, name, path) => `${quote}${name}${path}${quote}`);
      for (const [, name = ""] of code.matchAll(STATIC_IMPORT))
        if (!packageFolder(name, root)) return {code: complaint(name), map: null};

      const assets: string[] = [];
      const rewritten = code.replace(CDN_URL, (url, _quote, name: string, path = "", module) => {
        const folder = packageFolder(name, root);
        if (module) return JSON.stringify(folder ? name + path : MISSING + name);
        if (!folder || !path) return url;
        assets.push(`import __asset${assets.length} from ${JSON.stringify(`${join(folder, path)}?url`)};`);
        return `__asset${assets.length - 1}`;
      });
      return {code: [...assets, rewritten].join("\n"), map: null};
    }
  };
}

function complaint(name: string): string {
  return `throw new Error(${JSON.stringify(`this notebook needs ${name}; run: npm install --save-dev ${name}`)});`;
}

function packageFolder(name: string, from: string): string | undefined {
  const folder = join(from, "node_modules", name);
  if (existsSync(join(folder, "package.json"))) return folder;
  return from === dirname(from) ? undefined : packageFolder(name, dirname(from));
}
