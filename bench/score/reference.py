"""scikit-learn's PLS on the same files, over as many of the ten splits as fit in a time: reference.py FOLDER SECONDS.
Prints JSON: version, seconds of each split, correlations (splits x neuroids), peak anonymous memory in MiB."""
import json
import sys
import threading
import time

import numpy as np
import sklearn
from scipy.stats import pearsonr
from sklearn.cross_decomposition import PLSRegression
from sklearn.model_selection import StratifiedShuffleSplit

folder, limit = sys.argv[1], float(sys.argv[2])
X = np.load(f"{folder}/X.npy", mmap_mode="r")
Y = np.load(f"{folder}/Y.npy")
groups = open(f"{folder}/groups.txt").read().split()
peak = 0


def watch():
    global peak
    while True:
        with open("/proc/self/status") as status:
            peak = max(peak, next(int(line.split()[1]) for line in status if line.startswith("RssAnon")))
        time.sleep(0.05)


threading.Thread(target=watch, daemon=True).start()
seconds, correlations = [], []
began = time.perf_counter()
for train, test in StratifiedShuffleSplit(10, train_size=0.9, test_size=None, random_state=1).split(X, groups):
    if seconds and time.perf_counter() - began + np.mean(seconds) > limit:
        break
    start = time.perf_counter()
    train, test = np.sort(train), np.sort(test)
    # Doubles for the test images: `predict` would centre single precision in single precision.
    prediction = PLSRegression(25, scale=False).fit(X[train], Y[train]).predict(X[test].astype("f8"))
    correlations.append([pearsonr(prediction[:, j], Y[test, j].astype("f8"))[0] for j in range(Y.shape[1])])
    seconds.append(time.perf_counter() - start)
print(json.dumps({"version": sklearn.__version__, "seconds": seconds, "correlations": correlations, "peak": peak / 1024}))
