import type {Model} from "./models.ts";
import type {DrawnNumber} from "./numbers.ts";

/** A model as a point. */
export interface Point extends DrawnNumber {
  x: number;
}

export interface PointsOptions {
  series: string;
  axes?: string;
  x: (model: Model) => number | null;
  y: (model: Model) => number | null;
  size?: (model: Model) => number | null;
  colour?: (model: Model) => number | null;
}

/** Models as points; one without x or y (or size or colour, where asked for) is not drawn. */
export function points(models: readonly Model[], {series, axes, x, y, size, colour}: PointsOptions): Point[] {
  return models.flatMap((model) => {
    const numbers = {
      x: x(model),
      y: y(model),
      ...(size && {size: size(model)}),
      ...(colour && {colour: colour(model)})
    };
    const {x: across, y: up, ...rest} = numbers;
    if (across === null || up === null || Object.values(rest).includes(null)) return [];
    return [
      {
        ...(axes === undefined ? {} : {axes}),
        series,
        mark: "point" as const,
        label: model.model_id,
        x: across,
        y: up,
        ...known(rest)
      }
    ];
  });
}

function known(values: {size?: number | null; colour?: number | null}): {size?: number; colour?: number} {
  return {
    ...(typeof values.size === "number" ? {size: values.size} : {}),
    ...(typeof values.colour === "number" ? {colour: values.colour} : {})
  };
}
