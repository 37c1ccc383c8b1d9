import type {Initial} from "./network.ts";

/** How a layer's weight and bias start, from the weight's shape (`[out, in / groups, height, width]` or `[out, in]`). */
export type Initialisation = {
  weight(shape: readonly number[]): Initial;
  bias(shape: readonly number[]): Initial;
};

const zero = (): Initial => ({kind: "constant", value: 0});

const product = (values: readonly number[]) => values.reduce((total, value) => total * value, 1);

/** Kaiming-normal by the outputs of a convolution: deviation sqrt(2 / (out h w)) (He et al. 2015; torchvision's ResNet). */
export const kaimingFanOut: Initialisation = {
  weight: ([out = 1, , ...kernel]) => ({kind: "normal", deviation: Math.sqrt(2 / (out * product(kernel)))}),
  bias: zero
};

const fanIn = ([, ...inputs]: readonly number[]): Initial => ({kind: "uniform", bound: 1 / Math.sqrt(product(inputs))});

/** What PyTorch gives a layer that nobody initialises: weight and bias uniform within 1 / sqrt(fan in). */
export const uniformFanIn: Initialisation = {weight: fanIn, bias: fanIn};

/** Uniform within 1 / sqrt(outputs): the head of torchvision's EfficientNet. */
export const uniformFanOut: Initialisation = {
  weight: ([out = 1]) => ({kind: "uniform", bound: 1 / Math.sqrt(out)}),
  bias: zero
};

/** The transformers' normal distribution of deviation 0.02, cut at -2 and 2. */
export const truncatedNormal: Initialisation = {
  weight: () => ({kind: "truncated-normal", deviation: 0.02, low: -2, high: 2}),
  bias: zero
};
