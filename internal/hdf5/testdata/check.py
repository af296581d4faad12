"""Checks with h5py the files that the Go tests wrote.

    KERAS_HDF5_OUT=/tmp/out go test ./internal/hdf5 -run TestWrite
    python internal/hdf5/testdata/check.py /tmp/out

Beside each FILE.h5 lies what went into it, FILE.json.
"""

import json
import pathlib
import shutil
import subprocess
import sys
import tempfile

import h5py
import numpy as np

sys.dont_write_bytecode = True

import describe as description
from describe import describe

description.MANY = description.LONG = 1 << 30


def same(got, want):
    if isinstance(want, dict):
        if not isinstance(got, dict) or set(got) != set(want):
            return False
        if "float" in want.get("type", ""):
            numbers = [np.array(x["values"], "float64") for x in (got, want)]
            if not np.array_equal(*numbers, equal_nan=True):
                return False
            got, want = got | {"values": []}, want | {"values": []}
        return all(same(got[k], want[k]) for k in want)
    return got == want


def check(file):
    want = json.loads(file.with_suffix(".json").read_text())
    got = describe(file)
    if list(got) != list(want):
        sys.exit(f"{file}: objects {sorted(set(got) ^ set(want))} are not in both")
    for path in want:
        if not same(got[path], want[path]):
            sys.exit(f"{file}: {path}: got {got[path]}\nwant {want[path]}")
    # The library also has to find its way in the trees when it changes them.
    with tempfile.TemporaryDirectory() as folder:
        copy = shutil.copy(file, folder)
        with h5py.File(copy, "a") as f:
            for path, what in want.items():
                if what["kind"] == "group":
                    for name in ("!first", "zzz"):
                        f[path].create_dataset(name, data=np.arange(3.0))
                    f[path].attrs["added"] = "added"
        changed = describe(copy)
    for path, what in want.items():
        if what["kind"] == "group":
            names = sorted([*what["names"], "!first", "zzz"], key=str.encode)
            if changed[path]["names"] != names or changed[path]["attrs"]["added"]["values"] != ["added"]:
                sys.exit(f"{file}: {path}: changed to {changed[path]}")
        elif not same(changed[path], what):
            sys.exit(f"{file}: {path}: changed to {changed[path]}")
    # What the library's own tool has to say goes to stderr.
    if shutil.which("h5dump"):
        dump = subprocess.run(["h5dump", file], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        if dump.returncode != 0 or dump.stderr:
            sys.exit(f"{file}: h5dump: {dump.stderr}")
    print(f"{file.name}: {len(want)} objects")


files = sorted(pathlib.Path(sys.argv[1]).glob("*.h5"))
if not files:
    sys.exit(f"no .h5 file in {sys.argv[1]}")
for file in files:
    check(file)
