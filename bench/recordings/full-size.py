"""Writes a file of the shape and size of FreemanZiemba2013's public recordings: neuroid 205 x time_bin 300 x
presentation 2700, doubles, 1.3 GB. Spikes of neuroid n in bin t of presentation p: (7 n + 3 t + 11 p) mod 13.

Usage: python3 full-size.py FILE.nc (needs h5py)
"""
import sys

import h5py
import numpy

NEUROIDS, BINS, PRESENTATIONS, IMAGES = 205, 300, 2700, 135

with h5py.File(sys.argv[1], "w") as file:
    lengths = {"neuroid": NEUROIDS, "time_bin": BINS, "presentation": PRESENTATIONS}
    for axis, length in lengths.items():
        placeholder = file.create_dataset(axis, (length,), ">f4")
        placeholder.make_scale(f"This is a netCDF dimension but not a netCDF variable.{length:10d}")
    presentation, bins = numpy.arange(PRESENTATIONS), numpy.arange(BINS)
    coordinates = {
        "neuroid_id": ("neuroid", numpy.arange(1, NEUROIDS + 1)),
        "region": ("neuroid", ["V1"] * 102 + ["V2"] * 103),
        "time_bin_start": ("time_bin", bins),
        "time_bin_end": ("time_bin", bins + 1),
        "image_id": ("presentation", [f"{image:040x}" for image in presentation % IMAGES]),
        "repetition": ("presentation", presentation // IMAGES),
    }
    for name, (axis, values) in coordinates.items():
        words = isinstance(values, list)
        file.create_dataset(name, data=values, dtype=h5py.string_dtype() if words else "i8")
        file[name].dims[0].attach_scale(file[axis])
    data = file.create_dataset("movshon.FreemanZiemba2013.public", tuple(lengths.values()), "f8")
    for number, axis in enumerate(lengths):
        data.dims[number].attach_scale(file[axis])
    data.attrs["coordinates"] = " ".join(coordinates)
    for neuroid in range(NEUROIDS):
        data[neuroid] = (7 * neuroid + 3 * bins[:, None] + 11 * presentation) % 13
