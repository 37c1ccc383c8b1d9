import type {PanelName} from "../../../../stages/figures/panels.ts";
import {
  average,
  by,
  dynamics,
  enough,
  family,
  fits,
  is,
  isVariant,
  leaderboard,
  main,
  mean,
  models,
  neural,
  number,
  plain,
  type Row,
  regions
} from "./tables.ts";

/** A number that a panel must show: a model, or a mean over `n` of them. */
export interface Expected {
  axes?: string;
  series: string;
  label?: string;
  x: number | string;
  y: number;
  size?: number;
  colour?: number;
  n?: number;
}

type Score = (row: Row) => number;
const five: Score = (row) => mean(row);
const four: Score = (row) => mean(row, neural);
const of =
  (column: string): Score =>
  (row) =>
    number(row, column);

const compute = of("total_flops");
const seen = of("n_samples_seen");
const parameters = of("n_params");
const accuracy = of("acc");

/** One number a model; those without x or y are left out. */
function each(
  rows: readonly Row[],
  x: Score,
  y: Score,
  more: (row: Row) => {axes?: string; series: string; size?: number; colour?: number}
): Expected[] {
  return rows
    .map((row) => ({...more(row), label: row.model_id ?? "", x: x(row), y: y(row)}))
    .filter(({x, y}) => Number.isFinite(x) && Number.isFinite(y));
}

/** The mean over the rows of each series (and axes) at each x. */
function means(rows: readonly Row[], x: Score, y: Score, more: (row: Row) => Omit<Expected, "x" | "y">): Expected[] {
  return [...by(rows, (row) => JSON.stringify([more(row), x(row)])).values()].flatMap((same) => {
    const [first] = same;
    return first ? [{...more(first), x: x(first), y: average(same.map(y)), n: same.length}] : [];
  });
}

const named = (series: string) => () => ({series});
const familyOf = (row: Row) => ({series: family(row)});
const simclr = models.filter(
  (row) => row.ssl_method === "simclr" && row.arch_family === "ResNet" && row.dataset === "imagenet"
);
const architectures = ["ResNet", "EfficientNet", "ConvNeXt", "ViT"];
const isOf = (names: readonly string[]) => (row: Row) => names.includes(family(row));
const strong = ["ResNet", "EfficientNet", "CORnet-S", "AlexNet"];
const scores = [...regions.map((region) => [region, of(region)] as const), ["Mean of the five", five] as const];

const datasets: Record<string, string> = {
  imagenet: "ImageNet",
  ecoset: "ecoset",
  imagenet21kP: "ImageNet-21k-P",
  webvisionP: "WebVision-P",
  inaturalist: "iNaturalist",
  places365: "Places365",
  infimnist: "infiMNIST"
};

/** Epochs of supervised models of ImageNet and ecoset. */
const supervised = dynamics.filter((row) => !is(row, "is_ssl") && ["imagenet", "ecoset"].includes(row.dataset ?? ""));

const ssl: Record<string, string> = {
  resnet50_imagenet_full: "Supervised, ResNet-50",
  "simclr_resnet50_imagenet_full_seed-0": "SimCLR, ResNet-50",
  "dino_resnet50_imagenet_full_seed-0": "DINO, ResNet-50",
  "deit_small_imagenet_full_seed-0": "Supervised, ViT-S",
  "simclr_vit_small_imagenet_full_seed-0": "SimCLR, ViT-S",
  "dino_vit_small_imagenet_full_seed-0": "DINO, ViT-S"
};

/** Models in the series of adversarial fine-tuning, and what they took: 100 epochs of ImageNet, then 10 under attack. */
const tuned = models.filter(({adv_method}) => adv_method === "ffgsm_eps-1_alpha-125-ep10");
const tuning: Score = (row) =>
  3 * (number(row, "flops") / 2) * 100 * 1_281_167 + 3 * number(row, "flops") * 10 * number(row, "n_samples");

const published = new Map(leaderboard.map((row) => [row.model_id, row]));
const both = models.filter(({model_id}) => published.has(model_id));
const inPrivate = (score: Score) => (row: Row) => score(published.get(row.model_id) ?? {});

const pretrained = models.filter(
  (row) =>
    is(row, "is_pretrained") &&
    row.dataset !== "" &&
    row.flops !== "" &&
    row.n_params !== "" &&
    [
      "ConvNeXt",
      "DaVit",
      "EfficientNet",
      "EfficientViT-B",
      "FastViT",
      "LeViT",
      "MaxxViT",
      "MobileViT",
      "ResNet",
      "ViT"
    ].includes(row.arch_family ?? "")
);

/** S4: the standard sizes of four families, trained on all of ImageNet and untrained. */
const names: Record<string, string> = {
  resnet18: "ResNet-18",
  resnet34: "ResNet-34",
  resnet50: "ResNet-50",
  resnet101: "ResNet-101",
  resnet152: "ResNet-152",
  efficientnet_b0: "EfficientNet-B0",
  efficientnet_b1: "EfficientNet-B1",
  efficientnet_b2: "EfficientNet-B2",
  convnext_tiny: "ConvNeXt-T",
  convnext_small: "ConvNeXt-S",
  convnext_base: "ConvNeXt-B",
  convnext_large: "ConvNeXt-L",
  deit_tiny: "ViT-T",
  deit_small: "ViT-S",
  deit_base: "ViT-B",
  deit_large: "ViT-L"
};
const trained = main.filter(
  (row) => row.dataset === "imagenet" && row.samples_per_class === "0" && names[row.arch ?? ""]
);
const untrained = models.filter((row) => is(row, "is_random") && names[row.arch ?? ""]);

function bars(rows: readonly Row[], axes: string, y: Score, of: (row: Row) => {series: string; x: string}): Expected[] {
  return [...by(rows, (row) => JSON.stringify(of(row))).values()].flatMap((same) => {
    const [first] = same;
    const y_ = average(same.map(y));
    return first && Number.isFinite(y_) ? [{axes, ...of(first), y: y_, n: same.length}] : [];
  });
}

/** S5: what models of four architectures were trained for. */
const objective = (row: Row) => (is(row, "is_ssl") ? (row.ssl_method ?? "") : "supervised");
const archs: Record<string, string> = {
  resnet18: "ResNet-18",
  resnet50: "ResNet-50",
  deit_small: "ViT-S",
  deit_base: "ViT-B",
  vit_small: "ViT-S",
  vit_base: "ViT-B"
};
const paradigms = models.filter(
  (row) =>
    archs[row.arch ?? ""] &&
    row.dataset === "imagenet" &&
    row.samples_per_class === "0" &&
    !["is_pretrained", "is_random", "is_adv", "is_ablation"].some((column) => is(row, column))
);

/** Pearson's correlation of two columns of numbers. */
function pearson(x: readonly number[], y: readonly number[]): number {
  const [mx, my] = [average(x), average(y)];
  const sum = (a: readonly number[], b: readonly number[], ma: number, mb: number) =>
    a.reduce((total, value, i) => total + (value - ma) * ((b[i] ?? Number.NaN) - mb), 0);
  return sum(x, y, mx, my) / Math.sqrt(sum(x, x, mx, mx) * sum(y, y, my, my));
}

const gain = (region: string) => {
  const row = fits.get(`region_${region}_group1`) ?? {};
  return Math.exp(number(row, "a")) * 10 ** -number(row, "alpha");
};
const regionKey: Record<string, string> = {V1: "v1", V2: "v2", V4: "v4", IT: "it", Behavioral: "behavior"};

/** The points, means and bars of each panel, worked out from the released tables alone. */
export const expected: Partial<Record<PanelName, () => Expected[]>> = {
  fig1b: () => [
    ...each(main, compute, four, named("neural")),
    ...each(main, compute, of("Behavioral"), named("behavior"))
  ],
  fig2a: () =>
    architectures.flatMap((axes) => {
      const own = main.filter(isOf([axes]));
      return [
        ...each(own, compute, four, () => ({axes, series: "neural"})),
        ...each(own, compute, of("Behavioral"), () => ({axes, series: "behavior"}))
      ];
    }),
  fig2b: () => each(main.filter(isOf(architectures)), compute, five, familyOf),
  fig2c: () =>
    each(
      main.filter(({samples_per_class}) => samples_per_class === "0"),
      parameters,
      five,
      familyOf
    ),
  fig3a: () =>
    each(
      plain.filter((row) => datasets[row.dataset ?? ""] && enough(row)),
      seen,
      five,
      ({dataset = ""}) => ({series: datasets[dataset] ?? ""})
    ),
  fig3b: () =>
    means(
      main.filter((row) => !isVariant(row)),
      seen,
      five,
      familyOf
    ),
  fig4a: () =>
    each(main.filter(enough), compute, five, (row) => ({...familyOf(row), size: parameters(row), colour: seen(row)})),
  fig4b: () =>
    means(main, compute, five, (row) => ({
      axes: datasets[row.dataset ?? ""] ?? "",
      ...familyOf(row),
      label: row.arch ?? "",
      size: parameters(row)
    })),
  fig5a: () =>
    scores.flatMap(([axes, score]) =>
      each(main, compute, score, (row) => ({axes, series: isOf(strong)(row) ? "Strong prior" : "Weak prior"}))
    ),
  fig5b: () => [
    ...regions.map((x) => ({series: "gain", x, y: gain(regionKey[x] ?? ""), n: 364})),
    {series: "gain", x: "Mean of the five", y: gain("avg"), n: 364}
  ],
  fig6a: () => each(main, accuracy, four, (row) => ({...familyOf(row), colour: seen(row)})),
  fig6b: () => each(main, accuracy, of("Behavioral"), (row) => ({...familyOf(row), colour: seen(row)})),
  fig6c: () =>
    [...scores, ["Mean of V1, V2, V4, IT", four] as const].map(([x, score]) => ({
      series: "correlation",
      x,
      y: pearson(main.map(accuracy), main.map(score)),
      n: main.length
    })),
  fig7a: () => [
    ...each(simclr, compute, four, named("neural")),
    ...each(simclr, compute, of("Behavioral"), named("behavior"))
  ],
  fig7b: () => [
    ...each(main.filter(isOf(["ResNet"])), compute, five, (row) => ({series: isVariant(row) ? "variant" : "plain"})),
    ...each(tuned, tuning, five, named("adversarial"))
  ],
  fig7c: () => [...means(supervised, of("epoch"), five, familyOf), ...each(supervised, of("epoch"), five, familyOf)],
  fig7d: () =>
    means(
      dynamics.filter(({model_id = ""}) => ssl[model_id]),
      of("epoch"),
      five,
      ({model_id = ""}) => ({series: ssl[model_id] ?? "", label: model_id})
    ),
  figS1: () =>
    scores.flatMap(([axes, score]) => each(both, score, inPrivate(score), (row) => ({axes, ...familyOf(row)}))),
  figS2: () =>
    each(pretrained, parameters, five, ({arch_family = ""}) => ({series: arch_family.replace("DaVit", "DaViT")})),
  figS3: () =>
    regions.flatMap((region) =>
      means(supervised, of("epoch"), of(region), (row) => ({axes: family(row), series: region}))
    ),
  figS4: () =>
    (
      [
        ["Neural alignment", four],
        ["Behavioral alignment", of("Behavioral")]
      ] as const
    ).flatMap(([axes, score]) => [
      ...bars(trained, axes, score, ({arch = ""}) => ({series: "Trained", x: names[arch] ?? ""})),
      ...bars(untrained, axes, score, ({arch = ""}) => ({series: "Untrained", x: names[arch] ?? ""}))
    ]),
  figS5: () => [
    ...bars(paradigms, "Mean of V1, V2, V4, IT and behavior", five, (row) => ({
      series: objective(row),
      x: archs[row.arch ?? ""] ?? ""
    })),
    ...["ResNet-50", "ViT-S"].flatMap((axes) =>
      regions.flatMap((x) =>
        bars(
          paradigms.filter(({arch = ""}) => archs[arch] === axes),
          axes,
          of(x),
          (row) => ({series: objective(row), x})
        )
      )
    )
  ],
  figS6: () => scores.flatMap(([axes, score]) => each(simclr, compute, score, () => ({axes, series: axes}))),
  figS7: () =>
    regions.flatMap((up, i) => [
      ...each(main, accuracy, of(up), (row) => ({axes: `${up}, Accuracy`, ...familyOf(row)})),
      ...regions
        .slice(0, i)
        .flatMap((across) => each(main, of(across), of(up), (row) => ({axes: `${up}, ${across}`, ...familyOf(row)})))
    ]),
  figS9: () => each(main, compute, accuracy, familyOf)
};
