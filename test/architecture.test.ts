import assert from "node:assert/strict";
import {readdirSync, readFileSync} from "node:fs";
import {dirname, join, relative} from "node:path";
import {describe, test} from "node:test";
import {projectRoot} from "./vvs.ts";

interface Import {
  from: string;
  to: string;
}

/** Every relative import in a folder of the project, as paths from its root. */
function importsIn(folder: string): Import[] {
  const files = readdirSync(join(projectRoot, folder), {recursive: true, encoding: "utf8"});
  return files
    .filter((file) => file.endsWith(".ts"))
    .flatMap((file) => {
      const path = join(projectRoot, folder, file);
      const found = readFileSync(path, "utf8").matchAll(/(?:from|import)\s*\(?\s*"(\.[^"]+)"/g);
      return [...found].map(([, to = ""]) => ({
        from: relative(projectRoot, path),
        to: relative(projectRoot, join(dirname(path), to))
      }));
    });
}

function assertNone(imports: Import[], forbidden: (found: Import) => boolean): void {
  assert.deepEqual(imports.filter(forbidden), []);
}

const room = (path: string, depth: number) => path.split("/").slice(0, depth).join("/");

describe("arrows point one way", () => {
  test("the runner knows neither the science nor the stages", () => {
    assertNone(importsIn("runner"), ({to}) => !to.startsWith("runner/"));
  });

  test("the science knows only itself", () => {
    assertNone(importsIn("science"), ({to}) => !to.startsWith("science/"));
  });

  test("a stage knows no other stage, and of the runner only the contract", () => {
    assertNone(importsIn("stages"), ({from, to}) => {
      if (to.startsWith("runner/")) return !/^runner\/(stage|errors)\//.test(to);
      return to.startsWith("stages/") && room(to, 2) !== room(from, 2);
    });
  });

  test("in the runner: cli, then execute and provenance, then store, hash and graph", () => {
    const below: Record<string, string[]> = {
      "runner/errors": ["errors"],
      "runner/stage": ["stage"],
      "runner/graph": ["graph", "errors", "stage"],
      "runner/hash": ["hash", "errors", "graph"],
      "runner/store": ["store", "hash", "errors"],
      "runner/provenance": ["provenance", "store", "hash", "graph", "execute", "errors"],
      "runner/execute": ["execute", "provenance", "store", "hash", "graph", "stage", "errors"]
    };
    assertNone(importsIn("runner"), ({from, to}) => {
      const allowed = below[room(from, 2)];
      return allowed !== undefined && !allowed.some((name) => to.startsWith(`runner/${name}/`));
    });
  });
});
