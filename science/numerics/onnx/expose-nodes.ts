import {Message} from "./protobuf.ts";

/** A model of somebody else's from which something cannot be had. */
export class ModelMistake extends Error {
  readonly userMistake = true as const;
  override readonly name = "ModelMistake";
}

/** Field numbers of ONNX's protocol buffers (onnx.proto3). */
const MODEL_GRAPH = 7;
const GRAPH_NODE = 1;
const GRAPH_OUTPUT = 12;
const NODE_OUTPUT = 2;
const NODE_NAME = 3;
const VALUE_NAME = 1;

interface Field {
  number: number;
  /** With its tag */
  whole: Uint8Array;
  /** Of a length-delimited field */
  content: Uint8Array | undefined;
}

/**
 * An ONNX model that also gives out the values of inner nodes.
 * @param names of nodes, or of the values that they make
 * @returns the model's bytes, and the value's name for each name
 * @throws ModelMistake for bytes that are no model, or a name that no node has
 */
export function exposeNodes(
  model: Uint8Array,
  names: readonly string[]
): {model: Uint8Array; values: Map<string, string>} {
  const fields = fieldsOf(model);
  const graph = fields.find(({number}) => number === MODEL_GRAPH)?.content;
  if (!graph) throw new ModelMistake("not an ONNX model: it holds no graph");
  const parts = fieldsOf(graph);
  const outputs = new Set(
    parts.flatMap(({number, content}) => (number === GRAPH_OUTPUT && content ? [textOf(content, VALUE_NAME)] : []))
  );
  const nodes = parts.flatMap(({number, content}) => {
    return number === GRAPH_NODE && content
      ? [{name: textOf(content, NODE_NAME), value: textOf(content, NODE_OUTPUT)}]
      : [];
  });
  const values = new Map(
    names.map((name) => {
      const node = nodes.find((node) => node.name === name) ?? nodes.find(({value}) => value === name);
      if (!node?.value) {
        const some = nodes.map((node) => node.name || node.value).filter(Boolean);
        throw new ModelMistake(
          `the model has no node "${name}"; it has ${some.slice(0, 40).join(", ")}${some.length > 40 ? " ..." : ""}`
        );
      }
      return [name, node.value];
    })
  );
  const added = [...new Set(values.values())].filter((value) => !outputs.has(value));
  const wider = new Message();
  for (const value of added) wider.message(GRAPH_OUTPUT, new Message().text(VALUE_NAME, value));
  const graphBytes = joined([graph, wider.finish()]);
  const written = fields.map(({number, whole}) =>
    number === MODEL_GRAPH ? new Message().bytes(MODEL_GRAPH, graphBytes).finish() : whole
  );
  return {model: joined(written), values};
}

function textOf(message: Uint8Array, number: number): string {
  const content = fieldsOf(message).find((field) => field.number === number)?.content;
  return content ? new TextDecoder().decode(content) : "";
}

function fieldsOf(bytes: Uint8Array): Field[] {
  const fields: Field[] = [];
  let at = 0;
  const varint = () => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[at++];
      if (byte === undefined || shift > 63) throw new ModelMistake("not an ONNX model, or cut short");
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value;
    }
  };
  while (at < bytes.length) {
    const start = at;
    const tag = varint();
    const kind = tag % 8;
    let content: Uint8Array | undefined;
    if (kind === 0) varint();
    else if (kind === 1) at += 8;
    else if (kind === 5) at += 4;
    else if (kind === 2) {
      const length = varint();
      content = bytes.subarray(at, at + length);
      at += length;
    } else throw new ModelMistake("not an ONNX model");
    if (at > bytes.length) throw new ModelMistake("not an ONNX model, or cut short");
    fields.push({number: Math.floor(tag / 8), whole: bytes.subarray(start, at), content});
  }
  return fields;
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
