"""Features and responses to score, as .npy files and a file of labels: arrays.py FOLDER ROWS FEATURES NEUROIDS CLASSES.
Both are mixtures of the same 200 sources of falling strength, with noise; features are rectified, as a network's."""
import sys

import numpy as np

folder = sys.argv[1]
rows, features, neuroids, classes = map(int, sys.argv[2:])
BLOCK = 5000
random = np.random.default_rng(0)
sources = random.standard_normal((rows, 200)) * np.exp(-np.arange(200) / 40)
X = np.lib.format.open_memmap(f"{folder}/X.npy", mode="w+", dtype="f4", shape=(rows, features))
for first in range(0, features, BLOCK):
    width = min(BLOCK, features - first)
    X[:, first : first + width] = np.maximum(
        sources @ random.standard_normal((200, width)) + random.standard_normal((rows, width)), 0
    )
X.flush()
noise = 2 * random.standard_normal((rows, neuroids))
np.save(f"{folder}/Y.npy", (sources @ random.standard_normal((200, neuroids)) + noise).astype("f4"))
labels = random.permutation(np.arange(rows) % classes)
with open(f"{folder}/groups.txt", "w") as file:
    file.write("".join(f"class{label:02d}\n" for label in labels))
