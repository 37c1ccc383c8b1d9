"""The reference's way to fit (Gokce & Schrimpf 2025): scipy's BFGS with default settings from every point of a
start grid, in log space with a Huber loss. Times a sample of starts of each experiment and extrapolates to all
starts, the original and all resamples. Reads experiments as JSON from standard input; argument: resamples."""
import itertools
import json
import sys
import time

import numpy as np
import scipy
from scipy.optimize import minimize

SAMPLE = 6
E = [-1, -0.5, 0, 0.5, 1]
A = [0, 5, 10, 15, 20, 25]
ALPHA = [0, 0.5, 1, 1.5, 2]
GRIDS = {
    "power_law": [E, A, ALPHA],
    "power_law_shift": [E, A, ALPHA, ALPHA],
    "chinchilla": [E, A, ALPHA, A, ALPHA],
}


def prediction(form, p, x):
    if form == "power_law":
        return np.log(np.exp(p[1] - p[2] * np.log(x[0])) + np.exp(p[0]))
    if form == "power_law_shift":
        return np.log(np.exp(p[1] - p[3] * np.log(x[0] + 10 ** p[2])) + np.exp(p[0]))
    return np.log(np.exp(p[1] - p[2] * np.log(x[0])) + np.exp(p[3] - p[4] * np.log(x[1])) + np.exp(p[0]))


def loss(p, form, x, y, delta):
    r = np.abs(prediction(form, p, x) - y)
    return np.where(r <= delta, 0.5 * r**2, delta * (r - 0.5 * delta)).sum()


resamples = int(sys.argv[1])
total = 0.0
starts_total = 0
np.seterr(all="ignore")
for case in json.load(sys.stdin):
    x = [np.array(v) for v in case["x"]]
    y = np.log(np.array(case["y"]))
    starts = list(itertools.product(*GRIDS[case["form"]]))
    chosen = np.random.default_rng(0).choice(len(starts), SAMPLE, replace=False)
    began = time.perf_counter()
    for i in chosen:
        minimize(loss, starts[i], args=(case["form"], x, y, case["delta"]), method="BFGS")
    seconds = (time.perf_counter() - began) / SAMPLE
    total += seconds * len(starts) * (resamples + 1)
    starts_total += len(starts) * (resamples + 1)
print(
    f"scipy {scipy.__version__} BFGS from the full grid: {starts_total / 1e6:.1f} million starts, "
    f"{total / 3600:.0f} core-hours (extrapolated from {SAMPLE} starts of each experiment)"
)
