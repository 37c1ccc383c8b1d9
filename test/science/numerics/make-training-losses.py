"""Writes training-losses.golden.json: 20 training steps of small networks by PyTorch, in double and in single precision.

The networks are read as data (node by node) from print-training-networks.ts; weights and batches come from the formula
of formula-tensors.ts. Run from the repository's root: python3 test/science/numerics/make-training-losses.py
"""
import json, math, subprocess, sys
import numpy as np
import torch
import torch.nn.functional as F

BATCH, STEPS, BATCHES = 16, 20, 2
HERE = "test/science/numerics/"
torch.set_num_threads(1)

OPTIMISERS = {
    "sgd": lambda p: torch.optim.SGD(p, lr=0.002, momentum=0.9, weight_decay=5e-4),
    "adamw": lambda p: torch.optim.AdamW(p, lr=2e-4, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.05),
}


def noise(tensor, length):
    mask = np.uint64(0xFFFFFFFF)
    i = np.arange(1, length + 1, dtype=np.uint64)
    word = ((i * np.uint64(2654435761)) & mask) ^ np.uint64(((tensor + 1) * 2246822519) & 0xFFFFFFFF)
    word = ((word ^ (word >> np.uint64(15))) * np.uint64(2246822519)) & mask
    word = ((word ^ (word >> np.uint64(13))) * np.uint64(3266489917)) & mask
    return (word ^ (word >> np.uint64(16))).astype(np.float64) / 2**31 - 1


def parameters_of(network):
    found = {}
    for node in network["nodes"]:
        for key in ("weight", "bias", "scale", "shift", "token", "position"):
            if key in node["operation"]:
                found.setdefault(node["operation"][key]["name"], node["operation"][key])
    return list(found.values())


def formula_weights(network):
    weights = {}
    for index, parameter in enumerate(parameters_of(network)):
        shape, initial = parameter["shape"], parameter["initial"]
        u = noise(index, int(np.prod(shape)))
        if initial["kind"] == "constant":
            values = initial["value"] + 0.1 * u
        else:
            values = math.sqrt(3 / float(np.prod(shape[1:]))) * u
        weights[parameter["name"]] = values.astype(np.float32).reshape(shape)
    return weights


def formula_batch(network, number):
    shape, classes = network["nodes"][0]["shape"], network["nodes"][-1]["shape"][0]
    size = int(np.prod(shape))
    images = noise(1000 + number, BATCH * size).astype(np.float32).reshape(BATCH, size)
    labels = np.array([(3 * n + 1) % classes for n in range(BATCH)])
    for n, label in enumerate(labels):
        images[n] = (images[n].astype(np.float64) + 0.5 * noise(2000 + label, size)).astype(np.float32)
    return images.reshape([BATCH] + shape), labels


def forward(network, weights, images):
    values = []
    for node in network["nodes"]:
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
            y = F.batch_norm(x[0], None, None, of("scale"), of("shift"), training=True, eps=o["epsilon"])
        elif op == "layer-norm":
            moved = x[0].movedim(1, -1) if len(shape) == 3 else x[0]
            y = F.layer_norm(moved, moved.shape[-1:], of("scale"), of("shift"), o["epsilon"])
            y = y.movedim(-1, 1) if len(shape) == 3 else y
        elif op in ("relu", "gelu", "silu"):
            y = getattr(F, op)(x[0])
        elif op == "sigmoid":
            y = torch.sigmoid(x[0])
        elif op == "max-pool":
            y = F.max_pool2d(x[0], o["kernel"], o["stride"], o["padding"])
        elif op == "average-pool":
            y = F.adaptive_avg_pool2d(x[0], o["size"])
        elif op == "add":
            y = x[0] + x[1]
        elif op == "multiply":
            y = x[0] * x[1]
        elif op == "channel-scale":
            y = x[0] * of("scale")
        elif op == "attention":
            q, k, v = x[0].unflatten(-1, (3, o["heads"], -1)).permute(2, 0, 3, 1, 4)
            y = (torch.softmax(q @ k.transpose(-1, -2) / math.sqrt(q.shape[-1]), -1) @ v).transpose(1, 2).flatten(2)
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
        else:
            raise ValueError(op)
        assert list(y.shape[1:]) == shape, (op, y.shape, shape)
        values.append(y)
    return values[-1]


def losses(network, optimiser, dtype):
    weights = {name: torch.tensor(value).to(dtype).requires_grad_() for name, value in formula_weights(network).items()}
    batches = [formula_batch(network, number) for number in range(BATCHES)]
    steps = OPTIMISERS[optimiser](list(weights.values()))
    found = []
    for step in range(STEPS):
        images, labels = batches[step % BATCHES]
        steps.zero_grad()
        loss = F.cross_entropy(forward(network, weights, torch.tensor(images).to(dtype)), torch.tensor(labels))
        loss.backward()
        steps.step()
        found.append(float(f"{loss.item():.9g}"))
    return found


networks = json.loads(subprocess.check_output(["node", "--import", "tsx", HERE + "print-training-networks.ts"]))
golden = {
    network["name"]: {
        optimiser: {
            "double": losses(network, optimiser, torch.float64),
            "single": losses(network, optimiser, torch.float32),
        }
        for optimiser in OPTIMISERS
    }
    for network in networks
}
with open(HERE + "training-losses.golden.json", "w") as file:
    json.dump({"made with": f"PyTorch {torch.__version__}", "batch": BATCH, "losses": golden}, file, indent=1)
    file.write("\n")
