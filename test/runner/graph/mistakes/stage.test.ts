import {describe} from "node:test";
import type {ModuleDeclaration} from "../../../../runner/graph/types.ts";
import {promise} from "./promise.ts";

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
