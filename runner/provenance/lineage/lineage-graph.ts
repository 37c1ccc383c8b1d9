import {type Lineage, sourcesOf} from "./lineage.ts";

/** Steps and sources as a graph in Graphviz's language: sources on the left, what was asked for on the right. */
export function lineageDot(lineage: Lineage): string {
  const {root, steps} = lineage;
  const lines: string[] = [];
  for (const source of sourcesOf(lineage)) {
    const {sha256, licence} = source;
    const label = [source.source, `sha256 ${sha256.slice(0, 12)}`, ...(licence === null ? [] : [clip(licence)])].join(
      "\n"
    );
    lines.push(
      `  ${quote(sha256 + source.source)} [label=${quote(label)}, shape=cylinder, style=filled, fillcolor="#e8eef7"];`
    );
  }
  for (const {name, record} of steps.values()) {
    const label = `${name}\nkey ${record.key.slice(0, 12)}`;
    const fill = record.key === root ? "#fde7a9" : "#ffffff";
    lines.push(`  ${quote(record.key)} [label=${quote(label)}, fillcolor="${fill}"];`);
  }
  const edges = new Map<string, Set<string>>();
  for (const {record, reads} of steps.values()) {
    for (const {input, from} of reads) {
      const origin = from.kind === "step" ? from.key : from.source.sha256 + from.source.source;
      const edge = `${quote(origin)} -> ${quote(record.key)}`;
      edges.set(edge, (edges.get(edge) ?? new Set()).add(input));
    }
  }
  for (const [edge, inputs] of edges) lines.push(`  ${edge} [label=${quote([...inputs].join(", "))}];`);
  return [
    "digraph lineage {",
    '  rankdir=LR; ranksep=0.6; node [shape=box, style="rounded,filled", fontname="Helvetica", fontsize=11];',
    '  edge [color="#777777", arrowsize=0.7, fontname="Helvetica", fontsize=9, fontcolor="#555555"];',
    ...lines,
    "}",
    ""
  ].join("\n");
}

export async function lineageSvg(lineage: Lineage): Promise<string> {
  const {instance} = await import("@viz-js/viz");
  return (await instance()).renderString(lineageDot(lineage), {format: "svg"});
}

function quote(text: string): string {
  return `"${text.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n")}"`;
}

function clip(text: string): string {
  return text.length <= 40 ? text : `${text.slice(0, 39)}…`;
}
