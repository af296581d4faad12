"""Records the files that the Go tests read, and what h5py finds in them.

    KERAS_BACKEND=jax python record.py     # keras==3.15.1, h5py==3.16.0

The same files come out each time, but for four bytes of padding in types.h5
that the HDF5 library leaves as they are.
"""

import json
import os
import pathlib
import sys

os.environ.setdefault("KERAS_BACKEND", "jax")

import h5py
import keras
import ml_dtypes
import numpy as np

sys.dont_write_bytecode = True

from describe import describe

here = pathlib.Path(__file__).parent


def new(name, **options):
    return h5py.File(here / name, "w", libver="earliest", **options)


with new("types.h5") as f:
    for t in "int8 int16 int32 int64 uint8 uint16 uint32 uint64".split():
        limits = np.iinfo(t)
        f[t] = np.array([[limits.min, 0, 1], [2, 3, limits.max]], t)
        if t not in ("int8", "uint8"):
            f["big_" + t] = np.array([limits.min, 1, limits.max], np.dtype(t).newbyteorder(">"))
    for t in "float16 float32 float64".split():
        limits = np.finfo(t)
        values = [0, -0.0, 1, -1.5, 0.1, limits.max, limits.min, limits.tiny, limits.smallest_subnormal, np.inf, -np.inf, np.nan]
        f[t] = np.array(values, t)
        f["big_" + t] = np.array(values, np.dtype(t).newbyteorder(">"))
    f["bool"] = np.array([True, False, True])
    f["scalar"] = np.float32(2.5)
    f["scalar_int64"] = np.int64(-7)
    f["scalar_bool"] = np.bool_(True)
    f["empty"] = np.zeros((0, 3), "float32")
    f["null"] = h5py.Empty("float32")
    f["rank5"] = np.arange(32, dtype="float32").reshape(2, 1, 4, 2, 2)
    f["text"] = ["one", "", "zwei ä 三", "x" * 300]
    f["text_scalar"] = "scalar"
    f["fixed"] = np.array([b"ab", b"", b"abcde"])
    f["opaque"] = np.array([b"\x01\x02\x03"], "V3")
    f.create_dataset("never_written", (2, 2), "int32", fillvalue=7)
    f.create_dataset("never_written_zero", (3,), "float64")
    f["enumeration"] = np.array([2, 1], h5py.enum_dtype({"ONE": 1, "TWO": 2}, "int16"))
    bfloat16 = np.array([1, -2.5, 0.1, 3e38, np.inf], ml_dtypes.bfloat16)
    f.create_dataset("bfloat16_keras", data=bfloat16).attrs["dtype"] = "bfloat16"
    t = h5py.h5t.IEEE_F32LE.copy()
    t.set_fields(15, 7, 8, 0, 7)
    t.set_size(2)
    t.set_ebias(127)
    s = h5py.h5s.create_simple((3,))
    d = h5py.h5d.create(f.id, b"bfloat16_float", t, s)
    d.write(h5py.h5s.ALL, h5py.h5s.ALL, np.array([1, -2.5, 0.125], "float32"), h5py.h5t.NATIVE_FLOAT)
    p = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
    p.set_layout(h5py.h5d.COMPACT)
    d = h5py.h5d.create(f.id, b"compact", h5py.h5t.STD_I32LE, s, dcpl=p)
    d.write(h5py.h5s.ALL, h5py.h5s.ALL, np.array([5, 6, 7], "int32"))

with new("attributes.h5") as f:
    g = f.create_group("group")
    d = f.create_dataset("dataset", data=np.float32(1))
    for attrs in (f.attrs, g.attrs, d.attrs):
        attrs["text"] = "größe"
        attrs["empty_text"] = ""
        attrs["ascii"] = np.bytes_("bytes")
        attrs["vlen_ascii"] = np.array(b"{}", h5py.string_dtype("ascii"))[()]
        attrs["texts"] = ["one", "", "three"]
        attrs["fixed"] = np.array([b"dense/kernel", b"bias"])
        attrs["none"] = []
        attrs["null"] = h5py.Empty("float32")
        attrs["true"] = True
        attrs["int"] = -3
        attrs["uint8"] = np.uint8(200)
        attrs["float"] = 0.1
        attrs["float16"] = np.float16(0.5)
        attrs["floats"] = np.array([[1, 2], [3, 4.5]], "float32")
        attrs["bools"] = [True, False]
        attrs["long"] = "x" * 5000
    for i in range(20):  # these need continuation blocks
        g.attrs[f"more{i}"] = i
        d.attrs[f"more{i}"] = f"number {i}"
    del g.attrs["more3"]

with new("groups.h5") as f:
    f["a/b/c/0"] = np.int32(1)
    f["a/b/d/0"] = np.int32(2)
    f.create_group("empty")
    f["größe/三"] = np.int8(3)
    f["a/loop"] = f["a"]
    f["a/again"] = f["a/b/c/0"]
    for i in range(300):
        f[f"many/{i}"] = f["a/b/c/0"]
    for i in range(0, 300, 7):
        del f[f"many/{i}"]
    f["refused_soft"] = h5py.SoftLink("/a/b")
    f.create_dataset("refused_chunked", data=np.arange(8), chunks=(4,), compression="gzip")
    f["refused_type"] = np.dtype("int32")
    f.create_dataset("refused_external", (2,), "int8", external=[("nowhere.bin", 0, 2)])
    f.create_group("refused_header", track_order=True)["x"] = 1
    many = f.create_group("größe/refused_links")
    for i in range(9):
        many[f"ä{i}"] = i

with new("userblock.h5", userblock_size=1024) as f:
    f["x"] = np.arange(3, dtype="float32")
    f.attrs["text"] = "behind a user block"

keras.utils.set_random_seed(1)
model = keras.Sequential([
    keras.Input((3,)),
    keras.layers.Dense(4, activation="relu"),
    keras.layers.BatchNormalization(),
    keras.layers.Dropout(0.5),
    keras.layers.Dense(1),
])
model.compile("adam", "mse")
model.fit(np.ones((4, 3)), np.ones((4, 1)), verbose=0)
model.save_weights(here / "model.weights.h5", overwrite=True)
model.save(here / "model.h5", overwrite=True)
model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(3, dtype="bfloat16")])
model.save_weights(here / "bfloat16.weights.h5", overwrite=True)

expected = {file.name: describe(file) for file in sorted(here.glob("*.h5"))}
lines = (json.dumps(name) + ": {\n" + ",\n".join(
    f"  {json.dumps(path)}: {json.dumps(what, ensure_ascii=False)}" for path, what in objects.items()) + "\n}"
    for name, objects in expected.items())
(here / "expected.json").write_text("{\n" + ",\n".join(lines) + "\n}\n")
