import assert from "node:assert/strict";
import {describe, test} from "node:test";
import {PipelineMistakes} from "../../../runner/graph/mistakes.ts";
import type {ModuleDeclaration} from "../../../runner/graph/types.ts";
import {type Files, load, mistakesOf} from "./temporary-project.ts";

/** A stage that is right, for pipelines whose mistake lies elsewhere. */
const good = "stages: {s: {command: x, outputs: {o: o}}}\n";

/** What is wrong, the pipeline, and all lines of the message. */
type Case = [name: string, files: Files, ...lines: string[]];

function promise(cases: Case[], options: Parameters<typeof load>[1] = {}): void {
  for (const [name, files, ...lines] of cases)
    test(name, async () => assert.deepEqual(await mistakesOf(files, options), lines));
}

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

describe("a stage", () => {
  const stage = (rest: string): string => `stages:\n  s: {${rest}}\n`;
  promise([
    [
      "that does nothing",
      stage("outputs: {o: o}"),
      "pipeline.yaml:2:3: stages.s: expected one of command, run and fetch, found none"
    ],
    [
      "that does two things",
      stage("command: x, run: y"),
      "pipeline.yaml:2:3: stages.s: expected one of command, run and fetch, found command and run"
    ],
    [
      "with a misspelt command",
      stage("comand: x, outputs: {o: o}"),
      'pipeline.yaml:2:7: stages.s.comand: unknown key; did you mean "command"?'
    ],
    ["without outputs", stage("command: x"), "pipeline.yaml:2:3: stages.s: a command needs outputs: {NAME: FILE}"],
    [
      "that is no map",
      "stages:\n  s: 3\n",
      "pipeline.yaml:2:6: stages.s: expected a map with command, run or fetch, found the number 3"
    ],
    [
      "with a bad name",
      "stages:\n  1a: {command: x, outputs: {o: o}}\n",
      "pipeline.yaml:2:3: stages.1a: a name has letters, digits, _ and -, and begins with a letter"
    ],
    [
      "with keys of another kind",
      stage("run: m, code: [x], outputs: {o: o}"),
      "pipeline.yaml:2:12: stages.s.run: m: no such module",
      "pipeline.yaml:2:15: stages.s.code: a stage with run has no code",
      "pipeline.yaml:2:26: stages.s.outputs: a stage with run has its outputs from its module"
    ],
    [
      "with values of a wrong type",
      `stages:
  s:
    command: 3
    outputs: {o: 3, p: ../x, q: a, r: a}
    inputs: 3
    params: {p: 3}
    code: [x, ../y]
    env: x
    optional: 1
    each: x
    publish: 1
    resources: {cores: 0, memory: lots, tim: 3, time: 3 weeks}
    retries: {times: -1, wait: soon}
`,
      "pipeline.yaml:3:14: stages.s.command: expected a shell command or a list of arguments, found the number 3",
      "pipeline.yaml:4:18: stages.s.outputs.o: expected a string, found the number 3",
      'pipeline.yaml:4:24: stages.s.outputs.p: expected a plain name of a file or folder, found "../x"',
      "pipeline.yaml:4:39: stages.s.outputs.r: the outputs q and r are the same file, a",
      "pipeline.yaml:5:13: stages.s.inputs: expected a map of names to references, found the number 3",
      "pipeline.yaml:6:17: stages.s.params.p: expected a path into params, {path: ..., except: [...]}, {value: ...} or {number: ...}, found the number 3",
      "pipeline.yaml:7:15: stages.s.code[1]: ../y is not in the project's folder",
      'pipeline.yaml:8:10: stages.s.env: expected a list of variables\' names, found "x"',
      "pipeline.yaml:9:15: stages.s.optional: expected true or false, found the number 1",
      'pipeline.yaml:10:11: stages.s.each: expected a map of labels: {letter: letters}, found "x"',
      "pipeline.yaml:11:14: stages.s.publish: expected a map of outputs to paths, found the number 1",
      "pipeline.yaml:12:24: stages.s.resources.cores: expected a number of cores above 0, found the number 0",
      'pipeline.yaml:12:35: stages.s.resources.memory: expected bytes, as in 2GB, found "lots"',
      'pipeline.yaml:12:41: stages.s.resources.tim: unknown key; did you mean "time"?',
      'pipeline.yaml:12:55: stages.s.resources.time: expected seconds, or as in 10min, found "3 weeks"',
      "pipeline.yaml:13:22: stages.s.retries.times: expected a whole number, found the number -1",
      'pipeline.yaml:13:32: stages.s.retries.wait: expected seconds, or as in 10s, found "soon"'
    ]
  ]);
});

describe("a command that names what is not declared", () => {
  const at = "pipeline.yaml:4:14: stages.s.command: ";
  const stage = (command: string): string => `params: {word: {count: 3}}
stages:
  s:
    command: ${command}
    params: {n: word.count}
    inputs: {text: ./a}
    outputs: {o: o}
`;
  promise([
    [
      "a path into params",
      stage(`x \${params.word.count}`),
      `${at}\${params.word.count}: the stage does not declare it; add params: {count: word.count} and write \${params.count}`
    ],
    ["a parameter", stage(`x \${params.m}`), `${at}\${params.m}: the stage has no parameter m; expected n`],
    ["an input", stage(`x \${inputs.txt}`), `${at}\${inputs.txt}: the stage has no input txt; did you mean "text"?`],
    [
      "an output's list",
      stage(`x \${outputs.o.list}`),
      `${at}\${outputs.o.list}: the stage has no output o.list; expected o`
    ],
    ["a label", stage(`x \${each.i}`), `${at}\${each.i}: the stage has no labels; give it each: {i: ...}`],
    [
      "a group",
      stage(`x \${input.text}`),
      `${at}\${input.text}: expected params, inputs, outputs or each before the point; did you mean "inputs"?`
    ]
  ]);
});

describe("a grid", () => {
  const each = (values: string): string =>
    `params: {none: [], n: 3, bad: [[1]], two: [1, "1"], voices: {low: 1}}\nstages:\n  s: {command: x, outputs: {o: o}, each: {i: ${values}}}\n`;
  const at = "pipeline.yaml:3:46: stages.s.each.i: ";
  promise([
    ["of an empty list", each("none"), `${at}the grid is empty: the list has no items`],
    ["of an empty range", each("5..1"), `${at}the grid is empty: nothing lies in 5..1`],
    ["of a number", each("n"), `${at}expected a list or a map at n, found the number 3`],
    [
      "of lists",
      each("bad"),
      "pipeline.yaml:1:32: stages.s.each.i: expected a label (a word or a number), found a list"
    ],
    ["with a label twice", each("two"), "pipeline.yaml:1:47: stages.s.each.i: the label 1 is there twice"],
    ["of nothing", each("voicez"), `${at}params has no voicez; did you mean "voices"?`],
    ["beyond reason", each("1..10000000"), `${at}the grid expands to 10000000 tasks; the most is 1000000`],
    [
      "from a stage that is not there",
      "stages:\n  shout: {command: x, outputs: {o: o}, each: {from: shuot}}\n",
      'pipeline.yaml:2:53: stages.shout.each.from: no stage shuot; did you mean "shout"?'
    ],
    [
      "from one another",
      "stages:\n  a: {command: x, outputs: {o: o}, each: {from: b}}\n  b: {command: x, outputs: {o: o}, each: {from: a}}\n",
      "pipeline.yaml:2:49: stages.a.each.from: a cycle: a -> b -> a"
    ],
    [
      "with a label of the grid that it is from",
      "stages:\n  a: {command: x, outputs: {o: o}, each: {i: [1]}}\n  b: {command: x, outputs: {o: o}, each: {from: a, i: [2]}}\n",
      "pipeline.yaml:3:52: stages.b.each.i: the label i is there twice"
    ]
  ]);
});

describe("a reference", () => {
  const input = (reference: string): string => `params: {n: 3}
stages:
  shout: {command: x, outputs: {loud: l, soft: s}, each: {i: 1..3, j: [low, high]}}
  s: {command: x, outputs: {o: o}, inputs: {in: ${reference}}}
`;
  const at = "pipeline.yaml:4:49: stages.s.inputs.in: ";
  promise([
    ["to no stage", input("shuot"), `${at}no stage shuot; did you mean "shout"?`],
    [
      "to a file without ./",
      input("somewhere/texts.txt"),
      `${at}no stage somewhere; write ./somewhere/texts.txt for a file of the working tree`
    ],
    ["to one of several outputs", input("shout"), `${at}shout has several outputs, loud, soft; name one: shout/loud`],
    ["to no output", input("shout/lout"), `${at}shout has no output lout; did you mean "loud"?`],
    ["to no label", input('"shout[k=1]/loud"'), `${at}shout has no label k; expected one of i, j`],
    ["to no task", input('"shout[j=lo,i=1]/loud"'), `${at}no task shout[j=lo,i=1]: j is never lo; did you mean "low"?`],
    ["to no task by a glob", input('"shout[j=z*]/loud"'), `${at}no task shout[j=z*]`],
    [
      "[=] without those labels",
      input('"shout[=]/loud"'),
      `${at}[=] needs the labels of shout, and i is not one of this stage; name it: shout[i=...]`
    ],
    [
      "unclosed",
      input('"shout[i=1"'),
      `${at}shout[i=1: expected [key=value,key=value], [*] or [=]; quote values with spaces, commas or brackets`
    ],
    [
      "with a label that is not there",
      input(`"shout[i=\${each.i}]/loud"`),
      `${at}\${each.i}: the stage has no labels; give it each: {i: ...}`
    ],
    [
      "with a parameter",
      input(`"./\${params.n}"`),
      `${at}only labels may stand here, \${each.LABEL}; found \${params.n}`
    ],
    ["out of the folder", input("./../x"), `${at}./../x is not in the project's folder`],
    ["to the folder itself", input("./"), `${at}./ is the project's folder; name a file or folder in it`],
    ["to nothing at all", input("[]"), `${at}expected references, found an empty list`],
    [
      "of a wrong type",
      input("3"),
      `${at}expected a reference, a list of references or {references: PATH}, found the number 3`
    ],
    [
      "in parameters that hold none",
      input("{references: n}"),
      "pipeline.yaml:4:62: stages.s.inputs.in.references: expected a list of references at n, found the number 3"
    ]
  ]);
});

describe("a cycle", () => {
  promise([
    [
      "is named in the direction of its artifacts",
      `stages:
  a: {command: x, outputs: {o: o}, inputs: {i: c}}
  b: {command: x, outputs: {o: o}, inputs: {i: a}}
  c: {command: x, outputs: {o: o}, inputs: {i: b}}
  d: {command: x, outputs: {o: o}, inputs: {i: d}}
`,
      "pipeline.yaml:2:48: stages.a.inputs.i: a cycle: a -> b -> c -> a",
      "pipeline.yaml:5:48: stages.d.inputs.i: a cycle: d -> d"
    ],
    [
      "of grids is told once",
      `stages:
  a: {command: x, outputs: {o: o}, each: {i: 1..9}, inputs: {in: "b[=]"}}
  b: {command: x, outputs: {o: o}, each: {i: 1..9}, inputs: {in: "a[=]"}}
`,
      "pipeline.yaml:2:66: stages.a.inputs.in: a cycle: a[i=1] -> b[i=1] -> a[i=1]"
    ]
  ]);
});

describe("a parameter", () => {
  const text = `params: {word: {count: 3}, voices: {low: {pitch: 1}, high: {pich: 2}}}
stages:
  s:
    each: {v: voices}
    command: x
    outputs: {o: o}
    params: {a: word.cuont, b: "voices.\${each.v}.pitch", c: count, d: {value: 1, w: 2}, e: "voices.\${each.w}", f: word.count.deep}
`;
  promise([
    [
      "to nothing is told with the nearest path, once for a grid",
      text,
      'pipeline.yaml:7:17: stages.s.params.a: params has no word.cuont; did you mean "word.count"?',
      'pipeline.yaml:7:32: stages.s.params.b: params has no voices.high.pitch; did you mean "voices.high.pich"?',
      'pipeline.yaml:7:61: stages.s.params.c: params has no count; did you mean "word.count"?',
      "pipeline.yaml:7:82: stages.s.params.d.w: unknown key; expected one of value, number, path, except",
      `pipeline.yaml:7:92: stages.s.params.e: \${each.w}: the stage has no label w; expected v`,
      "pipeline.yaml:7:115: stages.s.params.f: params has no word.count.deep: word.count is the number 3"
    ]
  ]);
});

describe("publishing", () => {
  promise([
    [
      "two tasks to one path",
      `stages:
  a: {command: x, outputs: {o: o}, publish: {o: out/x}}
  b: {command: x, outputs: {o: o}, publish: {o: ./out//x}}
  c: {command: x, outputs: {o: o}, publish: {o: "out/c"}, each: {i: 1..9}}
  d: {command: x, outputs: {o: o}, publish: {o: out/x/y}}
`,
      "pipeline.yaml:3:49: stages.b.publish.o: a and b both publish to out/x",
      "pipeline.yaml:4:49: stages.c.publish.o: c[i=1] and c[i=2] both publish to out/c (and 7 more like this)",
      "pipeline.yaml:5:49: stages.d.publish.o: d publishes to out/x/y, inside out/x, which a publishes"
    ],
    [
      "out of the folder, over the pipeline, or what is not made",
      `stages:
  a: {command: x, outputs: {o: o, p: p, q: q}, publish: {o: ../x, p: /x, q: pipeline.yaml, r: x}}
`,
      "pipeline.yaml:2:61: stages.a.publish.o: ../x is not in the project's folder",
      "pipeline.yaml:2:70: stages.a.publish.p: /x is not in the project's folder",
      "pipeline.yaml:2:77: stages.a.publish.q: a would publish over pipeline.yaml",
      "pipeline.yaml:2:95: stages.a.publish.r: the stage has no output r; expected one of o, p, q"
    ],
    [
      "what another stage reads back",
      `stages:
  a: {command: x, outputs: {o: o}, publish: {o: out/x}}
  b: {command: x, outputs: {o: o}, inputs: {file: ./out/x, folder: ./out, other: ./out/y}}
`,
      "pipeline.yaml:3:51: stages.b.inputs.file: out/x is published by a and not read back; refer to the task: a/o",
      "pipeline.yaml:3:68: stages.b.inputs.folder: out/x is published by a and not read back; refer to the task: a/o"
    ]
  ]);
});

describe("a module", () => {
  const modules: Record<string, ModuleDeclaration> = {
    "stages/fit": {
      params: ["spec"],
      inputs: {scores: {format: "table", many: false}, fits: {format: "json", many: true}},
      outputs: {fit: {file: "fit.json", format: "json"}, log: {file: "log.txt", format: "text"}}
    }
  };
  promise(
    [
      [
        "gets what it declares, no more and no less",
        "stages:\n  f: {run: stages/fit, params: {spek: {value: 1}}, inputs: {scores: ./a, fitz: ./b}}\n",
        "pipeline.yaml:2:3: stages.f: the module needs the parameter spec; add params: {spec: ...}",
        "pipeline.yaml:2:3: stages.f: the module needs the input fits; add inputs: {fits: ...}",
        'pipeline.yaml:2:33: stages.f.params.spek: the module has no parameter spek; did you mean "spec"?',
        'pipeline.yaml:2:74: stages.f.inputs.fitz: the module has no input fitz; did you mean "fits"?'
      ],
      [
        "gets one artifact where it declares one, and the format that it declares",
        `stages:
  c: {command: x, outputs: {o: o}, each: {i: 1..2}}
  f: {run: stages/fit, params: {spec: {value: 1}}, inputs: {scores: c, fits: g/log}}
  g: {run: stages/fit, params: {spec: {value: 1}}, inputs: {scores: "c[i=1]", fits: ["c[i=1]", ./a]}}
`,
        "pipeline.yaml:3:69: stages.f.inputs.scores: expected one artifact, found 2; the stage's module declares scores as one()",
        "pipeline.yaml:3:78: stages.f.inputs.fits: expected the format json; g/log is text"
      ],
      [
        "that fails to load is told, and what hangs on it is not",
        "stages:\n  f: {run: stages/nope}\n  g: {command: x, outputs: {o: o}, inputs: {in: f/fit}}\n",
        "pipeline.yaml:2:12: stages.f.run: stages/nope: no such module"
      ]
    ],
    {modules}
  );
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
