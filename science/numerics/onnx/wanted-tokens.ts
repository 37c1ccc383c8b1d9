import type {Network, Node} from "../../networks/network.ts";

export type WantedTokens = {
  /** Computes the same logits; its layers are left out */
  readonly network: Network;
  /** The attentions that answer one token's query only, and that token */
  readonly queries: ReadonlyMap<number, number>;
  /** For each of its nodes, the one of the given network that it computes (of) */
  readonly origins: readonly number[];
};

type Operation = Node["operation"]["op"];

/** What computes each token from the same token of its inputs. */
const TOKEN_BY_TOKEN: ReadonlySet<Operation> = new Set<Operation>([
  "linear",
  "layer-norm",
  "relu",
  "gelu",
  "silu",
  "sigmoid",
  "add",
  "channel-scale",
  "stochastic-depth"
]);

/**
 * Leaves out the tokens that nobody reads. Where one token of a value is all that the logits depend on (a transformer's
 * class token, after its last attention), the value becomes that token's vector.
 */
export function onlyWantedTokens(network: Network): WantedTokens {
  const wanted = wantedTokens(network);
  const nodes: Node[] = [];
  const places: number[] = [];
  const selected = new Map<string, number>();
  const queries = new Map<number, number>();
  const origins: number[] = [];
  const append = (node: Node, origin: number) => {
    origins.push(origin);
    return nodes.push(node) - 1;
  };
  const place = (index: number) => places[index]!;
  const vectorOf = (index: number, token: number): number => {
    if (wanted[index] !== ALL) return place(index);
    const key = `${index} ${token}`;
    const before = selected.get(key);
    if (before !== undefined) return before;
    const operation = {op: "select-token", index: token} as const;
    const vector = append({operation, inputs: [place(index)], shape: network.nodes[index]!.shape.slice(1)}, index);
    selected.set(key, vector);
    return vector;
  };
  for (const [index, node] of network.nodes.entries()) {
    const {operation, inputs} = node;
    const token = wanted[index];
    const [first] = inputs;
    if (operation.op === "select-token" && first !== undefined && wanted[first] !== ALL) places.push(place(first));
    else if (token === undefined || token === ALL) places.push(append({...node, inputs: inputs.map(place)}, index));
    else {
      const isAttention = operation.op === "attention";
      if (isAttention) queries.set(nodes.length, token);
      const tokenInputs = inputs.map((input) => (isAttention ? place(input) : vectorOf(input, token)));
      places.push(append({operation, inputs: tokenInputs, shape: node.shape.slice(1)}, index));
    }
  }
  return {network: {...network, nodes, layers: []}, queries, origins};
}

const ALL = "all";

/** Of each node, the one token that is wanted of it, or all of its value. */
function wantedTokens({nodes}: Network): (number | typeof ALL | undefined)[] {
  const wanted: (number | typeof ALL | undefined)[] = nodes.map(() => undefined);
  wanted[nodes.length - 1] = ALL;
  for (const [index, {operation, inputs, shape}] of [...nodes.entries()].reverse()) {
    const narrow = operation.op === "attention" || (TOKEN_BY_TOKEN.has(operation.op) && shape.length === 2);
    if (!narrow) wanted[index] = ALL;
    let asked = operation.op === "attention" ? ALL : wanted[index];
    if (operation.op === "select-token") asked = operation.index;
    for (const input of inputs) wanted[input] = wanted[input] === undefined || wanted[input] === asked ? asked : ALL;
  }
  return wanted;
}
