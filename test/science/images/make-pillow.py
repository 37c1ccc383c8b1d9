"""Colour changes of a small picture by Pillow: python3 make-pillow.py > pillow.golden.json"""

import json

import numpy as np
import PIL
from PIL import Image, ImageEnhance, ImageOps

SIDE = 8
pixels = np.random.RandomState(0).randint(20, 220, (SIDE, SIDE, 3)).astype(np.uint8)
pixels[:4] //= 2
image = Image.fromarray(pixels)
changed = {
    "stretchContrast": ImageOps.autocontrast(image),
    "equalise": ImageOps.equalize(image),
    "solarise": ImageOps.solarize(image, 128),
    "saturate": ImageEnhance.Color(image).enhance(0.4),
    "contrast": ImageEnhance.Contrast(image).enhance(1.7),
    "brightness": ImageEnhance.Brightness(image).enhance(0.3),
    "sharpen": ImageEnhance.Sharpness(image).enhance(1.8),
}
listed = {name: np.asarray(picture).reshape(-1).tolist() for name, picture in changed.items()}
print(json.dumps({"pillow": PIL.__version__, "side": SIDE, "image": pixels.reshape(-1).tolist(), "changed": listed}))
