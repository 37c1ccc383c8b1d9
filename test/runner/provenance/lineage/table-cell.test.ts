import assert from "node:assert/strict";
import {describe, test} from "node:test";
import {cellIn, lineageOfRow, parseCell} from "../../../../runner/provenance/lineage/table-cell.ts";
import {Tracer} from "../../../../runner/provenance/lineage/trace-lineage.ts";
import {openStore} from "../../../../runner/store/store.ts";
import {withFolder} from "../../../temporary-folder.ts";
import {makeRecord} from "../../store/small-cache.ts";

const TABLE = "model,score\na,1\nb,2\nb,3\n";

describe("a cell of a table", () => {
  test("is named by its table, its row and its column", () => {
    assert.deepEqual(parseCell("out/models.csv:12:score"), {table: "out/models.csv", row: "12", column: "score"});
    assert.deepEqual(parseCell("fit[a=b:c]/t:x:y"), {table: "fit[a=b:c]/t", row: "x", column: "y"});
    assert.equal(parseCell("fit[a=b:c:d]"), undefined);
    assert.equal(parseCell("models"), undefined);
  });

  test("is found by the row's number or by its first cell, which must be the only one such", () => {
    const cell = (row: string, column = "score") => cellIn(TABLE, {table: "models", row, column});
    assert.deepEqual(cell("2"), {row: 2, column: "score", value: "2", values: {model: "b", score: "2"}});
    assert.equal(cell("a").value, "1");
    assert.throws(() => cell("b"), /models has 2 rows with model b/);
    assert.throws(() => cell("c"), /models has no row c/);
    assert.throws(() => cell("4"), /models has no row 4/);
    assert.throws(() => cell("0"), /models has no row 0/);
    assert.throws(() => cell("1", "scores"), /models has no column scores.*score/);
  });

  test("goes back to those of many tables that hold its very row, or to all where none does", () =>
    withFolder({}, (folder) => {
      const store = openStore(folder);
      const [a, b, other] = ["model,score\na,1\n", "model,score\nb,2\n", "model\na\n"].map((text, index) =>
        makeRecord(store, `row[model=${index}]`, text, [])
      );
      assert.ok(a && b && other);
      const table = makeRecord(store, "models", TABLE, [a.output, b.output, other.output]);
      const record = store.records.read(table.key);
      assert.ok(record);
      const lineage = new Tracer(store).trace(record);
      const steps = (row: string) => {
        const cell = cellIn(TABLE, {table: "models", row, column: "score"});
        return [...(lineageOfRow(lineage, cell, store)?.steps.keys() ?? [])];
      };
      assert.deepEqual(steps("a"), [table.key, a.key]);
      assert.deepEqual(steps("2"), [table.key, b.key]);
      assert.deepEqual(steps("3"), [], "no table holds it");
    }));
});
