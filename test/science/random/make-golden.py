"""Makes numpy.golden.json: what numpy's generators give for a few seeds and bounds.

/usr/bin/python3 make-golden.py > numpy.golden.json
Needs numpy (written with 1.24.2). Seeds and 64-bit outputs are text: they are beyond the doubles of JSON.
"""
import json

import numpy as np

SEEDS = [0, 1, 7, 42, 2**32 - 1, 2**32, 123456789012, 2**130 + 5]
BOUNDS = [1, 2, 3, 7, 35, 191, 620, 65537, 2**21 - 1, 2**21]


def generator(seed):
    return np.random.Generator(np.random.PCG64(seed))


def integers(seed, bound):
    drawn = generator(seed).integers(0, bound, size=3000)
    return {"seed": str(seed), "bound": bound, "first": drawn[:12].tolist(), "sum": int(drawn.sum())}


def resamples(n):
    drawn = np.random.default_rng(42).integers(0, n, size=(1000, n))
    return {
        "n": n,
        "rows": {str(b): drawn[b, :12].tolist() for b in [0, 1, 499, 999]},
        "sum": int(drawn.sum()),
        "sumOfSquares": int((drawn.astype(np.uint64) ** 2).sum()),
    }


golden = {
    "states": [
        {"seed": str(seed), "words": np.random.SeedSequence(seed).generate_state(8).tolist()} for seed in SEEDS
    ],
    "outputs": [
        {"seed": str(seed), "outputs": [hex(output) for output in np.random.PCG64(seed).random_raw(8).tolist()]}
        for seed in SEEDS
    ],
    "integers": [integers(seed, bound) for seed in SEEDS for bound in BOUNDS],
    "resamples": [resamples(n) for n in [620, 444, 364, 256, 191, 35, 4]],
}
print("{")
for i, (name, entries) in enumerate(golden.items()):
    lines = ",\n  ".join(json.dumps(entry) for entry in entries)
    print(f' "{name}": [\n  {lines}\n ]' + ("," if i + 1 < len(golden) else ""))
print("}")
