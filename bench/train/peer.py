"""PyTorch's side: `peer.py BATCH` reads the network as JSON from the first line, then `train STEPS` and `forward STEPS`,
and answers each with the milliseconds of every step. One thread, channels_last, batch-norms folded for the forward pass.
"""
import json, math, os, sys, time
import torch
import torch.nn.functional as F

torch.set_num_threads(1)
clock = time.process_time if os.environ.get("CLOCK") == "cpu" else time.perf_counter
BATCH = int(sys.argv[1])
network = json.loads(sys.stdin.readline())
NODES = network["nodes"]
weights, buffers = {}, {}
for node in NODES:
    for key in ("weight", "bias", "scale", "shift", "token", "position"):
        if key in node["operation"]:
            p = node["operation"][key]
            start = torch.full(p["shape"], float(p["initial"]["value"])) if p["initial"]["kind"] == "constant" else (
                torch.randn(p["shape"]) / math.sqrt(math.prod(p["shape"][1:])))
            if start.dim() == 4:
                start = start.contiguous(memory_format=torch.channels_last)
            weights.setdefault(p["name"], start.requires_grad_())
    for key in ("mean", "variance"):
        if key in node["operation"]:
            b = node["operation"][key]
            buffers.setdefault(b["name"], torch.full(b["shape"], float(b["value"])))


def forward(nodes, weights, images, training):
    values = []
    for node in nodes:
        o, shape = node["operation"], node["shape"]
        x = [values[i] for i in node["inputs"]]
        of = lambda key: weights[o[key]["name"]] if key in o else None
        op = o["op"]
        if op == "input":
            y = images
        elif op == "convolution":
            y = F.conv2d(x[0], of("weight"), of("bias"), stride=o["stride"], padding=o["padding"], groups=o["groups"])
        elif op == "linear":
            y = F.linear(x[0], of("weight"), of("bias"))
        elif op == "batch-norm":
            mean, variance = buffers[o["mean"]["name"]], buffers[o["variance"]["name"]]
            y = F.batch_norm(x[0], mean, variance, of("scale"), of("shift"), training, o["momentum"], o["epsilon"])
        elif op == "layer-norm":
            moved = x[0].permute(0, 2, 3, 1) if len(shape) == 3 else x[0]
            y = F.layer_norm(moved, moved.shape[-1:], of("scale"), of("shift"), o["epsilon"])
            y = y.permute(0, 3, 1, 2) if len(shape) == 3 else y
        elif op == "relu":
            y = F.relu(x[0], inplace=True)
        elif op == "gelu":
            y = F.gelu(x[0])
        elif op == "average-pool":
            y = F.adaptive_avg_pool2d(x[0], o["size"])
        elif op == "add":
            y = x[0] + x[1]
        elif op == "channel-scale":
            y = x[0] * of("scale")
        elif op == "attention":
            q, k, v = x[0].unflatten(-1, (3, o["heads"], -1)).permute(2, 0, 3, 1, 4)
            scores = (q * q.shape[-1] ** -0.5) @ k.transpose(-1, -2)
            y = (scores.softmax(-1) @ v).transpose(1, 2).flatten(2)
        elif op == "to-tokens":
            y = x[0].flatten(2).transpose(1, 2)
        elif op == "to-map":
            y = x[0].transpose(1, 2).unflatten(2, shape[1:])
        elif op == "prepend-token":
            y = torch.cat([of("token").expand(len(x[0]), -1, -1), x[0]], 1)
        elif op == "add-position":
            y = x[0] + of("position")
        elif op == "select-token":
            y = x[0][:, o["index"]]
        elif op == "flatten":
            y = x[0].flatten(1)
        elif op == "skip":
            y = x[0]
        else:
            raise ValueError(op)
        values.append(y)
    return values[-1]


def folded():
    """Convolutions that a batch-norm follows take it into their weights."""
    nodes, changed = json.loads(json.dumps(NODES)), {name: value.detach() for name, value in weights.items()}
    for node in nodes:
        if node["operation"]["op"] != "batch-norm":
            continue
        norm, before = node["operation"], nodes[node["inputs"][0]]["operation"]
        factor = changed[norm["scale"]["name"]] / torch.sqrt(buffers[norm["variance"]["name"]] + norm["epsilon"])
        name = before["weight"]["name"]
        changed[name] = (changed[name] * factor[:, None, None, None]).contiguous(memory_format=torch.channels_last)
        before["bias"] = {"name": norm["shift"]["name"]}
        changed[norm["shift"]["name"]] = changed[norm["shift"]["name"]] - buffers[norm["mean"]["name"]] * factor
        node["operation"] = {"op": "skip"}
    return nodes, changed


shape = [BATCH] + NODES[0]["shape"]
images = torch.sin(torch.arange(math.prod(shape)) * 1.37).reshape(shape).contiguous(memory_format=torch.channels_last)
labels = torch.arange(BATCH) % NODES[-1]["shape"][0]
optimiser = torch.optim.SGD(list(weights.values()), lr=1e-3, momentum=0.9, weight_decay=5e-4, foreach=True)


def train():
    optimiser.zero_grad(set_to_none=True)
    loss = F.cross_entropy(forward(NODES, weights, images, True), labels)
    loss.backward()
    optimiser.step()
    loss.item()


def infer():
    with torch.inference_mode():
        forward(*evaluated, images, False).sum().item()


evaluated = folded()
print(json.dumps(f"PyTorch {torch.__version__}"), flush=True)
for line in sys.stdin:
    kind, steps = line.split()
    times = []
    for _ in range(int(steps)):
        start = clock()
        train() if kind == "train" else infer()
        times.append((clock() - start) * 1e3)
    print(json.dumps(times), flush=True)
