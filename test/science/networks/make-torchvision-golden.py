"""Writes torchvision.golden.json: what torchvision's models say of themselves, for architectures.test.ts.

Run with torch and torchvision (Debian's python3-torch and python3-torchvision: 1.13 and 0.14):
    python3 make-torchvision-golden.py

For each model: the sizes of every entry of its state_dict, and for every module that runs on an image of 64 pixels the
sizes of its (last) output, and whether a later in-place operation overwrites that output.
"""

import json
import pathlib

import torch
import torchvision

SIZE = 64
NAMES = ["resnet18", "resnet50", "efficientnet_b0", "convnext_tiny", "alexnet"]


def describe(name):
    torch.manual_seed(0)
    model = getattr(torchvision.models, name)(weights=None).eval()
    outputs = {}

    def record(module):
        def hook(_, __, output):
            outputs[module] = (output, output.clone())

        return hook

    for module_name, module in model.named_modules():
        if module_name:
            module.register_forward_hook(record(module_name))
    with torch.no_grad():
        model(torch.randn(1, 3, SIZE, SIZE))
    return {
        "parameters": {
            key: list(tensor.shape)
            for key, tensor in model.state_dict().items()
            if not key.endswith("num_batches_tracked")
        },
        "layers": {key: list(output.shape[1:]) for key, (output, _) in outputs.items()},
        "overwritten": [key for key, (output, before) in outputs.items() if not torch.equal(output, before)],
    }


golden = {"size": SIZE, "torchvision": torchvision.__version__, "models": {name: describe(name) for name in NAMES}}
path = pathlib.Path(__file__).with_name("torchvision.golden.json")
path.write_text(json.dumps(golden, separators=(",", ":")).replace('},"', '},\n"') + "\n")
