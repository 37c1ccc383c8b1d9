import {existsSync, readFileSync} from "node:fs";
import {join} from "node:path";
import {digestOf} from "../../../../runner/hash/digest.ts";

interface Entity {
  "@id": string;
  "@type": string | string[];
  [property: string]: unknown;
}

const PROFILES = ["process/0.5", "workflow/0.5", "provenance/0.5"].map((name) => `https://w3id.org/ro/wfrun/${name}`);
const TOOL = ["SoftwareApplication", "SoftwareSourceCode", "ComputationalWorkflow"];

/**
 * What a folder lacks of a Provenance Run Crate 0.5: the MUST list of its profile and of those that it extends, and that
 * every reference leads somewhere, every file is there with its digest, and actions come after those that they read from.
 */
export function crateProblems(folder: string): string[] {
  const {"@context": context, "@graph": graph}: {"@context": unknown; "@graph": Entity[]} = JSON.parse(
    readFileSync(join(folder, "ro-crate-metadata.json"), "utf8")
  );
  const byId = new Map(graph.map((entity) => [entity["@id"], entity]));
  const problems: string[] = [];
  const must = (holds: unknown, what: string) => {
    if (!holds) problems.push(what);
  };
  const types = (entity: Entity | undefined) => [entity?.["@type"] ?? []].flat();
  const isA = (entity: Entity | undefined, ...wanted: string[]) => types(entity).some((type) => wanted.includes(type));
  const all = (type: string) => graph.filter((entity) => isA(entity, type));
  const at = (entity: Entity | undefined, property: string): Entity[] =>
    idsOf(entity?.[property]).flatMap((id) => byId.get(id) ?? []);
  const each = (entity: Entity, property: string, least: number, ...wanted: string[]) => {
    const found = at(entity, property);
    const name = `${types(entity).join("+")} ${entity["@id"]}: ${property}`;
    must(found.length >= least, `${name} is missing`);
    must(
      found.every((one) => isA(one, ...wanted)),
      `${name} is not ${wanted.join(" or ")}`
    );
  };

  must(JSON.stringify(context).includes("https://w3id.org/ro/crate/1.1/context"), "the context of RO-Crate 1.1");
  must(JSON.stringify(context).includes("https://w3id.org/ro/terms/workflow-run/context"), "the workflow-run context");
  must(byId.size === graph.length, "every @id is used once");
  for (const entity of graph) {
    for (const [property, value] of Object.entries(entity)) {
      for (const id of idsOf(value)) {
        const local = !/^https?:/.test(id);
        must(!local || byId.has(id), `${entity["@id"]}: ${property} leads to ${id}, which is not in the graph`);
      }
    }
  }

  const descriptor = byId.get("ro-crate-metadata.json");
  must(isA(descriptor, "CreativeWork") && idsOf(descriptor?.about)[0] === "./", "the metadata file is about ./");
  must(
    idsOf(descriptor?.conformsTo).includes("https://w3id.org/ro/crate/1.1"),
    "the metadata file conforms to RO-Crate 1.1"
  );
  const root = byId.get("./");
  must(isA(root, "Dataset"), "the root is a Dataset");
  for (const property of ["name", "description", "datePublished", "license"])
    must(root?.[property], `the root has ${property}`);
  const day = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])/;
  must(day.test(String(root?.datePublished)), "the root was published on a day of the calendar");
  must(
    at(root, "hasPart").every((part) => isA(part, "File", "Dataset")),
    "the parts of the root are files and folders"
  );
  const profiles = [...PROFILES, "https://w3id.org/workflowhub/workflow-ro-crate/1.0"];
  for (const profile of profiles) {
    must(idsOf(root?.conformsTo).includes(profile), `the root conforms to ${profile}`);
    must(isA(byId.get(profile), "CreativeWork") && byId.get(profile)?.version, `${profile} is described`);
  }
  const [workflow] = at(root, "mainEntity");
  const kinds = ["File", "SoftwareSourceCode", "ComputationalWorkflow", "HowTo"];
  must(
    kinds.every((kind) => types(workflow).includes(kind)),
    `the main entity is ${kinds.join(", ")}`
  );
  must(idsOf(root?.hasPart).includes(workflow?.["@id"] ?? ""), "the workflow is part of the root");
  if (workflow) {
    each(workflow, "programmingLanguage", 1, "ComputerLanguage");
    each(workflow, "hasPart", 1, ...TOOL);
    each(workflow, "step", 1, "HowToStep");
    each(workflow, "input", 1, "FormalParameter");
    each(workflow, "output", 1, "FormalParameter");
    for (const tool of at(workflow, "hasPart"))
      for (const side of ["input", "output"]) each(tool, side, 0, "FormalParameter");
  }
  for (const parameter of all("FormalParameter")) {
    must(parameter.additionalType, `${parameter["@id"]} has an additionalType`);
    must(at(parameter, "workExample").length > 0, `${parameter["@id"]} has a workExample`);
  }
  for (const step of all("HowToStep")) {
    each(step, "workExample", 1, ...TOOL);
    each(step, "connection", 0, "ParameterConnection");
    must(/^\d+$/.test(String(step.position)), `${step["@id"]} has a position`);
    must(at(workflow, "step").includes(step), `${step["@id"]} is a step of the workflow`);
  }
  for (const connection of all("ParameterConnection"))
    for (const end of ["sourceParameter", "targetParameter"]) each(connection, end, 1, "FormalParameter");
  for (const action of all("CreateAction")) {
    each(action, "instrument", 1, ...TOOL);
    each(action, "resourceUsage", 0, "PropertyValue");
    each(action, "result", 1, "File", "Dataset", "CreativeWork");
    for (const usage of at(action, "resourceUsage")) must(usage.propertyID, `${usage["@id"]} has a propertyID`);
    must(
      Date.parse(String(action.startTime)) <= Date.parse(String(action.endTime)),
      `${action["@id"]} starts before it ends`
    );
  }
  for (const control of all("ControlAction")) {
    each(control, "instrument", 1, "HowToStep");
    each(control, "object", 1, "CreateAction");
  }
  const [organize, ...others] = all("OrganizeAction");
  must(organize && others.length === 0, "there is one OrganizeAction");
  if (organize) {
    each(organize, "instrument", 1, "SoftwareApplication");
    each(organize, "result", 1, "CreateAction");
    each(organize, "object", 1, "ControlAction");
    must(at(organize, "object").length === all("ControlAction").length, "the engine orchestrated every ControlAction");
    must(
      all("CreateAction").length === all("ControlAction").length + 1,
      "there is a CreateAction for the run and for every ControlAction"
    );
  }

  for (const file of [...all("File"), ...all("Dataset")]) {
    const id = file["@id"];
    if (/^(https?:|#)/.test(id) || id === "./") continue;
    const path = join(folder, decodeURIComponent(id));
    must(existsSync(path), `${id} is in the crate`);
    must(/^[0-9a-f]{64}$/.test(String(file.sha256)) && file.contentSize, `${id} has sha256 and contentSize`);
    if (existsSync(path) && isA(file, "File"))
      must(digestOf(readFileSync(path)) === file.sha256, `${id} has its digest`);
    must(isReachable(id, root, at), `${id} is part of the root`);
  }
  const tasks = at(organize, "object").flatMap((control) => at(control, "object"));
  for (const action of tasks) {
    must(/^[0-9a-f]{64}$/.test(String(action.identifier)), `${action["@id"]} has its key`);
    for (const object of at(action, "object")) {
      const makers = tasks.filter((other) => idsOf(other.result).includes(object["@id"]));
      if (makers.length === 0 || makers.includes(action)) continue;
      must(
        makers.some(
          ({endTime, description}) =>
            Date.parse(String(endTime)) <= Date.parse(String(action.startTime)) + 1 || /again/.test(String(description))
        ),
        `${action["@id"]} reads ${object["@id"]} after it was made, or that was made again`
      );
    }
  }
  return problems;
}

function isReachable(
  id: string,
  root: Entity | undefined,
  at: (entity: Entity | undefined, property: string) => Entity[]
): boolean {
  return at(root, "hasPart").some(
    (part) => part["@id"] === id || at(part, "hasPart").some((inner) => inner["@id"] === id)
  );
}

function idsOf(value: unknown): string[] {
  return [value].flat().flatMap((one) => {
    return typeof one === "object" && one !== null && "@id" in one && typeof one["@id"] === "string"
      ? [one["@id"]]
      : [];
  });
}
