import assert from "node:assert/strict";
import {describe, test} from "node:test";
import {madeAgain} from "../../../../runner/provenance/lineage/lineage.ts";
import {toTree} from "../../../../runner/provenance/lineage/lineage-json.ts";
import {lineageText} from "../../../../runner/provenance/lineage/lineage-text.ts";
import {Tracer} from "../../../../runner/provenance/lineage/trace-lineage.ts";
import {openStore} from "../../../../runner/store/store.ts";
import {withFolder} from "../../../temporary-folder.ts";
import {makeRecord} from "../../store/small-cache.ts";

describe("a lineage", () => {
  test("shared steps are told once in a text; a tree too large to be told in full says where it stops", () =>
    withFolder({}, (folder) => {
      const store = openStore(folder);
      let made = makeRecord(store, "step", "0", [store.objects.put("a source").digest]);
      for (let level = 1; level <= 20; level++) {
        const branches = ["left", "right"].map(
          (side) => makeRecord(store, side, `${side} ${level}`, [made.output]).output
        );
        made = makeRecord(store, "step", `${level}`, branches);
      }
      const record = store.records.read(made.key);
      assert.ok(record);
      const lineage = new Tracer(store).trace(record);
      assert.equal(lineage.steps.size, 61);
      const text = lineageText(lineage);
      assert.equal(text.match(/\(above\)/g)?.length, 20);
      assert.ok(text.split("\n").length < 220);
      const tree = JSON.stringify(toTree(lineage));
      assert.ok(tree.length < 200_000, "a full tree would hold a million steps");
      assert.match(tree, /"toldElsewhere":true/);
    }));

  test("says which steps were made again after what reads them", () =>
    withFolder({}, (folder) => {
      const store = openStore(folder);
      const source = makeRecord(store, "points", "points", [store.objects.put("a source").digest]);
      const fit = makeRecord(store, "fit", "fit", [source.output]);
      const [before, after] = [store.records.read(source.key), store.records.read(fit.key)];
      assert.ok(before && after);
      const lineage = new Tracer(store).trace(after);
      assert.doesNotMatch(lineageText(lineage), /again/);
      const step = lineage.steps.get(source.key);
      assert.ok(step);
      const later = "2999-01-01T00:00:00.000Z";
      lineage.steps.set(source.key, {...step, record: {...before, startedAt: later, endedAt: later}});
      assert.deepEqual([...madeAgain(lineage.steps)], [source.key]);
      assert.match(lineageText(lineage), /made 2999.*, again and to the same bytes, after what reads it/);
    }));

  test("of makers with the same bytes the one that the reader did not itself make", () =>
    withFolder({}, (folder) => {
      const store = openStore(folder);
      const source = store.objects.put("same bytes");
      const {key} = makeRecord(store, "copy", "same bytes", [source.digest]);
      const record = store.records.read(key);
      assert.ok(record);
      const [step] = new Tracer(store).trace(record).steps.values();
      assert.deepEqual(step?.reads[0]?.from, {
        kind: "source",
        source: {source: "unknown", url: null, sha256: source.digest, licence: null, citation: null}
      });
    }));
});
