import type {Value} from "../graph/types.ts";

const REFERENCE = /\$\{(params|each|inputs|outputs)\.([^}]+)\}/g;

/** One word of a POSIX shell, whatever the value holds. (zx quotes for bash, whose $'...' plain `sh` does not know.) */
export function shellWord(text: string): string {
  return /^[\w/.:=@%+,-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

/** Puts parameters and labels into a command; what it reads and writes stays named, so that a key holds no path. */
export function fillValues(
  template: string | string[],
  params: Record<string, Value>,
  labels: Record<string, string>
): string | string[] {
  return fill(template, (kind, name) => {
    if (kind === "each") return [labels[name] ?? ""];
    if (kind !== "params") return undefined;
    const value = params[name];
    return Array.isArray(value) ? value.map(asText) : [asText(value ?? null)];
  });
}

/** Puts the paths of inputs and outputs into a command. */
export function fillPaths(
  template: string | string[],
  inputs: Record<string, string>,
  outputs: Record<string, string>
): string | string[] {
  return fill(template, (kind, name) => {
    const path = kind === "inputs" ? inputs[name] : kind === "outputs" ? outputs[name] : undefined;
    return path === undefined ? undefined : [path];
  });
}

type Look = (kind: string, name: string) => string[] | undefined;

function fill(template: string | string[], look: Look): string | string[] {
  if (typeof template === "string") {
    return template.replace(REFERENCE, (whole, kind: string, name: string) => {
      return look(kind, name)?.map(shellWord).join(" ") ?? whole;
    });
  }
  return template.flatMap((word) => {
    const [, kind, name] = /^\$\{(params|each|inputs|outputs)\.([^}]+)\}$/.exec(word) ?? [];
    const whole = kind && name ? look(kind, name) : undefined;
    if (whole) return whole;
    return [word.replace(REFERENCE, (text, kind: string, name: string) => look(kind, name)?.join(" ") ?? text)];
  });
}

function asText(value: Value): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
