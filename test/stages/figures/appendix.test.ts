import assert from "node:assert/strict";
import {readFileSync} from "node:fs";
import {describe, test} from "node:test";
import {readTable} from "../../../science/formats/table.ts";
import {
  dynamicsColumns,
  fitColumns,
  leaderboardColumns,
  modelColumns
} from "../../../science/selection/published-tables.ts";
import {correlation} from "../../../science/statistics/linear-regression.ts";
import type {FigureData} from "../../../stages/figures/figure.ts";
import type {DrawnNumber} from "../../../stages/figures/series/numbers.ts";
import {fitFrom} from "./released/study.ts";
import {draw} from "./small-study.ts";

const text = (name: string) => readFileSync(`data/published/${name}.csv`, "utf8");
const models = readTable(text("models"), modelColumns, {file: "models.csv"});
const dynamics = readTable(text("dynamics"), dynamicsColumns, {file: "dynamics.csv"});
const leaderboard = readTable(text("leaderboard"), leaderboardColumns, {file: "leaderboard.csv"});
const released = readTable(text("fits"), fitColumns, {file: "fits.csv"});

const published: FigureData = {
  models,
  dynamics,
  leaderboard,
  fits: new Map(released.filter(({form}) => form === "power_law").map((row) => [row.experiment, fitFrom(row)] as const))
};

function numbersOf(name: Parameters<typeof draw>[0]): DrawnNumber[] {
  return draw(name, published).numbers;
}

function texts(name: Parameters<typeof draw>[0]): (string | null)[] {
  return [...draw(name, published).svg.querySelectorAll("text")].map(({textContent}) => textContent);
}

function close(a: number | undefined, b: number, within = 1e-9): void {
  assert.ok(a !== undefined && Math.abs(a - b) <= within, `${a} is not ${b}`);
}

describe("the appendix, drawn from the released tables", () => {
  test("S1: R² and p of the six lines are the paper's", () => {
    const said = texts("figS1").filter((line) => line?.startsWith("R²"));
    assert.deepEqual(said, [
      "R² = 0.974, p = 3.18 × 10−22",
      "R² = 0.954, p = 6.75 × 10−19",
      "R² = 0.988, p = 1.06 × 10−26",
      "R² = 0.996, p = 1.87 × 10−32",
      "R² = 0.989, p = 4.79 × 10−27",
      "R² = 0.997, p = 9.62 × 10−35"
    ]);
    assert.equal(numbersOf("figS1").filter(({mark, axes}) => mark === "point" && axes === "V1").length, 28);
  });

  test("S1: the line of IT has the slope and height of the tables, and lies below that of equal scores", () => {
    const line = numbersOf("figS1").filter(({series, axes}) => series === "regression" && axes === "IT");
    const [first, last] = [line[0], line.at(-1)];
    assert.ok(first && last && typeof first.x === "number" && typeof last.x === "number");
    const slope = (last.y - first.y) / (last.x - first.x);
    close(slope, 1.122, 5e-4);
    close(first.y - slope * first.x, -0.095, 5e-4);
  });

  test("S2: the 136 pretrained models of the fit, each family in its own look", () => {
    const points = numbersOf("figS2").filter(({mark}) => mark === "point");
    assert.equal(points.length, released.find(({experiment}) => experiment === "parameter_pretrained_scaling")?.n);
    assert.equal(new Set(points.map(({series}) => series)).size, 9);
    assert.ok(texts("figS2").includes("S = 0.43 − 0.45 N˜−0.91"));
  });

  test("S3: means over the models of ImageNet and ecoset at each epoch", () => {
    const own = dynamics.filter(
      ({arch_family, epoch, dataset, is_ssl}) =>
        arch_family === "ResNet" && epoch === 10 && (dataset === "imagenet" || dataset === "ecoset") && !is_ssl
    );
    const [mean] = numbersOf("figS3").filter(({axes, series, x}) => axes === "ResNet" && series === "IT" && x === 10);
    assert.equal(mean?.n, own.length);
    close(mean?.y, own.reduce((sum, {IT}) => sum + (IT ?? Number.NaN), 0) / own.length);
  });

  test("S4: three seeds a bar; no neural bar where V2 was not scored", () => {
    const bars = numbersOf("figS4").filter(({mark}) => mark === "bar");
    assert.ok(bars.every(({n}) => n === 3));
    assert.equal(bars.length, 2 * 32 - 2);
    const convnext = models.filter(({arch, is_random}) => arch === "convnext_tiny" && is_random);
    const [bar] = bars.filter(
      ({axes, series, x}) => axes === "Behavioral alignment" && series === "Untrained" && x === "ConvNeXt-T"
    );
    close(bar?.y, convnext.reduce((sum, {Behavioral}) => sum + (Behavioral ?? Number.NaN), 0) / 3);
  });

  test("S5: bars begin at zero and hold the released scores", () => {
    const dino = models.find(({model_id}) => model_id === "dino_resnet50_imagenet_full_seed-0");
    const bars = numbersOf("figS5").filter(({mark}) => mark === "bar");
    close(bars.find(({axes, series, x}) => axes === "ResNet-50" && series === "dino" && x === "V4")?.y, dino?.V4 ?? 0);
    assert.equal(bars.length, 10 + 2 * 15);
    assert.ok(bars.filter(({series}) => series === "supervised").every(({n}) => n === 3));
  });

  test("S6: 35 models in each axes, curves of the released fits, points below zero drawn", () => {
    const numbers = numbersOf("figS6");
    for (const axes of ["V1", "V2", "V4", "IT", "Behavioral", "Mean of the five"])
      assert.equal(numbers.filter((number) => number.mark === "point" && number.axes === axes).length, 35);
    assert.ok(texts("figS6").includes("S = 0.59 − 3.07 C˜−0.33"));
    const curve = numbers.filter(({axes, mark}) => axes === "IT" && mark === "curve").at(-1);
    close(curve?.y, 1 - (Math.exp(-0.893538) + Math.exp(1.12296) * 1e4 ** -0.325629), 1e-5);
    assert.ok(numbers.some(({mark, y}) => mark === "curve" && y < 0));
  });

  test("S7: fifteen pairs of 620 models", () => {
    const points = numbersOf("figS7");
    assert.equal(points.length, 15 * 620);
    const one = models.find(({model_id}) => model_id === "alexnet_ecoset_100_seed-0");
    const drawn = points.find(({axes, label}) => axes === "IT, V1" && label === one?.model_id);
    assert.deepEqual([drawn?.x, drawn?.y], [one?.V1, one?.IT]);
  });

  test("S8: every model is in one bin and in one cell of each pair", () => {
    const numbers = numbersOf("figS8");
    const total = (mark: string, axes: string) =>
      numbers.filter((number) => number.mark === mark && number.axes === axes).reduce((sum, {n = 0}) => sum + n, 0);
    assert.equal(total("bar", "V1"), 620);
    assert.equal(total("cell", "V1, IT"), 620);
  });

  test("S8: contours keep within the scores", () => {
    const lowest = Math.min(...models.flatMap(({V2}) => (V2 === null ? [] : [V2])));
    const dense = numbersOf("figS8").filter(
      ({mark, axes, colour = 0}) => mark === "density" && axes === "V2, V1" && colour > 0
    );
    assert.ok(dense.length > 50 && dense.every(({y}) => y > lowest - 0.02));
  });

  test("S9: accuracy rises with compute, without a curve", () => {
    const numbers = numbersOf("figS9");
    assert.equal(numbers.length, 620);
    assert.ok(numbers.every(({mark}) => mark === "point"));
    const logs = numbers.map(({x}) => Math.log10(Number(x)));
    assert.ok(
      correlation(
        logs,
        numbers.map(({y}) => y)
      ) > 0.5
    );
  });
});

describe("what the authors draw beside the paper", () => {
  test("accuracy by region: r² is the square of the correlations of panel 6c", () => {
    const said = texts("extra-fig6-regression").filter((line) => line?.startsWith("R²"));
    assert.deepEqual(
      said.map((line) => line?.slice(5, 10)),
      ["0.250", "0.598", "0.627", "0.753", "0.929", "0.752"]
    );
    assert.match(said[4] ?? "", /^R² = 0\.929, p < 10−300$/);
  });

  test("V1 against ImageNet accuracy: the 309 models of ImageNet", () => {
    assert.equal(numbersOf("extra-fig6-v1-imagenet").length, 309);
  });

  test("adversarial fine-tuning by region: 150 plain and 35 tuned in each axes", () => {
    const v1 = numbersOf("extra-fig7-adv-regions").filter(({axes}) => axes === "V1");
    assert.equal(v1.filter(({series}) => series === "plain").length, 150);
    assert.equal(v1.filter(({series}) => series === "adversarial").length, 35);
  });

  test("SimCLR: the mean's released curve", () => {
    assert.ok(texts("extra-fig7-simclr-avg").includes("S = 0.48 − 0.81 C˜−0.16"));
  });

  test("private scores against samples: 28 models, behavior rises with the logarithm of samples", () => {
    const points = numbersOf("extra-fig8-private-grid").filter(
      ({mark, axes}) => mark === "point" && axes === "Behavior, D"
    );
    assert.equal(points.length, 28);
    const row = leaderboard.find(({model_id}) => model_id === points[0]?.label);
    assert.equal(points[0]?.y, row?.Behavioral);
  });
});
