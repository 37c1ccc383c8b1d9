"""Writes net-cdf.golden.nc as netCDF's library does through xarray: big-endian placeholders for axes, words of varying
length, a fill value, a compressed array. MajajHong2015's coordinates, four neuroids x two presentations x one bin.

Usage: python3 make-net-cdf.py (needs h5py)
"""
import pathlib

import h5py
import numpy

LENGTHS = {"neuroid": 4, "presentation": 2, "time_bin": 1}
COORDINATES = {
    "neuroid_id": ("neuroid", ["Chabo_L_M_5_9", "Chabo_L_M_6_9", "Tito_L_P_5_1", "Tito_L_P_5_2"]),
    "region": ("neuroid", ["V4", "IT", "IT", "IT"]),
    "image_id": ("presentation", ["c", "a"]),
    "repetition": ("presentation", [0, 0]),
    "time_bin_start": ("time_bin", [70]),
    "time_bin_end": ("time_bin", [170]),
}

with h5py.File(pathlib.Path(__file__).with_name("net-cdf.golden.nc"), "w") as file:
    for axis, length in LENGTHS.items():
        file.create_dataset(axis, (length,), ">f4")
        file[axis].make_scale(f"This is a netCDF dimension but not a netCDF variable.{length:10d}")
    for name, (axis, values) in COORDINATES.items():
        words = isinstance(values[0], str)
        file.create_dataset(name, data=values, dtype=h5py.string_dtype() if words else "i8")
        file[name].dims[0].attach_scale(file[axis])
    values = numpy.array([[99, 99], [1, 2], [4, 5], [7, 8]], "f4")[:, :, None]
    data = file.create_dataset("dicarlo.MajajHong2015.public", data=values, chunks=(4, 2, 1), compression="gzip")
    for number, axis in enumerate(LENGTHS):
        data.dims[number].attach_scale(file[axis])
    data.attrs["_FillValue"] = numpy.array([numpy.nan], "f4")
    data.attrs["coordinates"] = numpy.bytes_(" ".join(COORDINATES))
