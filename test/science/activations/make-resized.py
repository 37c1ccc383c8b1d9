"""Pillow's antialiased bilinear resize of a small picture: python3 make-resized.py > resized.json (Pillow 9)."""
import json
import numpy as np
from PIL import Image

picture = (np.arange(9 * 14 * 3).reshape(9, 14, 3) * 37 % 251).astype(np.uint8)
sizes = {}
for size in (5, 9, 20):
    sizes[size] = np.asarray(Image.fromarray(picture).resize((size, size), Image.BILINEAR)).ravel().tolist()
print(json.dumps({"height": 9, "width": 14, "pixels": picture.ravel().tolist(), "resized": sizes}))
