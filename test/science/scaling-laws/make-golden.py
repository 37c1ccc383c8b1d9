"""Makes numpy.golden.json: percentiles by numpy, and curves with bands by the formulas of the study.

/usr/bin/python3 make-golden.py > numpy.golden.json
Needs numpy (written with 1.24.2).
"""
import json

import numpy as np

draw = np.random.default_rng(5)
LEVELS = [0, 2.5, 15, 50, 85, 97.5, 100]


def percentiles(values):
    return {"values": values.tolist(), "levels": LEVELS, "percentiles": np.percentile(values, LEVELS).tolist()}


def misalignment(form, p, x):
    if form == "power_law":
        return np.exp(p["e"]) + np.exp(p["a"]) * x[0] ** -p["alpha"]
    if form == "power_law_shift":
        return np.exp(p["e"]) + np.exp(p["a"]) * (x[0] + 10 ** p["lambda"]) ** -p["alpha"]
    return np.exp(p["e"]) + np.exp(p["a"]) * x[0] ** -p["alpha"] + np.exp(p["b"]) * x[1] ** -p["beta"]


CENTRES = {
    "power_law": {"e": -0.65, "a": -0.6, "alpha": 0.157},
    "power_law_shift": {"e": -0.7, "a": 7.9, "lambda": 4.9, "alpha": 0.74},
    "chinchilla": {"e": -0.66, "a": -1.7, "alpha": 0.58, "b": -0.69, "beta": 0.22},
}
GRIDS = {
    "power_law": [[0.01], [1], [37.5], [1e6]],
    "power_law_shift": [[10], [1e4], [1e7]],
    "chinchilla": [[3, 50], [100, 1e4], [1e3, 1e6]],
}


def band(form):
    resamples = [{k: v + draw.normal(0, 0.02) for k, v in CENTRES[form].items()} for _ in range(25)]
    predict = lambda p: [1 - misalignment(form, p, x) for x in GRIDS[form]]
    low, high = np.percentile([predict(p) for p in resamples], [2.5, 97.5], axis=0)
    return {
        "form": form,
        "parameters": CENTRES[form],
        "resamples": resamples,
        "x": GRIDS[form],
        "curve": predict(CENTRES[form]),
        "low": low.tolist(),
        "high": high.tolist(),
    }


golden = {
    "percentiles": [percentiles(draw.normal(size=n)) for n in [1, 2, 7, 100]]
    + [percentiles(np.array([3.0, 3.0, 1.0, 3.0]))],
    "bands": [band(form) for form in CENTRES],
}
print("{")
for i, (name, entries) in enumerate(golden.items()):
    lines = ",\n  ".join(json.dumps(entry) for entry in entries)
    print(f' "{name}": [\n  {lines}\n ]' + ("," if i + 1 < len(golden) else ""))
print("}")
