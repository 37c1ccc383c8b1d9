"""Random arrays as numpy saves them, and what scikit-learn and scipy say of them: metric.golden.json.
Run with scikit-learn 1.2.1, numpy 1.24, scipy 1.10: python3 make-golden.py"""
import base64
import io
import json
import pathlib

import numpy as np
from scipy.stats import pearsonr, spearmanr
from sklearn.cross_decomposition import PLSRegression
from sklearn.linear_model import LinearRegression, Ridge
from sklearn.model_selection import ShuffleSplit, StratifiedShuffleSplit

random = np.random.default_rng(6)


def mixture(rows, features, targets):
    sources = random.standard_normal((rows, 9))
    X = sources @ random.standard_normal((9, features)) + random.standard_normal((rows, features)) + 1
    return X, sources @ random.standard_normal((9, targets)) + random.standard_normal((rows, targets))


def saved(array):
    file = io.BytesIO()
    np.save(file, array)
    return base64.b64encode(file.getvalue()).decode()


def splits(X, groups, **sizes):
    splitter = ShuffleSplit if groups is None else StratifiedShuffleSplit
    return splitter(10, random_state=1, **sizes).split(X, groups)


def over_splits(values):
    return {"score": np.mean(values), "error": np.std(values) / np.sqrt(10), "splits": list(values)}


def regression(model, X, Y, groups):
    table = []
    for train, test in splits(X, groups, train_size=0.9, test_size=None):
        train, test = np.sort(train), np.sort(test)
        prediction = model.fit(X[train], Y[train]).predict(X[test]).reshape(len(test), -1)
        table.append([pearsonr(prediction[:, j], Y[test, j])[0] for j in range(Y.shape[1])])
    return {**over_splits(np.median(table, axis=1)), "neuroids": table}


def dissimilarity(X, Y):
    upper = np.triu_indices(len(X), 1)
    return spearmanr((1 - np.corrcoef(X))[upper], (1 - np.corrcoef(Y))[upper])[0]


def biased_alignment(X, Y):
    X, Y = X - X.mean(0), Y - Y.mean(0)
    return (np.linalg.norm(X.T @ Y) ** 2) / np.linalg.norm(X.T @ X) / np.linalg.norm(Y.T @ Y)


def expected(X, Y, groups, names):
    X, Y = X.astype("f8").reshape(len(X), -1), Y.astype("f8").reshape(len(Y), -1)
    models = {"pls": PLSRegression(25, scale=False), "ridge": Ridge(1.0), "linear": LinearRegression()}
    result = {}
    for name in names:
        if name in models:
            result[name] = regression(models[name], X, Y, groups)
        elif name == "rdm":
            result[name] = {"score": dissimilarity(X, Y)}
        elif name == "rdm_cv":
            tests = [test for _, test in splits(X, groups, test_size=0.9)]
            result[name] = over_splits([dissimilarity(X[test], Y[test]) for test in tests])
        elif name == "cka_biased":
            result[name] = {"score": biased_alignment(X, Y)}
    return result


cases = []


def case(name, X, Y, groups, names):
    labels = None if groups is None else [str(label) for label in groups]
    cases.append(
        {"name": name, "X": saved(X), "Y": saved(Y), "groups": labels, "expected": expected(X, Y, groups, names)}
    )


X, Y = mixture(60, 90, 4)
groups = random.permutation(np.repeat(["b", "a", "c", "d"], 15))
case("more features than images, float32, equal strata", X.astype("f4"), Y.astype("f4"), groups,
     ["pls", "ridge", "rdm", "rdm_cv", "cka_biased"])
X, Y = mixture(70, 40, 1)
X[:, 3] = 0
X[:, 8] = 2.5
groups = random.permutation(np.repeat(np.arange(6), [3, 25, 11, 11, 10, 10]))
case("more images than features, constant features, one target", X.astype("f4").astype("f8"), Y[:, 0], groups,
     ["pls", "ridge"])
X, Y = mixture(50, 27, 2)
case("no groups, integers, columns first", np.asfortranarray(np.round(3 * X).astype("i2")),
     np.asfortranarray(Y.astype("f4")), None, ["pls", "ridge", "linear"])

file = pathlib.Path(__file__).with_name("metric.golden.json")
file.write_text(json.dumps(cases, separators=(",", ":")) + "\n")
