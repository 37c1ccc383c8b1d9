import {type Matrix, matrix} from "../../../science/linear-algebra/matrix.ts";
import {Mt19937} from "../../../science/random/mt19937.ts";

/** Independent standard normals. */
export function randomMatrix(rows: number, columns: number, seed: number): Matrix {
  const random = new Mt19937(seed);
  return matrix(
    rows,
    columns,
    Float64Array.from({length: rows * columns}, () => random.normal())
  );
}
