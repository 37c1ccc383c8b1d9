import {suggestion} from "../errors/nearest.ts";
import {isUserMistake} from "../errors/user-mistake.ts";
import type {MistakeList} from "./mistakes.ts";
import type {StageSource} from "./read-stage.ts";
import type {ModuleDeclaration} from "./types.ts";

/** Asks for the declarations of all module stages; by the stage's name. A module that fails is told. */
export async function declareAll(
  stages: ReadonlyMap<string, StageSource>,
  declare: (module: string) => Promise<ModuleDeclaration>,
  mistakes: MistakeList
): Promise<Map<string, ModuleDeclaration>> {
  const found = new Map<string, ModuleDeclaration>();
  const asked = new Map<string, Promise<ModuleDeclaration>>();
  const answers = Array.from(stages.values(), async ({name, kind, action: [field]}) => {
    if (kind !== "module" || !field) return;
    let answer = asked.get(field.text);
    if (!answer) {
      answer = declare(field.text);
      asked.set(field.text, answer);
    }
    try {
      found.set(name, await answer);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      const reason = isUserMistake(error) && error.advice ? `${message}; ${error.advice}` : message;
      mistakes.add(field.node, field.path, `${field.text}: ${reason}`);
    }
  });
  await Promise.all(answers);
  return found;
}

/** Checks that a stage gives its module exactly the parameters and inputs that this declares. */
export function checkDeclared(stage: StageSource, declaration: ModuleDeclaration, mistakes: MistakeList): void {
  const both = [
    {kind: "parameter", section: "params", given: stage.params, declared: declaration.params},
    {kind: "input", section: "inputs", given: stage.inputs, declared: Object.keys(declaration.inputs)}
  ] as const;
  for (const {kind, section, given, declared} of both) {
    if (!declared) continue;
    for (const [name, {key}] of given)
      if (!declared.includes(name)) {
        const text = `the module has no ${kind} ${name}${suggestion(name, declared)}`;
        mistakes.add(key, `${stage.path}.${section}.${name}`, text);
      }
    for (const name of declared)
      if (!given.has(name))
        mistakes.add(stage.at, stage.path, `the module needs the ${kind} ${name}; add ${section}: {${name}: ...}`);
  }
}

/** Output name -> format; "file" where it is not known. Undefined for a module that could not be asked. */
export function formatsOf(
  stage: StageSource,
  declaration: ModuleDeclaration | undefined
): Map<string, string> | undefined {
  if (stage.kind === "fetch") return new Map([["file", "file"]]);
  if (stage.kind === "command") return new Map(Array.from(stage.outputs.keys(), (name) => [name, "file"]));
  return declaration && new Map(Object.entries(declaration.outputs).map(([name, {format}]) => [name, format]));
}
