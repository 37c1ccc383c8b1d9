/** Shapes of data points; each has about the area of a circle of the same radius. */
export type Shape = "circle" | "square" | "diamond" | "triangle" | "plus" | "star" | "cross";

type Vertex = readonly [x: number, y: number];

/** A path that shapes are drawn on: d3-path's, a canvas's, or the one below. */
interface Pen {
  moveTo(x: number, y: number): void;
  lineTo(x: number, y: number): void;
  arc(x: number, y: number, radius: number, start: number, end: number): void;
  closePath(): void;
}

const plus = outline([
  [-0.42, -1.2],
  [0.42, -1.2],
  [0.42, -0.42],
  [1.2, -0.42],
  [1.2, 0.42],
  [0.42, 0.42],
  [0.42, 1.2],
  [-0.42, 1.2],
  [-0.42, 0.42],
  [-1.2, 0.42],
  [-1.2, -0.42],
  [-0.42, -0.42]
]);

const polygons: Record<Exclude<Shape, "circle">, readonly Vertex[]> = {
  square: outline([
    [-0.886, -0.886],
    [0.886, -0.886],
    [0.886, 0.886],
    [-0.886, 0.886]
  ]),
  diamond: outline([
    [0, -1.35],
    [1.15, 0],
    [0, 1.35],
    [-1.15, 0]
  ]),
  triangle: outline([
    [0, -1.45],
    [1.28, 0.78],
    [-1.28, 0.78]
  ]),
  plus,
  cross: plus.map(([x, y]) => [(x - y) * Math.SQRT1_2, (x + y) * Math.SQRT1_2]),
  star: Array.from({length: 10}, (_, i) => {
    const radius = i % 2 === 0 ? 1.6 : 0.68;
    const angle = (i * Math.PI) / 5;
    return [radius * Math.sin(angle), -radius * Math.cos(angle)];
  })
};

/** A shape as Plot wants it: `size` is an area in square pixels. */
export function plotSymbol(shape: Shape): {draw(pen: Pen, size: number): void} {
  return {draw: (pen, size) => trace(shape, pen, Math.sqrt(size / Math.PI))};
}

/** The path of one shape about a point. */
export function markerPath(shape: Shape, x: number, y: number, radius: number): string {
  if (shape === "circle") {
    const round = `a${radius},${radius} 0 1,1`;
    return `M${x - radius},${y}${round} ${2 * radius},0${round} ${-2 * radius},0Z`;
  }
  return `M${polygons[shape].map(([dx, dy]) => `${x + dx * radius},${y + dy * radius}`).join("L")}Z`;
}

function trace(shape: Shape, pen: Pen, radius: number): void {
  if (shape === "circle") {
    pen.moveTo(radius, 0);
    pen.arc(0, 0, radius, 0, 2 * Math.PI);
    return;
  }
  for (const [i, [x, y]] of polygons[shape].entries()) {
    if (i === 0) pen.moveTo(x * radius, y * radius);
    else pen.lineTo(x * radius, y * radius);
  }
  pen.closePath();
}

function outline(vertices: Vertex[]): readonly Vertex[] {
  return vertices;
}
