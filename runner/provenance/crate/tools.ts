import type {Digest} from "../../hash/digest.ts";
import type {TaskRecord} from "../../store/record.ts";
import {type Entities, fragment, type Reference, to, uriOf} from "./entity.ts";

/** What a step runs, as an entity with formal parameters. */
export interface Tool {
  id: string;
  parameter(kind: "input" | "output" | "param", name: string, additionalType: string): Reference;
}

/**
 * The code of a record as a tool: a module's bundle, a command with its files, or a download.
 * @param code path in the crate of each file of code
 */
export function toolOf(entities: Entities, {stage, components}: TaskRecord, code: ReadonlyMap<Digest, string>): Tool {
  const {kind} = components.code;
  const id =
    components.code.kind === "module"
      ? uriOf(code.get(components.code.bundle) ?? "")
      : components.code.kind === "command"
        ? fragment("command", stage, ...Object.values(components.code.files))
        : fragment("fetch", stage);
  if (components.code.kind === "module") {
    const packages = Object.entries(components.code.packages).map(([path, version]) => {
      const name = path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length);
      const [softwareVersion = "", integrity] = version.split(" ");
      return entities.add({
        "@id": fragment("package", path, version),
        "@type": "SoftwareApplication",
        name,
        softwareVersion,
        ...(integrity !== undefined && {identifier: integrity})
      });
    });
    entities.add({"@id": id, "@type": ["File", "SoftwareSourceCode"], name: `${stage}: the code that ran`});
    entities.link(id, "softwareRequirements", ...packages);
  } else {
    const text = components.code.kind === "command" ? components.code.command : "";
    entities.add({
      "@id": id,
      "@type": "SoftwareApplication",
      name: stage,
      description:
        kind === "fetch" ? "a download, checked by its digest" : `a command, such as: ${[text].flat().join(" ")}`
    });
    if (components.code.kind === "command") {
      for (const digest of Object.values(components.code.files)) {
        const path = code.get(digest);
        if (path !== undefined) entities.link(id, "hasPart", to(uriOf(path)));
      }
    }
  }
  return {
    id,
    parameter(kind, name, additionalType) {
      const formal = `${id.startsWith("#") ? id : `#${id}`}/${kind}/${uriOf(name)}`;
      entities.add({"@id": formal, "@type": "FormalParameter", name, additionalType});
      entities.link(id, kind === "output" ? "output" : "input", to(formal));
      return to(formal);
    }
  };
}
