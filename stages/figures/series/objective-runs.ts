import {type Look, objectives} from "../look/palette.ts";

const runs = [
  {model: "resnet50_imagenet_full", objective: "supervised", arch: "ResNet-50"},
  {model: "simclr_resnet50_imagenet_full_seed-0", objective: "simclr", arch: "ResNet-50"},
  {model: "dino_resnet50_imagenet_full_seed-0", objective: "dino", arch: "ResNet-50"},
  {model: "deit_small_imagenet_full_seed-0", objective: "supervised", arch: "ViT-S"},
  {model: "simclr_vit_small_imagenet_full_seed-0", objective: "simclr", arch: "ViT-S"},
  {model: "dino_vit_small_imagenet_full_seed-0", objective: "dino", arch: "ViT-S"}
] as const;

/** The six models whose training is followed by objective: two architectures, the second dashed. */
export const objectiveRuns: readonly {model: string; look: Look}[] = runs.map(({model, objective, arch}) => {
  const {label, ...look} = objectives[objective];
  return {model, look: {...look, label: `${label}, ${arch}`, ...(arch === "ViT-S" ? {dash: "4,2"} : {})}};
});
