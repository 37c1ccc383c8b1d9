import {basename} from "node:path";
import {isMap, isScalar, LineCounter, type Pair, parseDocument, type YAMLMap} from "yaml";
import type {z} from "zod";
import {UserMistake} from "../../runner/errors/user-mistake.ts";
import {didYouMean} from "../../science/formats/nearest-name.ts";
import {type Experiment, experimentSchema} from "../../science/scaling-laws/experiment.ts";

const keys = Object.keys(experimentSchema.shape);

/**
 * Reads an experiment from YAML: the experiment itself, or one name with the experiment below it.
 * Without a name it is called as the file.
 * @throws UserMistake with file, line and column: the first thing that is wrong, and what was expected
 */
export function readExperiment(text: string, file: string): {name: string; experiment: Experiment} {
  const lines = new LineCounter();
  const document = parseDocument(text, {lineCounter: lines, prettyErrors: false});
  const placeOf = (offset: number) => {
    const {line, col} = lines.linePos(offset);
    return {file, line, column: col};
  };
  const [broken] = document.errors;
  if (broken) throw new UserMistake(`not YAML: ${broken.message}`, placeOf(broken.pos[0]));
  const root = document.contents;
  const advice = `An experiment has the keys ${keys.join(", ")}.`;
  if (!isMap(root)) throw new UserMistake("expected an experiment: a map", {...placeOf(root?.range[0] ?? 0), advice});

  const name = nameOf(root);
  const value: unknown = document.toJS();
  const result = experimentSchema.safeParse(name === undefined ? value : Object.values(Object(value))[0]);
  if (result.success) return {name: name ?? basename(file).replace(/\.ya?ml$/, ""), experiment: result.data};

  const {issues} = result.error;
  const issue = issues.find(({code}) => code === "unrecognized_keys") ?? issues[0];
  if (!issue) throw result.error;
  const at = [...(name === undefined ? [] : [name]), ...issue.path.map(keyOf)];
  const unknown = issue.code === "unrecognized_keys" ? issue.keys[0] : undefined;
  const where = unknown === undefined ? at : [...at, unknown];
  throw new UserMistake(messageOf(issue, issue.path.map(keyOf).join("."), unknown), {
    ...placeOf(offsetOf(root, where)),
    advice
  });
}

/** The name above the experiment, where there is one. */
function nameOf(root: YAMLMap<unknown, unknown>): string | undefined {
  const [only, ...others] = root.items;
  if (!only || others.length > 0 || !isMap(only.value) || !isScalar(only.key)) return undefined;
  const name = String(only.key.value);
  return keys.includes(name) ? undefined : name;
}

function messageOf(issue: z.core.$ZodIssue, where: string, unknown: string | undefined): string {
  if (unknown !== undefined) {
    const suggestion = where === "" ? didYouMean(unknown, keys) : "";
    return `unknown key "${unknown}"${where && ` in ${where}`}${suggestion}`;
  }
  return `${where || "the experiment"}: ${issue.message}`;
}

function keyOf(key: PropertyKey): string | number {
  return typeof key === "number" ? key : String(key);
}

/** Where the key at a path begins; that of the nearest one above where it is missing. */
function offsetOf(root: YAMLMap<unknown, unknown>, path: readonly (string | number)[]): number {
  let offset = root.range?.[0] ?? 0;
  let node: unknown = root;
  for (const key of path) {
    if (!isMap(node)) break;
    const pair: Pair<unknown, unknown> | undefined = node.items.find(
      (item) => isScalar(item.key) && String(item.key.value) === String(key)
    );
    if (!pair || !isScalar(pair.key)) break;
    offset = pair.key.range?.[0] ?? offset;
    node = pair.value;
  }
  return offset;
}
