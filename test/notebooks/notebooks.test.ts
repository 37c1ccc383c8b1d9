import assert from "node:assert/strict";
import {createHash} from "node:crypto";
import {readdirSync, readFileSync, statSync} from "node:fs";
import {join} from "node:path";
import {after, before, describe, test} from "node:test";
import {toCell, toNotebook} from "@observablehq/notebook-kit";
import {build, createServer, preview} from "vite";
import {purchase} from "../../notebooks/parts/budget.ts";
import {fitChoice} from "../../notebooks/parts/live-fit.ts";
import {inCache} from "../../notebooks/site/finished-artifacts.ts";
import {notebookNames, notebookPath} from "../../notebooks/site/notebook-files.ts";
import {siteConfig} from "../../notebooks/site/site-config.ts";
import {missingArtifacts, withoutMissing} from "../../notebooks/site/waiting-cells.ts";
import {readTable} from "../../science/formats/table.ts";
import {fitSchema} from "../../science/scaling-laws/fit.ts";
import {recipeSchema} from "../../science/scaling-laws/recipe.ts";
import {modelColumns} from "../../science/selection/published-tables.ts";
import {familyNames} from "../../stages/figures/look/palette.ts";
import {withFolder} from "../temporary-folder.ts";
import {projectRoot, vvs} from "../vvs.ts";
import {findChromium, openChromium} from "./chromium.ts";
import {readNotebook, runCells} from "./run-cells.ts";
import {FEW, type SmallStore, smallStore} from "./small-store.ts";

const notebooks = join(projectRoot, "notebooks");
/** The notebooks of the project itself, which are checked everywhere, and the page of words that leads to them. */
const OURS = [
  "headline",
  "architectures",
  "datasets",
  "recipe",
  "regions",
  "accuracy",
  "objectives",
  "benchmarks",
  "simulated",
  "provenance",
  "your-model"
];
const names = ["index", ...OURS];
/** Notebooks that came later: of questions that this test knows nothing of. */
const others = notebookNames(notebooks).filter((name) => !names.includes(name));

const BROKEN = `<!doctype html>
<notebook>
  <title>Broken</title>
  <script type="module">
    const one = {};
  </script>
  <script type="module">
    display(one.two.three);
  </script>
</notebook>
`;

describe("notebooks", () => {
  let store: SmallStore;
  before(async () => {
    store = await smallStore();
  });
  after(() => store.remove());

  test("every cell runs", async () => {
    const outcomes = await runCells(names, {notebooks, project: store.folder});
    assert.deepEqual(
      outcomes.filter(({error}) => error !== undefined),
      []
    );
    const drawn = new Set(outcomes.filter(({drawings}) => drawings > 0).map(({notebook}) => notebook));
    assert.deepEqual(
      OURS.filter((name) => !drawn.has(name)),
      []
    );
  });

  for (const name of others)
    test(`every cell of ${name} runs, on the results in the cache`, async (t) => {
      const notebook = readNotebook(notebookPath(notebooks, name));
      const missing = (project: string) => missingArtifacts(notebook, inCache(project));
      const project = [store.folder, projectRoot].find((folder) => missing(folder).length === 0);
      if (project === undefined) return t.skip(await whatToRun(name, missing(projectRoot), store.folder));
      const outcomes = await runCells([name], {notebooks, project});
      assert.deepEqual(
        outcomes.filter(({error}) => error !== undefined),
        []
      );
    });

  test("a notebook says what to run before it can be checked, and that no task has a name that it asks for", async () => {
    const asking = (name: string) =>
      missingArtifacts(
        toNotebook({cells: [toCell({id: 1, value: `import it from "artifact:${name}"`})]}),
        inCache(store.folder)
      );
    assert.deepEqual(asking("recipe"), []);
    assert.equal(
      await whatToRun("mine", asking("figure[figure=fig1b]/numbers"), store.folder),
      "mine: figure[figure=fig1b]/numbers has not been made yet; run: vvs run 'figure[figure=fig1b]'"
    );
    await assert.rejects(whatToRun("mine", asking("fit[experiment=compute_nuero]"), store.folder), /compute_neuro/);
  });

  test("a cell that fails is named", () =>
    withFolder({"broken.html": BROKEN}, async (folder) => {
      const [, second] = await runCells(["broken"], {notebooks: folder, project: store.folder});
      assert.deepEqual(second, {
        notebook: "broken",
        cell: "2 (display(one.two.three);)",
        drawings: 0,
        error: second?.error
      });
      assert.match(second?.error ?? "", /undefined \(reading 'three'\)/);
    }));

  test("a choice of all models fits the study's own curve", () => {
    const models = readTable(read("published/models"), modelColumns);
    const all = {families: familyNames, datasets: ["imagenet", "ecoset"]} as const;
    for (const [target, experiment] of [
      ["neural", "compute_neuro"],
      ["Behavioral", "compute_behavior"]
    ] as const) {
      const ours = fitChoice(models, {...all, target}).fit;
      const study = fitSchema.parse(JSON.parse(read(`fit[experiment=${experiment}]`)));
      assert.deepEqual([ours.n, ours.loss, ours.parameters], [study.n, study.loss, study.parameters]);
    }
  });

  test("a budget buys what the recipe says", () => {
    const recipe = recipeSchema.parse(JSON.parse(read("recipe")));
    const fit = fitSchema.parse(JSON.parse(read("fit[experiment=compute_chinchilla]")));
    for (const {compute, parameters, samples, alignment} of recipe.budgets) {
      const bought = purchase(fit, recipe, compute);
      for (const [ours, theirs] of [
        [bought.parameters, parameters],
        [bought.samples, samples],
        [bought.alignment, alignment]
      ] as const)
        assert.deepEqual({...ours, released: theirs.released}, theirs);
    }
  });

  test("a page says what to run for what is not there, and leaves out what builds on it", () => {
    const page = withoutMissing(
      toNotebook({
        cells: [
          toCell({id: 1, value: 'import fit from "artifact:fit[experiment=nobody]";\nconst n = fit.n;'}),
          toCell({id: 2, value: "display(n)"}),
          toCell({id: 3, value: "const m = n + 1"}),
          toCell({id: 4, value: "display(m)"}),
          toCell({id: 5, value: 'import recipe from "artifact:recipe"'})
        ]
      }),
      inCache(store.folder)
    );
    assert.deepEqual(
      page.cells.map(({id, mode}) => [id, mode]),
      [
        [1, "md"],
        [5, "js"]
      ]
    );
    assert.match(page.cells[0]?.value ?? "", /run `vvs run 'fit\[experiment=nobody\]'`/);
  });

  function read(name: string): string {
    const found = inCache(store.folder)(name);
    if ("missing" in found) throw new Error(found.missing);
    return readFileSync(found.artifacts[0]?.path ?? "", "utf8");
  }

  test("the site is a task, whose lineage goes down to the released tables", async () => {
    const {status, stderr} = await vvs(store.folder, ["run", "site", ...FEW]);
    assert.equal(status, 0, stderr);
    const pages = readdirSync(join(store.folder, "figures/site")).filter((file) => file.endsWith(".html"));
    assert.deepEqual(pages.sort(), [...names, ...others].map((name) => `${name}.html`).sort());
    const {stdout} = await vvs(store.folder, ["lineage", "site", ...FEW]);
    for (const source of ["notebooks", "fit[experiment=compute_neuro]", "data/published/models.csv"])
      assert.ok(stdout.includes(source), `${source} is not in:\n${stdout}`);
  });

  test("the site has the same bytes twice, and its pages open in a browser that reaches no other host", async (t) => {
    const site = siteConfig({notebooks, project: store.folder, output: join(store.folder, "site")});
    const again = siteConfig({notebooks, project: store.folder, output: join(store.folder, "again")});
    await build({...site, configFile: false, logLevel: "error"});
    await build({...again, configFile: false, logLevel: "error"});
    assert.deepEqual(digests(join(store.folder, "site")), digests(join(store.folder, "again")));

    const chromium = findChromium();
    if (chromium === undefined) return t.diagnostic("no Chromium here: the pages were built, but not opened");
    const server = await preview({...site, configFile: false, logLevel: "error", preview: {port: 0}});
    const browser = openChromium(chromium);
    try {
      const visits = [...names, ...others].map((name) => async () => {
        const drawn = OURS.includes(name);
        const page = await browser.visit(`${server.resolvedUrls?.local[0]}${name}.html`, {drawn});
        const found = {problems: page.problems, foreign: page.foreign, errors: page.errors};
        assert.deepEqual(found, {problems: [], foreign: [], errors: []}, name);
        if (!drawn) return;
        assert.ok(page.drawings.length > 0, `${name} shows no figure`);
        assert.ok(
          page.drawings.every(({width, height}) => width > 100 && height > 50),
          `${name} has an empty figure`
        );
        assert.ok(page.overflow <= 0, `${name} is ${page.overflow} px wider than the window`);
      });
      await Promise.all([visits.slice(0, 6), visits.slice(6)].map(oneByOne));
    } finally {
      await browser.close();
      await server.close();
    }
  });

  test("an open page shows a result as soon as it is made anew", async (t) => {
    const name = "fit[experiment=compute_neuro]";
    const site = siteConfig({notebooks, project: store.folder, output: ""});
    const server = await createServer({
      ...site,
      configFile: false,
      logLevel: "error",
      server: {...site.server, middlewareMode: true, ws: false}
    });
    try {
      const reloaded = new Promise<void>((settle) => {
        t.mock.method(server.ws, "send", (message: unknown) => {
          if (/full-reload/.test(JSON.stringify(message))) settle();
        });
      });
      const shown = async () =>
        /"sha256":"(\w+)"/.exec((await server.transformRequest(`artifact:${name}`))?.code ?? "")?.[1];
      const before = await shown();
      const {status, stderr} = await vvs(store.folder, ["run", name, "--set", "fit.bootstraps=6"]);
      assert.equal(status, 0, stderr);
      await reloaded;
      const after = await shown();
      assert.ok(before && after && before !== after, `${before} is still shown`);
    } finally {
      await server.close();
    }
  });
});

/** Why a notebook cannot be checked here, as a sentence; an error where what it asks for is the result of no task. */
async function whatToRun(name: string, missing: readonly string[], project: string): Promise<string> {
  for (const sentence of missing) {
    const task = /run: vvs run '?([^']*)'?$/.exec(sentence)?.[1] ?? "";
    const {status, stderr} = await vvs(project, ["run", "--dry-run", task]);
    assert.equal(status, 0, `${name}: ${stderr}`);
  }
  return `${name}: ${missing.join("; ")}`;
}

async function oneByOne(works: readonly (() => Promise<void>)[]): Promise<void> {
  for (const work of works) await work();
}

function digests(folder: string): Record<string, string> {
  const files = readdirSync(folder, {recursive: true, encoding: "utf8"}).sort();
  return Object.fromEntries(
    files
      .filter((file) => statSync(join(folder, file)).isFile())
      .map((file) => [
        file,
        createHash("sha256")
          .update(readFileSync(join(folder, file)))
          .digest("hex")
      ])
  );
}
