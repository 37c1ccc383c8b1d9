"""Writes pls.golden.json: scikit-learn's PLS of IT from V4 on simulated responses, the median correlation of each split.

Usage: node --import tsx print-signals.ts | python3 make-pls.py (made with scikit-learn 1.2.1)
"""
import json
import pathlib
import sys

import numpy
from sklearn.cross_decomposition import PLSRegression
from sklearn.model_selection import StratifiedShuffleSplit

responses = json.load(sys.stdin)
X, Y, classes = (numpy.array(responses[key]) for key in ("V4", "IT", "classes"))
medians = []
for train, test in StratifiedShuffleSplit(10, train_size=0.9, test_size=None, random_state=1).split(X, classes):
    train, test = numpy.sort(train), numpy.sort(test)
    prediction = PLSRegression(25, scale=False).fit(X[train], Y[train]).predict(X[test])
    medians.append(numpy.median([numpy.corrcoef(prediction[:, j], Y[test, j])[0, 1] for j in range(Y.shape[1])]))
text = json.dumps({"splits": medians}, indent=2)
pathlib.Path(__file__).with_name("pls.golden.json").write_text(f"{text}\n")
