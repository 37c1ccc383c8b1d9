"""Writes principal-components.golden.json: scores by scikit-learn's PCA. Run with: /usr/bin/python3 make-principal-components.py"""
import json
from pathlib import Path

import numpy as np
import sklearn
from sklearn.decomposition import PCA

generator = np.random.RandomState(0)
rounded = lambda values: np.round(values, 3)
fitting = rounded(generator.randn(14, 40) * np.linspace(3, 0.2, 40) + 1)
features = rounded(generator.randn(6, 40) + 0.5)
pca = PCA(n_components=8, random_state=0).fit(fitting)
golden = {
    "about": f"scikit-learn {sklearn.__version__}, PCA(n_components=8, random_state=0)",
    "fitting": fitting.tolist(),
    "features": features.tolist(),
    "scores": pca.transform(features).tolist(),
    "share": float(pca.explained_variance_ratio_.sum()),
}
Path(__file__).with_name("principal-components.golden.json").write_text(json.dumps(golden) + "\n")
