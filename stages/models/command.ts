import {UserMistake} from "../../runner/errors/user-mistake.ts";
import {defineCommand} from "../../runner/stage/define-command.ts";
import {canonicalJson} from "../../science/formats/json.ts";
import {architectures} from "../../science/networks/architectures.ts";
import {closestNames} from "./closest-names.ts";
import {type Model, modelOf} from "./model.ts";

export default defineCommand({
  name: "models",
  summary: "the study's architectures and their sizes; with names, their layers too",
  arguments: "[name...]",
  run({arguments: names}, context) {
    const models = chosen(names).map(modelOf);
    if (context.json) context.print(canonicalJson(models));
    else context.print(`${[...table(models), ...(names.length > 0 ? layers(models) : [])].join("\n")}\n`);
  }
});

function chosen(names: readonly string[]) {
  const known = new Map(architectures.map((architecture) => [architecture.name, architecture]));
  const unknown = names.filter((name) => !known.has(name));
  if (unknown.length > 0) {
    const all = [...known.keys()];
    throw new UserMistake(
      unknown.map((name) => `no model "${name}"; the nearest are ${closestNames(name, all).join(", ")}`).join("\n"),
      {advice: `\`vvs models\` lists all ${all.length} names.`}
    );
  }
  return names.length === 0 ? architectures : names.flatMap((name) => known.get(name) ?? []);
}

function table(models: readonly Model[]): string[] {
  const rows = [
    ["model", "family", "parameters", "MACs", "with attention", "layers"],
    ...models.map(({name, family, layers, ...sizes}) => [
      name,
      family,
      ...[sizes.parameters, sizes.macs, sizes.macsWithAttention, layers.length].map((size) => size.toLocaleString("en"))
    ])
  ];
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  return rows.map((row) =>
    row
      .map((cell, column) => (column < 2 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join("  ")
  );
}

function layers(models: readonly Model[]): string[] {
  return models.flatMap(({name, layers}) => ["", `${name}: ${layers.join(" ")}`]);
}
