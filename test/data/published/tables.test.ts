import assert from "node:assert/strict";
import {readFileSync} from "node:fs";
import {join} from "node:path";
import {describe, test} from "node:test";
import {rollup} from "d3-array";
import {parse} from "yaml";
import {readTable, writeTable} from "../../../science/formats/table.ts";
import {
  commitmentColumns,
  dynamicsColumns,
  fitColumns,
  leaderboardColumns,
  modelColumns,
  regions
} from "../../../science/selection/published-tables.ts";

const folder = join(import.meta.dirname, "../../../data");
const text = (file: string) => readFileSync(join(folder, "published", file), "utf8");
const models = readTable(text("models.csv"), modelColumns);

describe("models.csv", () => {
  test("has one row a model: 993, of which 620 are the main set", () => {
    assert.equal(new Set(models.map(({model_id}) => model_id)).size, 993);
    const main = models.filter(
      ({dataset, is_pretrained, is_random, is_ssl, is_adv, is_ablation}) =>
        ["imagenet", "ecoset"].includes(dataset ?? "") &&
        !(is_pretrained || is_random || is_ssl || is_adv || is_ablation)
    );
    assert.equal(main.length, 620);
  });

  test("keeps the words of ssl_method and adv_method, which are empty in the first rows", () => {
    const count = (words: (string | null)[]) =>
      Object.fromEntries(
        rollup(
          words,
          (same) => same.length,
          (word) => String(word)
        )
      );
    assert.equal(models[0]?.ssl_method, null);
    assert.deepEqual(count(models.map(({ssl_method}) => ssl_method)), {null: 954, simclr: 36, dino: 3});
    const adversarial = count(models.map(({adv_method}) => adv_method));
    assert.equal(adversarial["ffgsm_eps-1_alpha-125-ep10"], 35);
    assert.equal(Object.keys(adversarial).length, 9);
  });

  test("keeps integers beyond 2^31", () => {
    const deit = models.find(({model_id}) => model_id === "deit_large_ecoset_1_seed-0");
    assert.equal(deit?.flops, 119_393_191_936);
    assert.equal(Math.max(...models.map(({flops}) => flops ?? 0)), 946_813_264_384);
  });

  test("keeps empty cells empty", () => {
    const empty = (column: keyof typeof modelColumns) => models.filter((row) => row[column] === null).length;
    assert.equal(empty("dataset"), 8);
    assert.equal(empty("n_params"), 47);
    assert.equal(empty("total_flops"), 95);
    assert.equal(empty("acc"), 234);
    assert.equal(empty("V1"), 0);
    assert.equal(empty("V2"), 6);
  });

  test("has the released mean of each region", () => {
    const released = {V1: 0.184, V2: 0.235, V4: 0.457, IT: 0.403, Behavioral: 0.24};
    for (const region of regions) {
      const scores = models.flatMap((row) => row[region] ?? []);
      const mean = scores.reduce((sum, score) => sum + score, 0) / scores.length;
      assert.ok(Math.abs(mean - released[region]) < 6e-4, `${region}: ${mean}`);
    }
  });

  test("counts compute as three forward passes a sample", () => {
    const known = models.filter(({total_flops}) => total_flops !== null);
    for (const {flops, n_samples_seen, total_flops} of known)
      assert.equal(total_flops, 3 * (flops ?? 0) * n_samples_seen);
    assert.equal(known.length, 898);
  });
});

test("the other tables have their rows, and all are in normal form", () => {
  const rows = (file: string, columns: Parameters<typeof readTable>[1]) => {
    const read = readTable(text(file), columns);
    assert.equal(writeTable(read, columns), text(file), file);
    return read.length;
  };
  assert.equal(rows("models.csv", modelColumns), 993);
  assert.equal(rows("dynamics.csv", dynamicsColumns), 1290);
  assert.equal(rows("leaderboard.csv", leaderboardColumns), 28);
  assert.equal(rows("fits.csv", fitColumns), 43);
  assert.equal(rows("commitments.csv", commitmentColumns), 368);
});

test("every source has a file, an address, a digest and a citation; a licence, where its owner states one", () => {
  const {sources} = parse(readFileSync(join(folder, "sources.yaml"), "utf8")).params;
  assert.deepEqual(Object.keys(sources).sort(), [
    "FreemanZiemba2013_archive",
    "FreemanZiemba2013_recordings",
    "FreemanZiemba2013_table",
    "MajajHong2015_archive",
    "MajajHong2015_recordings",
    "MajajHong2015_table",
    "Rajalingham2018_archive",
    "Rajalingham2018_choices",
    "Rajalingham2018_table",
    "artwork_fluent_emoji_flat",
    "artwork_noto",
    "artwork_twemoji",
    "benchmark_scores",
    "benchmark_scores_brainscore",
    "benchmark_scores_ckpts",
    "layer_commitments",
    "model_checkpoints"
  ]);
  for (const [name, source] of Object.entries<Record<string, unknown>>(sources)) {
    const {package: installed, ...rest} = source;
    if (/20(13|15|18)_/.test(name)) {
      const {file, url, sha1, citation} = rest;
      assert.equal(url, `https://brainscore-storage.s3.amazonaws.com/brainio-brainscore/${file}`);
      assert.match(String(sha1), /^[0-9a-f]{40}$/);
      assert.match(String(citation), /as packed by Brain-Score$/);
      continue;
    }
    assert.deepEqual(Object.keys(rest), ["file", "url", "bytes", "sha256", "licence", "citation"]);
    const published = installed
      ? /^https:\/\/cdn\.jsdelivr\.net\/npm\/@iconify-json\/.+@\d/
      : /^https:\/\/raw\.githubusercontent\.com\/.+\/e76f924/;
    assert.match(String(source.url), published);
    assert.match(String(source.sha256), /^[0-9a-f]{64}$/);
  }
});
