"""Makes scipy.golden.json: Huber losses of the three forms at given parameters, and the best losses that scipy finds.

/usr/bin/python3 make-golden.py > scipy.golden.json      (a minute or two)
Needs numpy and scipy (written with 1.24.2 and 1.10.1). For each form: a small table of noisy points, losses of
random parameters with scipy.special.huber, and the least loss of BFGS and Nelder-Mead from random starts.
"""
import json

import numpy as np
from scipy.optimize import minimize
from scipy.special import huber, logsumexp

NAMES = {
    "power_law": ["e", "a", "alpha"],
    "power_law_shift": ["e", "a", "lambda", "alpha"],
    "chinchilla": ["e", "a", "alpha", "b", "beta"],
}
TRUTH = {
    "power_law": [-0.65, -0.6, 0.16],
    "power_law_shift": [-0.7, 4.2, 3.0, 0.6],
    "chinchilla": [-0.66, -1.7, 0.58, -0.69, 0.22],
}
DELTAS = [1e-3, 1e-1]
draw = np.random.default_rng(11)


def prediction(form, p, x):
    if form == "power_law":
        terms = [p[1] - p[2] * np.log(x[0]), np.full(len(x[0]), p[0])]
    elif form == "power_law_shift":
        terms = [p[1] - p[3] * np.log(x[0] + 10 ** p[2]), np.full(len(x[0]), p[0])]
    else:
        terms = [p[1] - p[2] * np.log(x[0]), p[3] - p[4] * np.log(x[1]), np.full(len(x[0]), p[0])]
    return logsumexp(terms, axis=0)


def loss(p, form, x, y, delta):
    return huber(delta, prediction(form, p, x) - np.log(y)).sum()


def best(form, x, y, delta, starts=60):
    found = np.inf
    for _ in range(starts):
        start = np.array(TRUTH[form]) + draw.normal(0, 0.5, len(TRUTH[form]))
        for wide in [0.3, 0.03, delta]:
            start = minimize(loss, start, (form, x, y, wide), "BFGS").x
        options = {"maxiter": 4000, "maxfev": 4000, "xatol": 1e-11, "fatol": 1e-15}
        result = minimize(loss, start, (form, x, y, delta), "Nelder-Mead", options=options)
        if np.isfinite(result.fun):
            found = min(found, result.fun)
    return found


def table(form):
    rows = 24
    x = [np.round(10 ** draw.uniform(0.5, 5.5, rows), 3)]
    if form == "chinchilla":
        x = [np.round(10 ** draw.uniform(0.5, 3.5, rows), 3), np.round(10 ** draw.uniform(1, 6, rows), 3)]
    y = np.exp(prediction(form, TRUTH[form], x) + draw.normal(0, 0.02, rows)).round(6)
    tried = [np.round(np.array(TRUTH[form]) + draw.normal(0, 0.1, len(TRUTH[form])), 6) for _ in range(4)]
    return {
        "form": form,
        "x": [v.tolist() for v in x],
        "y": y.tolist(),
        "losses": [
            {"delta": delta, "parameters": dict(zip(NAMES[form], p.tolist())), "loss": loss(p, form, x, y, delta)}
            for p in tried
            for delta in DELTAS
        ],
        "best": [{"delta": delta, "loss": best(form, x, y, delta)} for delta in DELTAS],
    }


np.seterr(all="ignore")
print("[\n " + ",\n ".join(json.dumps(table(form)) for form in NAMES) + "\n]")
