import assert from "node:assert/strict";
import {describe, test} from "node:test";
import {featuresOf} from "../../../science/linear-algebra/features.ts";
import {centreColumns, gramMatrix} from "../../../science/linear-algebra/gram.ts";
import {dot, matrix, rowOf} from "../../../science/linear-algebra/matrix.ts";
import {onnxProduct} from "../../../science/linear-algebra/onnx-product.ts";
import {plainProduct} from "../../../science/linear-algebra/products.ts";
import {assertClose} from "../metrics/close.ts";
import {randomMatrix} from "../metrics/random-matrix.ts";

describe("left x right'", () => {
  for (const [left, right, length] of [
    [4, 2, 8],
    [7, 5, 3],
    [1, 1, 1],
    [9, 1, 6]
  ] as const)
    test(`${left} x ${length} by ${right} x ${length}`, () => {
      const [a, b] = [randomMatrix(left, length, 1), randomMatrix(right, length, 2)];
      const expected = Array.from({length: left}, (_, i) =>
        Array.from({length: right}, (_, j) => rowOf(a, i).reduce((sum, value, k) => sum + value * rowOf(b, j)[k]!, 0))
      );
      assertClose(plainProduct(a, b).values, expected.flat(), 1e-13);
    });

  test("by ONNX Runtime in double precision", async () => {
    const [a, b] = [randomMatrix(150, 200, 1), randomMatrix(130, 200, 2)];
    assertClose((await onnxProduct()(a, b)).values, plainProduct(a, b).values, 1e-12);
    assertClose((await onnxProduct()(a, a)).values, plainProduct(a, a).values, 1e-12);
  });

  test("rows of different lengths are refused", () => {
    assert.throws(() => plainProduct(matrix(2, 3), matrix(2, 4)), /rows of 3 and of 4 values/);
  });
});

test("a Gram matrix over several panels and blocks of columns is that of all columns, and symmetric", async () => {
  const X = randomMatrix(700, 6100, 3);
  const gram = await gramMatrix(featuresOf(X), centreColumns, onnxProduct());
  const centred = matrix(700, 6100, X.values.slice());
  centreColumns(centred);
  for (const [i, j] of [
    [0, 0],
    [3, 690],
    [650, 660],
    [699, 0]
  ] as const) {
    assertClose([gram.values[i * 700 + j]!], [dot(rowOf(centred, i), rowOf(centred, j))], 1e-10);
    assert.equal(gram.values[i * 700 + j], gram.values[j * 700 + i]);
  }
});
