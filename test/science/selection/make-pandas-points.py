"""Makes pandas-points.golden.json: what pandas selects for each released configuration.

python3 make-pandas-points.py FOLDER > pandas-points.golden.json
FOLDER holds benchmark_scores.csv and reference_fits.json; needs pandas (written with 1.5.3).
For each experiment: n, first and last model_id, and SHA-256 of all model_ids (joined by a line feed),
of X (variables one after the other) and of Y, as little-endian doubles.
"""
import hashlib
import json
import sys

import numpy as np
import pandas as pd

folder = sys.argv[1]
# The default float parser of pandas may be off by one unit in the last place.
table = pd.read_csv(f"{folder}/benchmark_scores.csv", float_precision="round_trip")
parents = {"ResNetFlex": "ResNet", "ViTFlex": "ViT", "ConvNeXtFlex": "ConvNeXt"}


def select(filters):
    rows = table.copy()
    if filters.get("combine_arch_families"):
        rows["arch_family"] = rows.arch_family.replace(parents)
    for column in filters.get("boolean_filters", {}).get("equals_true", []):
        rows = rows[rows[column]]
    for column in filters.get("boolean_filters", {}).get("equals_false", []):
        rows = rows[~rows[column]]
    for column, values in filters.get("set_filters", {}).items():
        rows = rows[rows[column].isin(values if isinstance(values, list) else [values])]
    for group in filters.get("group_by", {}).values():
        rows = rows.groupby(group["keys"]).agg(group["reduce"]).reset_index()
    few = filters.get("arch_families_samples")
    if few:
        kept = rows.samples_per_class.isin(few["samples_per_class"])
        rows = rows[~rows.arch_family.isin(few["arch_family"]) | kept]
    return rows


def digest(data):
    return hashlib.sha256(data).hexdigest()


def doubles(values):
    return digest(np.concatenate(values).astype("<f8").tobytes())


points = {}
for name, fit in json.load(open(f"{folder}/reference_fits.json")).items():
    rows = select(fit["config"]["data_filters"])
    how = fit["config"]["fitting_parameters"]
    variables = ["X"] if how["curve_type"] == "one_variable" else ["X1", "X2"]
    x = [rows[how[v]].values / float(how[f"{v}_scaler"]) for v in variables]
    ids = rows.model_id.tolist()
    points[name] = {
        "n": len(ids),
        "first": ids[0],
        "last": ids[-1],
        "ids": digest("\n".join(ids).encode()),
        "X": doubles(x),
        "Y": doubles([1 - rows[how["Y"]].values]),
    }
print(json.dumps(points, indent=1, sort_keys=True))
