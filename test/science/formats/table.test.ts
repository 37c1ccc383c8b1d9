import assert from "node:assert/strict";
import {describe, test} from "node:test";
import * as fc from "fast-check";
import {readForeignTable} from "../../../science/formats/foreign-table.ts";
import {readTable, writeTable} from "../../../science/formats/table.ts";
import {TableMistake} from "../../../science/formats/table-mistake.ts";

const columns = {
  model_id: "string",
  n_params: "integer?",
  acc: "number?",
  is_ssl: "boolean",
  ssl_method: "string?"
} as const;
const header = "model_id,n_params,acc,is_ssl,ssl_method";

function mistake(text: string, message: RegExp) {
  assert.throws(
    () => readTable(text, columns, {file: "scores.csv"}),
    (error) => error instanceof TableMistake && error.userMistake && message.test(error.message)
  );
}

describe("a table with declared columns", () => {
  test("gives typed rows; empty cells are null", () => {
    const [row, empty] = readTable(`${header}\na,61100840.0,0.5,True,simclr\nb,,,False,\n`, columns);
    assert.deepEqual(row, {model_id: "a", n_params: 61100840, acc: 0.5, is_ssl: true, ssl_method: "simclr"});
    assert.deepEqual(empty, {model_id: "b", n_params: null, acc: null, is_ssl: false, ssl_method: null});
    assert.equal(row?.n_params?.toFixed(0), "61100840");
  });

  test("keeps words that first appear after a thousand empty cells", () => {
    const rows = readTable(`${header}\n${"a,1,,False,\n".repeat(1500)}b,1,,True,simclr\n`, columns);
    assert.equal(rows.at(-1)?.ssl_method, "simclr");
  });

  test("keeps integers beyond 2^31 exact, up to 2^53, and refuses those beyond", () => {
    const [row] = readTable(`${header}\na,9007199254740991,,true,\n`, columns);
    assert.equal(row?.n_params, 2 ** 53 - 1);
    mistake(`${header}\na,9007199254740993,,true,\n`, /"9007199254740993" does not fit: expected a whole number/);
  });

  test("takes NaN and NA in a numeric column as empty only where it may be empty", () => {
    const [row] = readTable(`${header}\nNA,nan,NA,true,NaN\n`, columns);
    assert.deepEqual(row, {model_id: "NA", n_params: null, acc: null, is_ssl: true, ssl_method: "NaN"});
    assert.throws(() => readTable("seed\nNaN\n", {seed: "integer"}), /line 2: column "seed": the cell is empty/);
  });

  test("takes columns in any order, and true and false in any case", () => {
    const [row] = readTable("is_ssl,model_id,ssl_method,acc,n_params\nTRUE,a,,1e-3,3\n", columns);
    assert.deepEqual(row, {model_id: "a", n_params: 3, acc: 0.001, is_ssl: true, ssl_method: null});
  });

  test("says file, line, column, value and what was expected", () => {
    mistake(
      `${header}\na,1,,True,\nb,1,high,True,\n`,
      /^scores\.csv:3: column "acc": "high" does not fit: expected a number$/
    );
    mistake(`${header}\na,1.5,,True,\n`, /column "n_params": "1\.5" does not fit: expected a whole number/);
    mistake(`${header}\na,1,,yes,\n`, /column "is_ssl": "yes" does not fit: expected true or false/);
    mistake(`${header}\na,1,,,\n`, /column "is_ssl": the cell is empty: expected true or false/);
    mistake(`${header}\n"two\nlines",1,,True,\nb,0x10,,True,\n`, /^scores\.csv:4: column "n_params": "0x10"/);
  });

  test("names unknown and missing columns, and the nearest right name", () => {
    mistake(
      "model_id,n_parms,acc,is_ssl,ssl_method\n",
      /unknown column "n_parms", did you mean "n_params"\?.*"n_params" is missing/
    );
    mistake(`${header},acc\n`, /column "acc" is there twice/);
    mistake("", /the table is empty/);
    mistake(`${header}\na,1,,True\n`, /^scores\.csv:2: the row has 4 cells: expected 5/);
  });

  test("comes back the same after writing, whatever the numbers", () => {
    const row = fc.record({
      model_id: fc.string({minLength: 1}),
      n_params: fc.option(fc.maxSafeInteger()),
      acc: fc.option(fc.double({noNaN: true, noDefaultInfinity: true}).filter((value) => !Object.is(value, -0))),
      is_ssl: fc.boolean(),
      ssl_method: fc.option(fc.string({minLength: 1}))
    });
    fc.assert(
      fc.property(fc.array(row), (rows) => {
        assert.deepEqual(
          readTable(writeTable(rows, columns), columns),
          rows.map((given) => ({...given}))
        );
      })
    );
  });

  test("refuses to write what it could not read back", () => {
    const row = {model_id: "a", n_params: null, acc: Number.NaN, is_ssl: true, ssl_method: null};
    assert.throws(() => writeTable([row], columns), /row 1, column "acc": NaN is not of type number\?/);
  });
});

describe("a table that somebody else laid out", () => {
  test("types known columns as declared and the others by all of their cells", () => {
    const text = "model_id,n_params,lab,size,tag,ok\n1,2e3,,1,x,true\n2,,,,1,false\n";
    assert.deepEqual(readForeignTable(text, columns).rows, [
      {model_id: "1", n_params: 2000, lab: null, size: 1, tag: "x", ok: true},
      {model_id: "2", n_params: null, lab: null, size: null, tag: "1", ok: false}
    ]);
  });

  test("still refuses a known column with a value that does not fit", () => {
    assert.throws(
      () => readForeignTable("n_params\nmany\n", columns, {file: "mine.csv"}),
      /^TableMistake: mine\.csv:2: column "n_params"/
    );
  });
});
