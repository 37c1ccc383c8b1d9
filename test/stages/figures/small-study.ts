import {parseHTML} from "linkedom";
import type {Fit} from "../../../science/scaling-laws/fit.ts";
import type {Form} from "../../../science/scaling-laws/form.ts";
import type {DynamicsRow, LeaderboardRow, ModelRow} from "../../../science/selection/published-tables.ts";
import type {Figure, FigureData} from "../../../stages/figures/figure.ts";
import {type PanelName, panels} from "../../../stages/figures/panels.ts";

/** A study of some 150 models and 20 resamples a fit, laid out like the published one. */
export const bootstraps = 20;

const plain = {
  is_pretrained: false,
  is_random: false,
  is_ssl: false,
  is_ablation: false,
  is_open_clip: false,
  is_adv: false
};

export function model(changes: Partial<ModelRow>): ModelRow {
  const row = {
    model_id: "resnet18_imagenet_full",
    arch: "resnet18",
    arch_family: "ResNet",
    dataset: "imagenet",
    seed: 0,
    n_params: 1.1e7,
    macs: 9e8,
    flops: 1.8e9,
    n_samples: 1_281_167,
    samples_per_class: 0,
    n_epochs: 100,
    acc: 0.7,
    ssl_method: null,
    adv_method: null,
    ...plain,
    ...changes
  };
  const seen = row.n_samples * row.n_epochs;
  const height = 0.05 * Math.log10(seen);
  return {
    n_samples_seen: seen,
    total_flops: row.flops === null ? null : 3 * row.flops * seen,
    V1: height / 2,
    V2: height / 1.5,
    V4: height,
    IT: height / 1.1,
    Behavioral: height - 0.3,
    ...row
  };
}

const architectures = [
  {arch: "resnet18", arch_family: "ResNet", n_params: 1.2e7, flops: 3.6e9},
  {arch: "resnet50", arch_family: "ResNet", n_params: 2.6e7, flops: 8.2e9},
  {arch: "efficientnet_b0", arch_family: "EfficientNet", n_params: 5.3e6, flops: 8.4e8},
  {arch: "convnext_tiny", arch_family: "ConvNeXt", n_params: 2.9e7, flops: 8.9e9},
  {arch: "deit_small", arch_family: "ViT", n_params: 2.2e7, flops: 8.5e9},
  {arch: "cornet_s", arch_family: "CORnet-S", n_params: 5.3e7, flops: 3.3e10},
  {arch: "alexnet", arch_family: "AlexNet", n_params: 6.1e7, flops: 1.4e9}
];
const untrained = {is_random: true, n_samples: 0, V1: 0.1, V2: null, V4: 0.1, IT: 0.1, Behavioral: -0.05} as const;
const otherDatasets = ["imagenet21kP", "webvisionP", "inaturalist", "places365", "infimnist"];

function models(): ModelRow[] {
  const rows: ModelRow[] = [];
  for (const [place, dataset] of ["imagenet", "ecoset"].entries())
    for (const [size, architecture] of architectures.entries())
      for (const samples_per_class of [1, 10, 300, 0]) {
        const n_samples = samples_per_class === 0 ? 1_281_167 : 1000 * samples_per_class;
        const acc = Math.min(0.8, 0.1 + 0.02 * Math.log2(n_samples) + 0.01 * size + 0.02 * place);
        const model_id = `${architecture.arch}_${dataset}_${samples_per_class || "full"}`;
        rows.push(model({...architecture, model_id, dataset, samples_per_class, n_samples, acc}));
      }
  rows.push(model({model_id: "flex", arch: "resnetflexfilters-f-1-16-20-0", arch_family: "ResNetFlex", n_params: 3e5}));
  for (const [i, dataset] of otherDatasets.entries())
    for (const n_samples of [20_000, 400_000 * (i + 1)])
      rows.push(model({model_id: `resnet18_${dataset}_${n_samples}`, dataset, n_samples, acc: null}));
  for (const samples_per_class of [1, 100, 0]) {
    const n_samples = samples_per_class === 0 ? 1_281_167 : 1000 * samples_per_class;
    const common = {samples_per_class, n_samples, flops: 7.2e9};
    const name = samples_per_class || "full";
    rows.push(
      model({...common, model_id: `simclr_resnet18_imagenet_${name}`, is_ssl: true, ssl_method: "simclr", acc: 0})
    );
    rows.push(
      model({
        ...common,
        model_id: `adv_resnet18_imagenet_${name}`,
        is_adv: true,
        adv_method: "ffgsm_eps-1_alpha-125-ep10",
        n_epochs: 10
      })
    );
  }
  for (const [i, arch_family] of ["ResNet", "ViT", "DaVit", "LeViT", "MobileViT"].entries())
    rows.push(
      model({model_id: `pretrained_${i}`, arch_family, is_pretrained: true, n_params: 1e6 * 10 ** i, acc: null})
    );
  for (const {arch, arch_family} of architectures.slice(0, 5))
    rows.push(model({...untrained, model_id: `random_${arch}`, arch, arch_family}));
  for (const ssl_method of ["simclr", "dino"]) {
    const model_id = `${ssl_method}_vit_small_imagenet_full_seed-0`;
    rows.push(
      model({model_id, arch: "vit_small", arch_family: "ViT", is_ssl: true, ssl_method, flops: null, acc: null})
    );
  }
  return rows;
}

function dynamics(): DynamicsRow[] {
  const runs = [
    {model_id: "resnet50_imagenet_full", arch: "resnet50", arch_family: "ResNet"},
    {model_id: "resnet18_ecoset_full", arch: "resnet18", arch_family: "ResNet", dataset: "ecoset"},
    {model_id: "resnet18_imagenet21kP_full", arch: "resnet18", arch_family: "ResNet", dataset: "imagenet21kP"},
    {model_id: "efficientnet_b0_imagenet_full", arch: "efficientnet_b0", arch_family: "EfficientNet"},
    {model_id: "convnext_tiny_imagenet_full_seed-0", arch: "convnext_tiny", arch_family: "ConvNeXt"},
    {model_id: "deit_small_imagenet_full_seed-0", arch: "deit_small", arch_family: "ViT"},
    ...["simclr", "dino"].flatMap((ssl_method) => [
      {model_id: `${ssl_method}_resnet50_imagenet_full_seed-0`, arch: "resnet50", arch_family: "ResNet", ssl_method},
      {model_id: `${ssl_method}_vit_small_imagenet_full_seed-0`, arch: "vit_small", arch_family: "ViT", ssl_method}
    ])
  ];
  return runs.flatMap((run) =>
    [1, 2, 10, 100].map((epoch) => ({
      dataset: "imagenet",
      n_params: 1e7,
      flops: 1e9,
      n_samples: 1_281_167,
      ssl_method: null,
      is_ssl: "ssl_method" in run,
      V1: 0.1 + 0.01 * epoch ** 0.5,
      V2: 0.2,
      V4: 0.3,
      IT: 0.2 + 0.02 * epoch ** 0.5,
      Behavioral: 0.1,
      epoch,
      ...run
    }))
  );
}

const values = {
  power_law: {e: -0.6, a: -0.2, alpha: 0.2},
  power_law_shift: {e: -0.6, a: 3, lambda: 4, alpha: 0.5},
  chinchilla: {e: -0.66, a: -1.7, alpha: 0.58, b: -0.7, beta: 0.22}
} as const satisfies Record<Form, Record<string, number>>;

/** A fit whose resamples lie evenly about it. */
export function fit(experiment: string, form: Form, x: Fit["x"], range: Fit["range"]): Fit {
  const parameters = values[form];
  const resample = (b: number) =>
    Object.fromEntries(
      Object.entries(parameters).map(([name, value]) => [name, value * (1 + 0.02 * (b / bootstraps - 0.5))])
    );
  const names = Object.keys(parameters);
  return {
    experiment,
    form,
    x,
    n: 12,
    dropped: 0,
    delta: 1e-3,
    seed: 42,
    loss: 0.01,
    parameters,
    natural: {},
    bootstrap: {
      losses: Array.from({length: bootstraps}, () => 0.01),
      parameters: Array.from({length: bootstraps}, (_, b) => resample(b))
    },
    intervals: {},
    identifiability: Object.fromEntries(
      names.map((name) => [name, {identified: true, statement: `${name} is determined`}])
    ),
    range
  };
}

const compute = [{column: "total_flops", unit: 1e13}];
const families = ["resnet", "efficientnet", "convnext", "vit"];

function fits(): Fit[] {
  const overCompute = (experiment: string, form: Form = "power_law") => fit(experiment, form, compute, [[100, 1e6]]);
  const shifted = (family: string) => (family === "convnext" || family === "vit" ? "power_law_shift" : "power_law");
  const samples = [{column: "n_samples_seen", unit: 1e4}];
  return [
    ...["compute_neuro", "compute_behavior", "simclr_neuro"].map((name) => overCompute(name)),
    ...families.flatMap((family) =>
      ["avg", "neuro", "behavior"].map((kind) => overCompute(`model_${family}_${kind}`, shifted(family)))
    ),
    ...["v1", "v2", "v4", "it", "behavior", "avg"].flatMap((region) => [
      overCompute(`simclr_${region}`),
      overCompute(`region_${region}_group1`),
      overCompute(`region_${region}_group2`, "power_law_shift")
    ]),
    ...["imagenet", "ecoset", ...otherDatasets].map((dataset) =>
      fit(`sample_${dataset}_scaling`, "power_law", samples, [[10, 10000]])
    ),
    ...["parameter_scaling", "parameter_pretrained_scaling"].map((name) =>
      fit(name, "power_law", [{column: "n_params", unit: 1e5}], [[3, 600]])
    ),
    fit(
      "compute_chinchilla",
      "chinchilla",
      [{column: "n_params", unit: 1e5}, ...samples],
      [
        [50, 600],
        [10, 10000]
      ]
    )
  ];
}

/** Private scores of some of the models, a little below the public ones. */
function leaderboard(of: readonly ModelRow[]): LeaderboardRow[] {
  const some = of.filter(({model_id, samples_per_class}) => /imagenet/.test(model_id) && samples_per_class !== 300);
  return some.slice(0, 12).map(({model_id, V1, V2, V4, IT, Behavioral}, i) => {
    const lower = (score: number | null) => (score ?? 0) - 0.01 * (i % 3);
    return {model_id, V1: lower(V1), V2: lower(V2), V4: lower(V4), IT: lower(IT), Behavioral: lower(Behavioral)};
  });
}

/** The study's data, made anew. */
export function smallStudy(): FigureData & {leaderboard: LeaderboardRow[]} {
  const made = models();
  return {
    models: made,
    leaderboard: leaderboard(made),
    dynamics: dynamics(),
    fits: new Map(fits().map((made) => [made.experiment, made])),
    recipe: {cost: {m: 594, n: 1.028, r2: 0.94, points: 444}}
  };
}

/** Draws one panel on a page of its own. */
export function draw(name: PanelName, data: FigureData = smallStudy()): Figure {
  return panels[name](data, parseHTML("<!doctype html><html><body></body></html>").document);
}
