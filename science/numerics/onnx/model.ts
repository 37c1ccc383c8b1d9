import {Message} from "./protobuf.ts";

/** The `AttributeProto` kinds that the layers use. */
export type Attribute = {int: number} | {float: number} | {text: string} | {graph: OnnxGraph} | readonly number[];

export type OnnxNode = {
  readonly type: string;
  readonly domain: string;
  /** Names; an empty one leaves an optional input out */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: Readonly<Record<string, Attribute>>;
};

export type Initialiser = {readonly shape: readonly number[]; readonly data: Float32Array | BigInt64Array};

/** A float32 input or output; a text in its shape is a free size. */
export type Port = {readonly name: string; readonly shape: readonly (number | string)[]};

export type OnnxGraph = {
  readonly name: string;
  readonly nodes: readonly OnnxNode[];
  readonly initialisers: ReadonlyMap<string, Initialiser>;
  readonly inputs: readonly Port[];
  readonly outputs: readonly Port[];
};

/** ONNX's domain for ONNX Runtime's fused operators, and for those of its blocked layout. */
export const MICROSOFT = "com.microsoft";
export const NCHWC = "com.microsoft.nchwc";

const IR_VERSION = 9;
/** The first operator set with `Gelu`. */
const OPERATOR_SET = 20;
const FLOAT = 1;
const INT64 = 7;
const ATTRIBUTE = {float: 1, int: 2, text: 3, graph: 5, ints: 7};

/** An ONNX file (`onnx.proto`, `ModelProto`). */
export function encodeModel(graph: OnnxGraph): Uint8Array {
  const model = new Message().integer(1, IR_VERSION).text(2, "vvs").message(7, encodeGraph(graph));
  model.message(8, new Message().text(1, "").integer(2, OPERATOR_SET));
  for (const domain of new Set(domainsOf(graph))) model.message(8, new Message().text(1, domain).integer(2, 1));
  return model.finish();
}

/** The domains besides ONNX's own. */
function domainsOf(graph: OnnxGraph): string[] {
  return graph.nodes.flatMap(({domain, attributes}) => [
    ...(domain === "" ? [] : [domain]),
    ...Object.values(attributes).flatMap((value) => ("graph" in value ? domainsOf(value.graph) : []))
  ]);
}

function encodeGraph(graph: OnnxGraph): Message {
  const message = new Message();
  graph.nodes.forEach((node, i) => {
    message.message(1, encodeNode(node, i));
  });
  message.text(2, graph.name);
  for (const [name, value] of graph.initialisers) message.message(5, encodeTensor(name, value));
  for (const port of graph.inputs) message.message(11, encodePort(port));
  for (const port of graph.outputs) message.message(12, encodePort(port));
  return message;
}

function encodeNode(node: OnnxNode, index: number): Message {
  const message = new Message();
  for (const name of node.inputs) message.text(1, name);
  for (const name of node.outputs) message.text(2, name);
  message.text(3, `${node.type}-${index}`).text(4, node.type);
  for (const [name, value] of Object.entries(node.attributes)) message.message(5, encodeAttribute(name, value));
  if (node.domain !== "") message.text(7, node.domain);
  return message;
}

function encodeAttribute(name: string, value: Attribute): Message {
  const message = new Message().text(1, name);
  if ("int" in value) return message.integer(3, value.int).integer(20, ATTRIBUTE.int);
  if ("float" in value) return message.float(2, value.float).integer(20, ATTRIBUTE.float);
  if ("text" in value) return message.text(4, value.text).integer(20, ATTRIBUTE.text);
  if ("graph" in value) return message.message(6, encodeGraph(value.graph)).integer(20, ATTRIBUTE.graph);
  for (const entry of value) message.integer(8, entry);
  return message.integer(20, ATTRIBUTE.ints);
}

function encodeTensor(name: string, {shape, data}: Initialiser): Message {
  const message = new Message();
  for (const size of shape) message.integer(1, size);
  return message
    .integer(2, data instanceof Float32Array ? FLOAT : INT64)
    .text(8, name)
    .bytes(9, new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
}

function encodePort({name, shape}: Port): Message {
  const sizes = new Message();
  for (const size of shape)
    sizes.message(1, typeof size === "number" ? new Message().integer(1, size) : new Message().text(2, size));
  const tensorType = new Message().integer(1, FLOAT).message(2, sizes);
  return new Message().text(1, name).message(2, new Message().message(1, tensorType));
}
