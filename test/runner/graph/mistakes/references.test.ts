import {describe} from "node:test";
import {promise} from "./promise.ts";

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
