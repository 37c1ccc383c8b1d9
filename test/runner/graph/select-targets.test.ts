import assert from "node:assert/strict";
import {describe, test} from "node:test";
import {UserMistake} from "../../../runner/errors/user-mistake.ts";
import {neededTasks, selectTargets} from "../../../runner/graph/select-targets.ts";
import {load} from "./temporary-project.ts";

const text = `
stages:
  shout: {command: x, outputs: {loud: l, soft: s}, each: {letter: [a, b, "a b", "*"], voice: [low, high]}}
  shorten: {command: x, outputs: {o: o}, each: {from: shout}, inputs: {i: "shout[=]/loud"}}
  join: {command: x, outputs: {o: o}, inputs: {i: shorten}}
profiles:
  low: {targets: [join]}
`;
const select = async (...targets: string[]) => selectTargets(await load(text), targets);

describe("targets", () => {
  test("are names, with or without an output", async () => {
    assert.deepEqual(await select("shout[letter=a,voice=low]"), ["shout[letter=a,voice=low]"]);
    assert.deepEqual(await select('shout[letter="a b",voice=low]/soft'), ['shout[letter="a b",voice=low]']);
    assert.deepEqual(await select("join/o", "join"), ["join"]);
  });

  test("are names with their labels in any order", async () => {
    assert.deepEqual(await select('shout[voice=low,letter="a"]'), ["shout[letter=a,voice=low]"]);
  });

  test("are stages", async () => {
    assert.equal((await select("shout")).length, 8);
  });

  test("are globs on labels, on stages and on whole names", async () => {
    assert.deepEqual(await select("shout[letter=a,*]"), ["shout[letter=a,voice=low]", "shout[letter=a,voice=high]"]);
    assert.equal((await select("shout[letter=a*]")).length, 4);
    assert.equal((await select("shout[voice=low]")).length, 4);
    assert.equal((await select('shout[letter="*"]')).length, 2);
    assert.equal((await select("sho*")).length, 16);
    assert.equal((await select("sho*[voice=low]")).length, 8);
    assert.equal((await select("*voice=high]")).length, 8);
  });

  test("that are not given are the profile's, or all tasks", async () => {
    assert.equal((await select()).length, 17);
    assert.deepEqual(selectTargets(await load(text, {profile: "low"}), []), ["join"]);
  });

  test("that name nothing are a mistake, with the nearest name", async () => {
    const cases: [string, RegExp][] = [
      ["shoot", /did you mean "shout"/],
      ["shout[letter=z]", /letter is never z/],
      ["shout[leter=a]", /no label leter; did you mean "letter"/],
      ["shout[letter=a,voice=lo]", /did you mean "low"/],
      ["shout/lout", /no output lout; did you mean "loud"/],
      ["join[a=b]", /join has no labels/],
      ["shout[letter=a", /expected \[key=value/],
      ["x*", /no stage or task x\*/]
    ];
    for (const [target, message] of cases)
      await assert.rejects(
        select(target),
        (error) => error instanceof UserMistake && message.test(error.message),
        target
      );
  });
});

test("what targets need stands before them", async () => {
  const graph = await load(text);
  assert.deepEqual(neededTasks(graph, ["shorten[letter=b,voice=low]"]), [
    "shout[letter=b,voice=low]",
    "shorten[letter=b,voice=low]"
  ]);
  assert.equal(neededTasks(graph, ["join"]).length, 17);
});
