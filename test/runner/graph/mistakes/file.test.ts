import assert from "node:assert/strict";
import {describe, test} from "node:test";
import {PipelineMistakes} from "../../../../runner/graph/mistakes.ts";
import {load, mistakesOf} from "../temporary-project.ts";
import {good, promise} from "./promise.ts";

test("mistakes come all at once, in the order of the file", async () => {
  const text = `params: {count: 3}
stages:
  fit:
    command: run \${params.cuont}
    confidnce: 1
    inputs: {scores: scors}
    params: {count: cuont}
    outputs: {fit: fit.json}
  scores: {command: x, outputs: {o: o}, each: {i: 5..1}}
`;
  await assert.rejects(load(text), (error) => {
    assert.ok(error instanceof PipelineMistakes);
    assert.deepEqual(
      error.mistakes.map(({place, path}) => [place.line, place.column, path]),
      [
        [4, 14, "stages.fit.command"],
        [5, 5, "stages.fit.confidnce"],
        [6, 22, "stages.fit.inputs.scores"],
        [7, 21, "stages.fit.params.count"],
        [9, 51, "stages.scores.each.i"]
      ]
    );
    assert.match(error.message, /^pipeline.yaml:4:14: stages.fit.command: .*did you mean "count"\?$/m);
    return true;
  });
});

describe("the file", () => {
  promise([
    ["empty", "", "pipeline.yaml:1:1: the file is empty"],
    ["only comments", "# nothing\n\n", "pipeline.yaml:1:1: the file is empty"],
    ["a list", "- a\n", "pipeline.yaml:1:1: expected a map of params, stages, profiles and include, found a list"],
    [
      "without stages",
      "params: {a: 1}\n",
      "pipeline.yaml:1:1: stages: there are none; expected stages: {NAME: {command: ...}}"
    ],
    ["a tab", "stages:\n\ta: 1\n", "pipeline.yaml:2:1: Tabs are not allowed as indentation"],
    ["two documents", "a: 1\n---\nb: 2\n", "pipeline.yaml:2:1: expected one document, found another after ---"],
    ["an unknown key", `${good}stagez: 1\n`, 'pipeline.yaml:2:1: stagez: unknown key; did you mean "stages"?'],
    [
      "parameters at the top",
      `${good}experiments: {}\n`,
      "pipeline.yaml:2:1: experiments: unknown key; values that stages use go under params: params.experiments"
    ],
    [
      "a key set twice",
      `${good}params: {a: 1, b: 2, a: 3}\n`,
      "pipeline.yaml:2:22: params.a: set twice; first at pipeline.yaml:2:10"
    ],
    [
      "an anchor that is not there",
      `${good}params: {a: *x}\n`,
      "pipeline.yaml:2:13: params.a: no anchor &x before this"
    ],
    [
      "a number that would lose digits",
      `${good}params: {seed: 12345678901234567890}\n`,
      'pipeline.yaml:2:16: params.seed: 12345678901234567890 has more digits than a number holds; write it as a string, "12345678901234567890"'
    ],
    ["params that are no map", `${good}params: 3\n`, "pipeline.yaml:2:9: params: expected a map, found the number 3"]
  ]);

  test("unclosed brackets are placed", async () => {
    const [first] = await mistakesOf("stages:\n  a: {command: [x, y\n  b: 1\n");
    assert.match(first ?? "", /^pipeline.yaml:3:3: /);
  });
});

describe("includes", () => {
  promise([
    [
      "a key set twice, naming both places",
      {
        "pipeline.yaml": `include: [more.yaml]\nparams: {a: 1, b: {c: 1}}\n${good}`,
        "more.yaml": `params: {a: 2, b: {c: 3, d: 4}}\n${good}`
      },
      "more.yaml:1:10: params.a: set twice; first at pipeline.yaml:2:10",
      "more.yaml:1:20: params.b.c: set twice; first at pipeline.yaml:2:20",
      "more.yaml:2:10: stages.s: set twice; first at pipeline.yaml:3:10"
    ],
    [
      "a file that is not there",
      `include: [nope.yaml]\n${good}`,
      "pipeline.yaml:1:11: include[0]: there is no file nope.yaml"
    ],
    [
      "files that include one another",
      {"pipeline.yaml": `include: [more.yaml]\n${good}`, "more.yaml": "include: [pipeline.yaml]\n"},
      "more.yaml:1:11: include[0]: pipeline.yaml is included twice"
    ],
    [
      "no list",
      `include: more.yaml\n${good}`,
      'pipeline.yaml:1:10: include: expected a list of files, found "more.yaml"'
    ]
  ]);
});

describe("profiles and settings", () => {
  const text = `params: {a: {b: 1}}
stages:
  s: {command: x, outputs: {o: o}, each: {i: [low, high]}}
profiles:
  one: {set: {a.c: 1}, targets: [t, "s[i=lo]", s]}
  two: {targetz: [s]}
  three: {targets: [summary, "s[i=lo]"]}
`;
  promise(
    [
      [
        "are checked together",
        text,
        "pipeline.yaml:5:15: profiles.one.set.a.c: params has no a.c; a has b",
        "pipeline.yaml:5:34: profiles.one.targets[0]: t: no stage or task t; expected s",
        'pipeline.yaml:5:37: profiles.one.targets[1]: s[i=lo]: no task s[i=lo]: i is never lo; did you mean "low"?',
        'pipeline.yaml:6:9: profiles.two.targetz: unknown key; did you mean "targets"?',
        "pipeline.yaml:7:21: profiles.three.targets[0]: summary: no stage or task summary; expected s",
        "--set a.d=1: params has no a.d; a has b",
        "--set foo: expected PATH=VALUE, as in --set fit.bootstraps=500",
        "--set a.b=[1: Flow sequence must end with a ]"
      ]
    ],
    {profile: "one", set: ["a.d=1", "foo", "a.b=[1"]}
  );
  promise(
    [
      [
        "a profile that is not there",
        `${good}profiles: {quick: {}}\n`,
        '--profile quik: no such profile; did you mean "quick"?'
      ]
    ],
    {profile: "quik"}
  );
});

describe("a source", () => {
  promise([
    [
      "needs its address, digest and file name",
      `params: {sources: {t: {url: http://x, sha256: abc, sha1: ABC, file: a/b, byts: 3}, u: 3, v: {url: x}}}
stages:
  f: {fetch: "sources.\${each.s}", each: {s: sources}, inputs: {a: ./b}}
`,
      "pipeline.yaml:1:47: stages.f.fetch.sha256: expected 64 lower-case hexadecimal digits, found abc",
      "pipeline.yaml:1:58: stages.f.fetch.sha1: expected 40 lower-case hexadecimal digits, found ABC",
      "pipeline.yaml:1:69: stages.f.fetch.file: expected a plain file name, found a/b",
      'pipeline.yaml:1:74: stages.f.fetch.byts: unknown key; did you mean "bytes"?',
      "pipeline.yaml:1:93: stages.f.fetch: the source has no file; expected {url, sha256, file}, or sha1 where no sha256 is known",
      "pipeline.yaml:1:93: stages.f.fetch: the source has no sha256; expected {url, sha256, file}, or sha1 where no sha256 is known",
      `pipeline.yaml:3:14: stages.f.fetch: expected a source {url, sha256, file}, or sha1 where no sha256 is known, at sources.\${each.s}, found the number 3`,
      "pipeline.yaml:3:55: stages.f.inputs: a stage with fetch has no inputs"
    ]
  ]);
});
