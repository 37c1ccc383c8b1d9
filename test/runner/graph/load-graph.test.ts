import assert from "node:assert/strict";
import {describe, test} from "node:test";
import {neededTasks} from "../../../runner/graph/select-targets.ts";
import type {Graph, ModuleDeclaration} from "../../../runner/graph/types.ts";
import {load, made, task} from "./temporary-project.ts";

const example = {
  "pipeline.yaml": `
params:
  word: {count: 3}
  letters: [a, b, c]
  voices: {low: {pitch: 1}, high: {pitch: 9}}
include: [more.yaml]

stages:
  shout:
    each: {letter: letters, voice: voices}
    command: sh shout.sh \${params.count} \${params.pitch} \${inputs.text} \${outputs.loud}
    code: [shout.sh]
    inputs: {text: "./texts/\${each.letter}.txt"}
    params: {count: word.count, pitch: "voices.\${each.voice}.pitch"}
    outputs: {loud: loud.txt}
    publish: {loud: "out/\${each.letter}-\${each.voice}.txt"}
  echo:
    each: {from: shout}
    command: cp \${inputs.loud} \${outputs.loud}
    inputs: {loud: "shout[=]"}
    outputs: {loud: loud.txt}
  join:
    command: sort \${inputs.all.list} | xargs cat > \${outputs.joined}
    inputs: {all: "echo[voice=low]"}
    outputs: {joined: joined.txt}
    publish: {joined: out/all.txt}
  fit:
    run: stages/fit
    each: {experiment: experiments}
    inputs: {scores: scores}
    params: {spec: "experiments.\${each.experiment}", bootstraps: fit.bootstraps}

profiles:
  loud: {set: {word.count: 9}}
  low: {targets: ["join", "shout[voice=low]"]}
`,
  "more.yaml": `
params:
  experiments: {first: {delta: 1e-3}, second: {delta: 0.01}}
  fit: {bootstraps: 1000}
stages:
  scores: {command: "echo 1 > \${outputs.table}", outputs: {table: scores.csv}}
`
};
const fit: ModuleDeclaration = {
  params: ["spec", "bootstraps"],
  inputs: {scores: {format: "table", many: false}},
  outputs: {fit: {file: "fit.json", format: "json"}}
};
const modules = {"stages/fit": fit};

describe("the grammar's example", () => {
  test("expands to named tasks, the last label fastest", async () => {
    const {stages} = await load(example, {modules});
    assert.deepEqual([...stages.keys()], ["shout", "echo", "join", "fit", "scores"]);
    assert.deepEqual(stages.get("shout")?.tasks, [
      "shout[letter=a,voice=low]",
      "shout[letter=a,voice=high]",
      "shout[letter=b,voice=low]",
      "shout[letter=b,voice=high]",
      "shout[letter=c,voice=low]",
      "shout[letter=c,voice=high]"
    ]);
    assert.deepEqual(
      stages.get("echo")?.tasks,
      stages.get("shout")?.tasks.map((name) => name.replace("shout", "echo"))
    );
    assert.deepEqual(stages.get("fit")?.tasks, ["fit[experiment=first]", "fit[experiment=second]"]);
    assert.deepEqual(stages.get("join")?.tasks, ["join"]);
  });

  test("fills a task's parameters, inputs, outputs and published paths", async () => {
    const graph = await load(example, {modules});
    assert.deepEqual(task(graph, "shout[letter=b,voice=high]"), {
      name: "shout[letter=b,voice=high]",
      stage: "shout",
      labels: {letter: "b", voice: "high"},
      params: {count: 3, pitch: 9},
      inputs: [{name: "text", many: false, references: [{kind: "file", path: "texts/b.txt"}]}],
      outputs: {loud: "loud.txt"},
      publish: {loud: "out/b-high.txt"}
    });
    assert.deepEqual(task(graph, "fit[experiment=first]").params, {spec: {delta: 0.001}, bootstraps: 1000});
    assert.deepEqual(task(graph, "fit[experiment=first]").outputs, {fit: "fit.json"});
  });

  test("[=] is the task with the same labels, a glob is many", async () => {
    const graph = await load(example, {modules});
    assert.deepEqual(task(graph, "echo[letter=c,voice=low]").inputs, [
      {name: "loud", many: false, references: [made("shout[letter=c,voice=low]", "loud")]}
    ]);
    assert.deepEqual(task(graph, "join").inputs, [
      {
        name: "all",
        many: true,
        references: ["a", "b", "c"].map((letter) => made(`echo[letter=${letter},voice=low]`, "loud"))
      }
    ]);
  });

  test("says of a stage how it runs and where it was written", async () => {
    const {stages} = await load(example, {modules});
    const {kind, code, place, command} = stages.get("shout") ?? {};
    assert.deepEqual([kind, code, place], ["command", ["shout.sh"], {file: "pipeline.yaml", line: 9, column: 3}]);
    assert.equal(command, `sh shout.sh \${params.count} \${params.pitch} \${inputs.text} \${outputs.loud}`);
    assert.equal(stages.get("fit")?.module, "stages/fit");
    assert.deepEqual(stages.get("scores")?.place, {file: "more.yaml", line: 6, column: 3});
  });

  test("puts producers before consumers, and needs only what a target is made from", async () => {
    const graph = await load(example, {modules});
    const order = [...graph.tasks.keys()];
    assert.ok(order.indexOf("scores") < order.indexOf("fit[experiment=first]"));
    assert.deepEqual(neededTasks(graph, ["fit[experiment=second]"]), ["scores", "fit[experiment=second]"]);
    assert.equal(neededTasks(graph, ["join"]).length, 7);
  });

  test("a profile sets values and targets, a setting comes after it", async () => {
    const count = (graph: Graph) => task(graph, "shout[letter=a,voice=low]").params.count;
    assert.equal(count(await load(example, {modules, profile: "loud"})), 9);
    assert.equal(count(await load(example, {modules, profile: "loud", set: ["word.count=1e1"]})), 10);
    const low = await load(example, {modules, profile: "low"});
    assert.deepEqual(low.targets, ["join", "shout[voice=low]"]);
    assert.deepEqual([low.profile, low.profiles], ["low", ["loud", "low"]]);
    const plain = await load(example, {modules});
    assert.deepEqual([plain.profile, plain.targets], [undefined, undefined]);
  });
});

describe("a stage", () => {
  test("takes literal values, with labels put in", async () => {
    const graph = await load(`
params: {p: {deep: {x: 1}}}
stages:
  s:
    each: {i: [a]}
    command: [echo, 3, 0x10, "\${each.i}"]
    outputs: {o: "\${each.i}.txt"}
    params: {whole: p, text: {value: "is \${each.i}"}, list: {value: [1, {k: "\${each.i}"}, null]}}
    env: [LANG]
    resources: {cores: 2, memory: 2GB, time: 10min, gpu: 0}
    retries: {times: 2, wait: 1.5s}
    optional: true
    deterministic: false
    tolerance: {o: 1e-6}
`);
    assert.deepEqual(task(graph, "s[i=a]").params, {whole: {deep: {x: 1}}, text: "is a", list: [1, {k: "a"}, null]});
    assert.deepEqual(task(graph, "s[i=a]").outputs, {o: "a.txt"});
    const {command, env, resources, retries, optional, deterministic, tolerance} = graph.stages.get("s") ?? {};
    assert.deepEqual(
      {command, env, resources, retries, optional, deterministic, tolerance},
      {
        command: ["echo", "3", "0x10", `\${each.i}`],
        env: ["LANG"],
        resources: {cores: 2, memory: "2GB", time: "10min", gpu: 0},
        retries: {times: 2, wait: "1.5s"},
        optional: true,
        deterministic: false,
        tolerance: {o: 1e-6}
      }
    );
  });

  test("takes a part of the parameters without some keys, and names a text to show", async () => {
    const graph = await load(`
params: {experiments: {one: {form: line, where: {a: 1}}}}
stages:
  s:
    each: {e: experiments}
    command: "echo > \${outputs.o}"
    outputs: {o: o.txt}
    show: o
    params: {rows: {path: "experiments.\${each.e}", except: [form]}}
`);
    assert.deepEqual(task(graph, "s[e=one]").params, {rows: {where: {a: 1}}});
    assert.equal(graph.stages.get("s")?.show, "o");
  });

  test("may fetch a source, whose entry is its parameter", async () => {
    const entry = {url: "https://example.org/t", sha256: "0".repeat(64), file: "t.csv", bytes: 3, licence: "MIT"};
    const graph = await load(`
params: {sources: {t: ${JSON.stringify(entry)}}}
stages:
  source: {fetch: "sources.\${each.name}", each: {name: sources}, optional: true}
  use: {command: "cat \${inputs.t}", inputs: {t: "source[name=t]"}, outputs: {o: o}}
`);
    const {params, outputs} = task(graph, "source[name=t]");
    assert.deepEqual([params, outputs], [{source: entry}, {file: "t.csv"}]);
    assert.deepEqual(task(graph, "use").inputs[0]?.references, [made("source[name=t]", "file")]);
  });

  test("leaves the shell's own words alone", async () => {
    await load(
      `stages: {s: {command: 'echo $HOME \${HOME} \${x:-y} $(date) $((1+1)) > \${outputs.o}', outputs: {o: o}}}`
    );
  });

  test("may be written in JSON", async () => {
    const stages = {s: {command: "x", outputs: {o: "o"}, each: {i: "0..9"}}};
    assert.equal((await load(JSON.stringify({stages}, null, 1))).tasks.size, 10);
  });

  test("with an input declared many gets a list, however many there are", async () => {
    const all: ModuleDeclaration = {params: [], inputs: {all: {format: "json", many: true}}, outputs: fit.outputs};
    const graph = await load("stages: {b: {command: x, outputs: {o: o}}, c: {run: stages/all, inputs: {all: b}}}", {
      modules: {"stages/all": all}
    });
    assert.deepEqual(task(graph, "c").inputs, [{name: "all", many: true, references: [made("b", "o")]}]);
  });
});

test("tasks may depend on others of their own stage, if not in a circle", async () => {
  const graph = await load(`
params: {before: {one: [], two: ["step[i=one]"], three: ["step[i=one]", "step[i=two]"]}}
stages:
  step: {command: x, outputs: {o: o}, each: {i: [three, two, one]}, inputs: {before: {references: "before.\${each.i}"}}}
`);
  assert.deepEqual([...graph.tasks.keys()], ["step[i=one]", "step[i=two]", "step[i=three]"]);
});

test("a profile called default is applied when none is asked for", async () => {
  const text = `
params: {n: 1}
stages: {s: {command: "x \${params.n}", outputs: {o: o}, params: {n: n}}}
profiles: {default: {set: {n: 2}}, other: }
`;
  assert.deepEqual((await load(text)).params, {n: 2});
  assert.deepEqual((await load(text, {profile: "other"})).params, {n: 1});
});

test("parameters of included files are merged key by key, from the including file's folder", async () => {
  const graph = await load({
    "pipeline.yaml": "include: [parts/a.yaml]\nparams: {fit: {seed: 1}}\nstages: {s: {command: x, outputs: {o: o}}}\n",
    "parts/a.yaml": "include: [b.yaml]\nparams: {fit: {bootstraps: 2}}\n",
    "parts/b.yaml": "params: {fit: {delta: 3}}\n"
  });
  assert.deepEqual(graph.params, {fit: {seed: 1, bootstraps: 2, delta: 3}});
});

test("ten thousand tasks may each read all of ten thousand others", async () => {
  const graph = await load(`
stages:
  leaf: {command: x, outputs: {o: o}, each: {i: 1..10000}, inputs: {in: "./in/\${each.i}"}, publish: {o: "out/\${each.i}"}}
  all: {command: x, outputs: {o: o}, each: {i: 1..10000}, inputs: {in: "leaf[*]"}}
  one: {command: x, outputs: {o: o}, each: {j: 1..10000}, inputs: {in: "leaf[i=\${each.j}]"}}
`);
  assert.equal(graph.tasks.size, 30_000);
  assert.equal(task(graph, "all[i=77]").inputs[0]?.references.length, 10_000);
  assert.deepEqual(task(graph, "one[j=77]").inputs[0]?.references, [made("leaf[i=77]", "o")]);
  assert.equal(neededTasks(graph, graph.stages.get("all")?.tasks ?? []).length, 20_000);
});
