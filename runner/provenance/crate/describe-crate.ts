import {extname} from "node:path";
import type {Digest} from "../../hash/digest.ts";
import type {Source} from "../declared-sources.ts";
import {madeAgain, type Step} from "../lineage/lineage.ts";
import type {CrateContents, CrateFile} from "./crate-contents.ts";
import {Entities, type Entity, fragment, type Reference, to, uriOf} from "./entity.ts";
import {toolOf} from "./tools.ts";

const PROFILES: [string, string, string][] = [
  ["https://w3id.org/ro/wfrun/process/0.5", "Process Run Crate", "0.5"],
  ["https://w3id.org/ro/wfrun/workflow/0.5", "Workflow Run Crate", "0.5"],
  ["https://w3id.org/ro/wfrun/provenance/0.5", "Provenance Run Crate", "0.5"],
  ["https://w3id.org/workflowhub/workflow-ro-crate/1.0", "Workflow RO-Crate", "1.0"]
];
const CONTEXT = [
  "https://w3id.org/ro/crate/1.1/context",
  "https://w3id.org/ro/terms/workflow-run/context",
  {sha256: "https://w3id.org/ro/terms/workflow-run#sha256"}
];
/** Media types by file ending. */
const FORMATS: Record<string, string> = {
  ".csv": "text/csv",
  ".json": "application/json",
  ".md": "text/markdown",
  ".mjs": "text/javascript",
  ".pdf": "application/pdf",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".ts": "text/x-typescript",
  ".txt": "text/plain",
  ".yaml": "application/yaml"
};
const WORKFLOW = "pipeline.yaml";
const LANGUAGE = "#pipeline-language";
const ENGINE = "#vvs";

/**
 * The metadata of a Workflow Run RO-Crate (Provenance Run Crate 0.5, on RO-Crate 1.1): the pipeline and its steps, what
 * was run, when, from what and with what result. A task whose result was reused has its own action, with its own times.
 */
export function describeCrate(contents: CrateContents): {"@context": unknown; "@graph": Entity[]} {
  const entities = new Entities();
  entities.add({
    "@id": "ro-crate-metadata.json",
    "@type": "CreativeWork",
    about: to("./"),
    conformsTo: [to("https://w3id.org/ro/crate/1.1"), to("https://w3id.org/workflowhub/workflow-ro-crate/1.0")]
  });
  const {run} = contents;
  const runId = fragment("run", run.manifest ?? run.startedAt);
  entities.add({
    "@id": "./",
    "@type": "Dataset",
    name: contents.name,
    description: contents.description,
    datePublished: run.endedAt,
    license: licence(entities, contents.licence),
    conformsTo: PROFILES.map(([id]) => to(id)),
    mainEntity: to(WORKFLOW),
    mentions: [to(runId), to("#engine-run")]
  });
  for (const [id, name, version] of PROFILES) entities.add({"@id": id, "@type": "CreativeWork", name, version});
  entities.add({
    "@id": LANGUAGE,
    "@type": "ComputerLanguage",
    name: "vvs pipeline",
    description: "Stages, grids and parameters as YAML, run by vvs",
    url: "https://yaml.org/"
  });
  entities.add({
    "@id": ENGINE,
    "@type": "SoftwareApplication",
    name: "vvs",
    softwareVersion: contents.version,
    url: "./"
  });
  for (const file of contents.files) addFile(entities, file);
  entities.add({
    "@id": WORKFLOW,
    "@type": ["File", "SoftwareSourceCode", "ComputationalWorkflow", "HowTo"],
    name: "pipeline.yaml",
    programmingLanguage: to(LANGUAGE)
  });
  entities.add({
    "@id": runId,
    "@type": "CreateAction",
    name: `Run of ${contents.name}`,
    instrument: to(WORKFLOW),
    startTime: run.startedAt,
    endTime: run.endedAt,
    actionStatus: to("http://schema.org/CompletedActionStatus"),
    ...(run.manifest !== null && {identifier: `sha256:${run.manifest}`})
  });
  entities.add({
    "@id": "#engine-run",
    "@type": "OrganizeAction",
    name: `Run of vvs ${contents.version}`,
    instrument: to(ENGINE),
    startTime: run.startedAt,
    endTime: run.endedAt,
    result: to(runId)
  });
  const description = new CrateDescription(entities, contents, runId);
  for (const step of contents.steps.values()) description.addStep(step);
  description.addResults();
  return {"@context": CONTEXT, "@graph": entities.list()};
}

class CrateDescription {
  readonly #entities: Entities;
  readonly #contents: CrateContents;
  readonly #run: string;
  readonly #again: ReadonlySet<Digest>;

  constructor(entities: Entities, contents: CrateContents, run: string) {
    this.#entities = entities;
    this.#contents = contents;
    this.#run = run;
    this.#again = madeAgain(contents.steps);
  }

  addStep(step: Step): void {
    const entities = this.#entities;
    const {record, name, reads} = step;
    const {key, stage, components} = record;
    const tool = toolOf(entities, record, this.#contents.code);
    const stepId = `${WORKFLOW}#${uriOf(stage)}`;
    if (!entities.has(stepId)) {
      const position = String(this.#contents.positions.get(stage) ?? 0);
      entities.add({"@id": stepId, "@type": "HowToStep", name: stage, position});
      entities.link(WORKFLOW, "step", to(stepId));
    }
    entities.link(stepId, "workExample", to(tool.id));
    entities.link(WORKFLOW, "hasPart", to(tool.id));

    const objects: Reference[] = [];
    for (const {input, sha256, from} of reads) {
      const artifact = from.kind === "source" ? this.#source(from.source) : this.#artifact(sha256);
      objects.push(artifact);
      const parameter = tool.parameter("input", input, "File");
      this.#exemplify(artifact, parameter);
      if (from.kind === "step") this.#connect(from.key, from.output, parameter, stepId);
      else {
        const formal = this.#workflowParameter("input", from.source.source, "File");
        this.#exemplify(artifact, formal);
        this.#connection(formal, parameter, stepId);
      }
    }
    for (const [parameter, value] of Object.entries(components.params)) {
      const text = typeof value === "string" ? value : JSON.stringify(value);
      const type = typeof value === "number" ? "Number" : typeof value === "boolean" ? "Boolean" : "Text";
      const formal = tool.parameter("param", parameter, type);
      const id = fragment("value", tool.id, parameter, text);
      const given = entities.add({"@id": id, "@type": "PropertyValue", name: parameter, value: text});
      this.#exemplify(given, formal);
      objects.push(given);
    }
    const results = Object.entries(record.outputs).map(([output, {digest}]) => {
      const artifact = this.#artifact(digest);
      this.#exemplify(artifact, tool.parameter("output", output, "File"));
      return artifact;
    });
    const reused = Date.parse(record.startedAt) < Date.parse(this.#contents.run.startedAt);
    const action = `#task-${key}`;
    entities.add({
      "@id": action,
      "@type": "CreateAction",
      name,
      identifier: key,
      instrument: to(tool.id),
      startTime: record.startedAt,
      endTime: record.endedAt,
      actionStatus: to("http://schema.org/CompletedActionStatus"),
      description: [
        reused ? "Reused by the run from an earlier one: the times are those of the earlier run." : "Made by the run.",
        ...(this.#again.has(key) ? ["It was made again, to the same bytes, after what reads it."] : [])
      ].join(" "),
      object: unique(objects),
      result: unique(results),
      environment: this.#environment(step),
      resourceUsage: this.#usage(step)
    });
    const control = `#control-${key}`;
    entities.add({
      "@id": control,
      "@type": "ControlAction",
      name: `orchestrate ${name}`,
      instrument: to(stepId),
      object: to(action)
    });
    entities.link("#engine-run", "object", to(control));
  }

  /** Published files are what the workflow as a whole puts out. */
  addResults(): void {
    for (const {path, artifact} of this.#contents.files) {
      if (artifact === undefined || path.startsWith("cache/")) continue;
      const id = uriOf(path);
      this.#entities.link(this.#run, "result", to(id));
      const formal = this.#workflowParameter("output", path, "File");
      this.#exemplify(to(id), formal);
      const stored = this.#artifact(artifact)["@id"];
      if (stored !== id) this.#entities.link(id, "isBasedOn", to(stored));
    }
  }

  #exemplify(thing: Reference, formal: Reference): void {
    this.#entities.link(thing["@id"], "exampleOfWork", formal);
    this.#entities.link(formal["@id"], "workExample", thing);
  }

  #artifact(digest: Digest): Reference {
    const path = this.#contents.artifacts.get(digest);
    if (path !== undefined) return to(uriOf(path));
    return this.#entities.add({
      "@id": `#sha256-${digest}`,
      "@type": "CreativeWork",
      name: "an intermediate result that is not in this crate",
      sha256: digest
    });
  }

  #source(source: Source): Reference {
    const path = this.#contents.sources.get(source.source)?.path;
    const id = path === undefined ? (source.url ?? `#source-${source.sha256}`) : uriOf(path);
    const cited = source.citation;
    const reference = this.#entities.add({
      "@id": id,
      "@type": id.startsWith("#") ? "CreativeWork" : id.endsWith("/") ? "Dataset" : "File",
      name: source.source,
      sha256: source.sha256,
      ...(source.url !== null && {url: source.url}),
      ...(source.licence !== null && {license: licence(this.#entities, source.licence)}),
      ...(cited !== null && {
        citation: this.#entities.add({"@id": fragment("cite", cited), "@type": "CreativeWork", name: cited})
      })
    });
    for (const one of source.from ?? []) this.#entities.link(id, "isBasedOn", this.#source(one));
    this.#entities.link(this.#run, "object", reference);
    if (!id.startsWith("#")) this.#entities.link("./", "hasPart", reference);
    return reference;
  }

  #workflowParameter(kind: "input" | "output", name: string, additionalType: string): Reference {
    const id = `${WORKFLOW}#${kind}/${uriOf(name)}`;
    this.#entities.add({"@id": id, "@type": "FormalParameter", name, additionalType});
    this.#entities.link(WORKFLOW, kind, to(id));
    return to(id);
  }

  #connect(producer: Digest, output: string, target: Reference, step: string): void {
    const record = this.#contents.steps.get(producer)?.record;
    if (!record) return;
    this.#connection(
      toolOf(this.#entities, record, this.#contents.code).parameter("output", output, "File"),
      target,
      step
    );
  }

  #connection(source: Reference, target: Reference, step: string): void {
    const id = fragment("connection", source["@id"], target["@id"]);
    this.#entities.add({"@id": id, "@type": "ParameterConnection", sourceParameter: source, targetParameter: target});
    this.#entities.link(step, "connection", to(id));
  }

  #environment({record}: Step): Reference[] {
    const {platform, node, git, lockfile, host, components} = record;
    const facts: [string, string | null][] = [
      ["platform", platform],
      ["node", node],
      ["package-lock.json", lockfile && `sha256:${lockfile}`],
      ["git commit", git && (git.dirty ? `${git.commit}, with uncommitted changes` : git.commit)],
      ["host", this.#contents.isPublic ? null : host],
      ...Object.entries(components.environment)
    ];
    return facts.flatMap(([name, value]) => {
      if (!value) return [];
      const id = fragment("environment", name, value);
      return [this.#entities.add({"@id": id, "@type": "PropertyValue", name, value})];
    });
  }

  #usage({record}: Step): Reference[] {
    const facts: [string, number | null, string][] = [
      ["seconds", record.seconds, "SEC"],
      ["peak memory", record.peakMemory, "AD"]
    ];
    return facts.flatMap(([name, value, unit]) => {
      if (value === null) return [];
      const id = fragment("usage", record.key, name);
      const propertyID = `https://w3id.org/ro/terms/workflow-run#${name.replace(" ", "-")}`;
      const unitCode = `https://www.unece.org/unit/${unit}`;
      return [
        this.#entities.add({"@id": id, "@type": "PropertyValue", name, propertyID, value: String(value), unitCode})
      ];
    });
  }
}

function addFile(entities: Entities, {path, sha256, bytes, name, folder}: CrateFile): void {
  const id = uriOf(path);
  const type = folder ? "Dataset" : "File";
  const encodingFormat = FORMATS[extname(path)];
  const shape = {sha256, contentSize: String(bytes), ...(encodingFormat !== undefined && {encodingFormat})};
  entities.add({"@id": id, "@type": type, name, ...shape});
  entities.link("./", "hasPart", to(id));
}

/** A licence by its address, where a text names one that is known; else a thing with that text. */
function licence(entities: Entities, text: string): Reference {
  const spdx = /^[\w.+-]+(?=$|[,; ])/.exec(text)?.[0] ?? text;
  const known = /^(MIT|Apache-2\.0|CC0-1\.0|CC-BY(-[A-Z]+)*-\d\.\d|BSD-\d-Clause|[AL]?GPL-\d\.\d.*)$/.test(spdx);
  const id = /^https?:/.test(text) ? text : known ? `https://spdx.org/licenses/${spdx}` : fragment("licence", text);
  return entities.add({"@id": id, "@type": "CreativeWork", name: text});
}

function unique(references: Reference[]): Reference[] {
  return [...new Set(references.map((one) => one["@id"]))].map(to);
}
