import assert from "node:assert/strict";
import {readFileSync} from "node:fs";
import {join} from "node:path";
import {describe, test} from "node:test";
import type {Provenance} from "../../../../runner/stage/define-command.ts";
import {readTable} from "../../../../science/formats/table.ts";
import {fitSchema} from "../../../../science/scaling-laws/fit.ts";
import {fitColumns} from "../../../../science/selection/published-tables.ts";
import {publishedParameters} from "../../../../stages/report/curve.ts";
import {html} from "../../../../stages/report/page/html.ts";
import {relative, shown} from "../../../../stages/report/page/numbers.ts";
import {fitRows} from "../../../../stages/report/page/parameter-rows.ts";
import {reportPage} from "../../../../stages/report/page/report-page.ts";

const tables = join(import.meta.dirname, "../../../../data/published");
const published = readTable(readFileSync(join(tables, "fits.csv"), "utf8"), fitColumns).filter(({experiment}) =>
  ["compute_neuro", "model_vit_neuro"].includes(experiment)
);
const forms: Record<string, "power_law" | "power_law_shift"> = {
  compute_neuro: "power_law",
  model_vit_neuro: "power_law_shift"
};

/** The released fits, one of them with another exponent. */
const fits = published.map((row) => {
  const form = forms[row.experiment] ?? "power_law";
  const parameters = publishedParameters(row, form);
  if (row.experiment === "compute_neuro") parameters.alpha = (parameters.alpha ?? 0) * 1.1;
  return fitSchema.parse({
    experiment: row.experiment,
    form,
    x: [{column: "total_flops", unit: 1e13}],
    n: row.n,
    dropped: 0,
    delta: 1e-3,
    seed: 42,
    loss: row.loss,
    parameters,
    natural: {},
    bootstrap: {losses: Array(1000).fill(row.loss), parameters: Array(1000).fill(parameters)},
    intervals: {},
    identifiability: {e: {identified: false, statement: ""}},
    range: [[1, 1e6]]
  });
});

const provenance: Provenance = {
  run: {manifest: "f".repeat(64), startedAt: "2026-01-01T10:00:00.000Z", seconds: 31},
  tasks: ["fit[experiment=compute_neuro]", "report"].map((name) => ({
    name,
    stage: name.replace(/\[.*/, ""),
    key: "a".repeat(64),
    outputs: {},
    startedAt: "2026-01-01T10:00:00.000Z",
    endedAt: "2026-01-01T10:00:05.000Z",
    seconds: 5,
    host: "machine <1>",
    platform: "linux-x64",
    node: "v20.0.0",
    commit: "abc",
    dirty: true
  })),
  sources: [
    {source: "models.csv", url: "https://example.org", sha256: "b".repeat(64), licence: "MIT", citation: "A & B"}
  ],
  lockfile: "c".repeat(64),
  packages: ["zod 4.6.7"]
};

describe("the reproduction report", () => {
  test("sets every parameter of a fit beside the released one, and says why one differs", () => {
    const [neuro, vit] = published.map((row, index) => fitRows(fits[index] ?? assert.fail(), row));
    assert.deepEqual(
      neuro?.parameters.map(({name, reason, identified}) => [name, reason === "", identified]),
      [
        ["asymptote S∞", true, false],
        ["prefactor A", true, true],
        ["exponent α", false, true]
      ]
    );
    assert.equal(neuro?.parameters[2]?.difference?.toFixed(6), "0.100000");
    assert.deepEqual(
      [neuro?.parameters[0]?.low, neuro?.parameters[0]?.high].map((x) => x?.toFixed(3)),
      ["0.477", "0.477"]
    );
    assert.deepEqual(
      vit?.parameters.map(({name}) => name),
      ["asymptote S∞", "prefactor log₁₀ A", "shift λ (log₁₀)", "exponent α"]
    );
    assert.equal(vit?.gap, 0);
  });

  test("is one page that loads nothing, holds figures as they were published, and escapes what it tells", () => {
    const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="680"></svg>');
    const page = reportPage({
      comparisons: [
        {name: "paper, neural, Fig 1b: asymptote", ours: 0.477, published: 0.48, agreement: -0.006, reason: ""},
        {name: "compute_neuro: exponent", ours: 0.2, published: 0.1, agreement: 1, reason: "a < b"}
      ],
      fits,
      published,
      figures: [{name: "Figure 1b", caption: 'of "all" models', svg}],
      provenance
    });
    assert.ok(page.includes(`src="data:image/svg+xml;base64,${svg.toString("base64")}"`));
    assert.ok(page.includes('<figure class="broad">'));
    assert.doesNotMatch(page, /<script|<link|src="(?!data:)|@import|url\(/);
    for (const told of [
      "1 of 2",
      "a &lt; b",
      "machine &lt;1&gt;",
      "A &amp; B",
      "f".repeat(64),
      "b".repeat(64),
      "uncommitted changes"
    ])
      assert.ok(page.includes(told), told);
    assert.match(page, /<meta name="viewport"[\s\S]*prefers-color-scheme:dark[\s\S]*@media print/);
  });

  test("writes numbers as people read them", () => {
    assert.deepEqual([0.47732, 620, 3.1e-22, -2.5e6, Number.NaN].map(shown), [
      "0.4773",
      "620",
      "3.10 × 10⁻²²",
      "−2.50 × 10⁶",
      "–"
    ]);
    assert.deepEqual([0, -0.0123, 0.1, 3e-7, 25, null].map(relative), [
      "0",
      "−1.2 %",
      "+10 %",
      "< 0.001 %",
      "+2500 %",
      "–"
    ]);
    assert.equal(
      html`<p title="${'"'}">${["<a>", html`<b>${1}</b>`]}</p>`.markup,
      '<p title="&quot;">&lt;a&gt;<b>1</b></p>'
    );
  });
});
