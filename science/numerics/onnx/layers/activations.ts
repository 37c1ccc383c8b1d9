import {entriesOf, tensorAffine} from "../blocked.ts";
import type {Tensor} from "../emission.ts";
import {inputOf, type LayerEmitter} from "./layer.ts";

export const relu: LayerEmitter<"relu"> = (emission, layer) => {
  const {graph} = emission;
  const input = inputOf(layer);
  const result: Tensor = {...input, name: graph.op("Relu", [input.name])};
  emission.record(result, (gradient) => {
    const zero = graph.scalar(0);
    emission.addGradient(input, graph.op("Where", [graph.op("Greater", [result.name, zero]), gradient, zero]));
  });
  return result;
};

/** `x Phi(x)`, Phi the normal distribution function (Hendrycks & Gimpel 2016). */
export const gelu: LayerEmitter<"gelu"> = (emission, layer) => {
  const {graph} = emission;
  const input = inputOf(layer);
  const result: Tensor = {...input, name: graph.op("Gelu", [input.name])};
  emission.setGradientFactor(result, 0.5);
  emission.record(result, (halfGradient) => {
    // With s = x / sqrt(2), twice the slope is 1 + erf(s) + 2 / sqrt(pi) s / exp(s^2).
    const part = graph.scale(input.name, Math.SQRT1_2);
    const ratio = graph.op("Div", [part, graph.op("Exp", [graph.multiply(part, part)])]);
    const twice = tensorAffine(emission, entriesOf(emission, input), ratio, {
      scale: 2 / Math.sqrt(Math.PI),
      shift: 1,
      summand: graph.op("Erf", [part])
    });
    const shaped = graph.op("Reshape", [twice, graph.op("Shape", [input.name])]);
    emission.addGradient(input, graph.multiply(halfGradient, shaped));
  });
  return result;
};

/** `x sigmoid(x)`. */
export const silu: LayerEmitter<"silu"> = (emission, layer) => {
  const {graph} = emission;
  const input = inputOf(layer);
  const gate = graph.op("Sigmoid", [input.name]);
  const result: Tensor = {...input, name: graph.multiply(input.name, gate)};
  emission.record(result, (gradient) => {
    // s + x s (1 - s) = s + y (1 - s) = y + s (1 - y)
    const slope = graph.add(result.name, graph.multiply(gate, graph.subtract(graph.scalar(1), result.name)));
    emission.addGradient(input, graph.multiply(gradient, slope));
  });
  return result;
};

export const sigmoid: LayerEmitter<"sigmoid"> = (emission, layer) => {
  const {graph} = emission;
  const input = inputOf(layer);
  const result: Tensor = {...input, name: graph.op("Sigmoid", [input.name])};
  emission.record(result, (gradient) => {
    const slope = graph.multiply(result.name, graph.subtract(graph.scalar(1), result.name));
    emission.addGradient(input, graph.multiply(gradient, slope));
  });
  return result;
};
