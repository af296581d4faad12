"""Records the files that the Go tests read, and what h5py finds in them.

    KERAS_BACKEND=jax python record.py     # keras==3.15.1, h5py==3.16.0

The same files come out each time, but for some times and bytes of padding, and the
checksums over them.
"""

import ctypes
import json
import os
import pathlib
import sys

os.environ.setdefault("KERAS_BACKEND", "jax")

import h5py
import keras
import ml_dtypes
import numpy as np
from keras.src.legacy.saving.legacy_h5_format import save_attributes_to_hdf5_group

sys.dont_write_bytecode = True

from describe import describe

here = pathlib.Path(__file__).parent


# The versions of the library whose newest structures a file may have. The last one is the newest.
VERSIONS = ["earliest", "v108", "v110", "v200"]


def new(name, libver="earliest", **options):
    return h5py.File(here / name, "w", libver=libver, **options)


def library(function, plist, *arguments):
    """Calls what h5py has no name for."""
    folder = pathlib.Path(h5py.__file__).parent.parent / "h5py.libs"
    hdf5 = ctypes.CDLL(str(next(folder.glob("libhdf5-*"))))
    f = getattr(hdf5, function)
    f.argtypes = [ctypes.c_int64, *(ctypes.c_uint for _ in arguments)]
    assert f(plist.id, *arguments) >= 0


def properties(**settings):
    """Settings of a dataset that h5py has no keyword for."""
    p = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
    p.set_obj_track_times(False)
    for name, arguments in settings.items():
        getattr(p, name)(*arguments)
    return p


def low_level(group, name, type_, shape, plist, data, maxshape=None, memory=None):
    space = h5py.h5s.create_simple(shape, maxshape or shape)
    d = h5py.h5d.create(group.id, name.encode(), type_, space, dcpl=plist)
    d.write(h5py.h5s.ALL, h5py.h5s.ALL, data, memory)


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
    low_level(f, "compact", h5py.h5t.STD_I32LE, (3,), properties(set_layout=(h5py.h5d.COMPACT,)), np.array([5, 6, 7], "int32"))
    # Numbers of other sizes, or in some of their bits.
    for name, base, size, precision, offset in [
        ("int24", "STD_I32LE", 3, 24, 0), ("big_int24", "STD_I32BE", 3, 24, 0), ("uint40", "STD_U64LE", 5, 40, 0),
        ("int12", "STD_I16LE", 2, 12, 3), ("big_int12", "STD_I16BE", 2, 12, 3), ("uint12", "STD_U16LE", 2, 12, 4),
        ("bits", "STD_B8LE", 1, 8, 0), ("big_bits", "STD_B32BE", 4, 32, 0),
    ]:
        t = getattr(h5py.h5t, base).copy()
        if "_B" not in base:
            t.set_precision(precision)
            t.set_size(size)
            t.set_offset(offset)
        signed = "_I" in base
        values = np.array([0, 1, 100, -100 if signed else 200, (1 << min(precision, 60) - signed) - 1], "int64")
        same = h5py.h5t.NATIVE_B64 if "_B" in base else h5py.h5t.NATIVE_INT64
        low_level(f, name, t, (5,), properties(), values, memory=same)
    numbers = np.array([0, -0.0, 1, -1.5, 0.1, 1e30, 5e-324, np.inf, -np.inf, np.nan])
    f["longdouble"] = numbers.astype("longdouble")
    for name, size, order, *fields in [
        ("float24", 3, h5py.h5t.ORDER_LE, 23, 15, 8, 0, 15, 127), ("big_float24", 3, h5py.h5t.ORDER_BE, 23, 15, 8, 0, 15, 127),
        ("float128", 16, h5py.h5t.ORDER_LE, 127, 112, 15, 0, 112, 16383), ("float8", 1, h5py.h5t.ORDER_LE, 7, 2, 5, 0, 2, 15),
    ]:
        t = h5py.h5t.IEEE_F64LE.copy()
        if size > 8:
            t.set_size(size)
            t.set_precision(8 * size)
        t.set_fields(*fields[:-1])
        t.set_precision(8 * size)
        t.set_size(size)
        t.set_ebias(fields[-1])
        t.set_order(order)
        low_level(f, name, t, numbers.shape, properties(), numbers, memory=h5py.h5t.NATIVE_DOUBLE)
    f["complex"] = np.array([1 + 2j], "complex64")

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
    f["refused_type"] = np.dtype("int32")
    f.create_dataset("refused_external", (2,), "int8", external=[("nowhere.bin", 0, 2)])
    f["refused_link"] = h5py.ExternalLink("nowhere.h5", "/x")
    virtual = h5py.VirtualLayout((3,), "int8")
    virtual[:] = h5py.VirtualSource("nowhere.h5", "x", (3,))
    f.create_virtual_dataset("refused_virtual", virtual)
    f["to_group"] = h5py.SoftLink("/a/b")
    f["a/to_sibling"] = h5py.SoftLink("b/c")
    f["a/b/to_dataset"] = h5py.SoftLink("./c/0")
    f["to_link"] = h5py.SoftLink("/a/to_sibling/0")
    f["dangling"] = h5py.SoftLink("/a/nothing")
    f["circle"] = h5py.SoftLink("/circle")
    f["longer"] = h5py.SoftLink("longer/longer")
    f.create_group("ordered", track_order=True)["x"] = 1
    many = f.create_group("größe/links")
    for i in range(9):
        many[f"ä{i}"] = i

with new("userblock.h5", userblock_size=1024) as f:
    f["x"] = np.arange(3, dtype="float32")
    f.attrs["text"] = "behind a user block"

for version in VERSIONS:
    with new(f"chunks_{version}.h5", version) as f:
        numbers = np.arange(35, dtype="int16").reshape(5, 7)
        f.create_dataset("single", data=numbers, chunks=(5, 7))
        f.create_dataset("single_packed", data=numbers, chunks=(5, 7), compression="gzip")
        f.create_dataset("single_larger", data=numbers, chunks=(8, 8), maxshape=(8, 8), compression="gzip")
        low_level(f, "implicit", h5py.h5t.STD_I16LE, (5, 7),
                  properties(set_chunk=((2, 3),), set_alloc_time=(h5py.h5d.ALLOC_TIME_EARLY,)), numbers)
        low_level(f, "implicit_larger", h5py.h5t.STD_I16LE, (5, 7),
                  properties(set_chunk=((2, 3),), set_alloc_time=(h5py.h5d.ALLOC_TIME_EARLY,)), numbers, (9, 11))
        f.create_dataset("fixed", data=numbers, chunks=(2, 3))
        f.create_dataset("fixed_packed", data=numbers, chunks=(2, 3), compression="gzip")
        f.create_dataset("fixed_larger", data=numbers, chunks=(2, 3), maxshape=(9, 11))
        f.create_dataset("growing", data=numbers, chunks=(2, 3), maxshape=(None, 7))
        f.create_dataset("growing_packed", data=numbers, chunks=(2, 3), maxshape=(None, 7), compression="gzip")
        f.create_dataset("growing_across", data=numbers, chunks=(2, 3), maxshape=(6, None))
        f.create_dataset("growing_both", data=numbers, chunks=(2, 3), maxshape=(None, None))
        f.create_dataset("growing_both_packed", data=numbers, chunks=(2, 3), maxshape=(None, None), shuffle=True, compression="gzip")
        d = f.create_dataset("shrunk", data=numbers, chunks=(2, 3), maxshape=(None, None))
        d.resize((3, 4))
        d = f.create_dataset("grown", data=numbers, chunks=(2, 3), maxshape=(None, 7), fillvalue=-1)
        d.resize((9, 7))
        d = f.create_dataset("holes", (40,), "float32", chunks=(4,), fillvalue=0.5, compression="gzip")
        d[17:23] = np.arange(6)
        f.create_dataset("never_written", (4, 4), "float32", chunks=(2, 2))
        f.create_dataset("empty", (0, 4), "float32", chunks=(2, 2), maxshape=(None, 4))
        f.create_dataset("rows", data=np.arange(60, dtype="float64").reshape(10, 3, 2), chunks=(4, 3, 2))
        f.create_dataset("rank4", data=np.arange(5 * 3 * 4 * 2, dtype=">u4").reshape(5, 3, 4, 2), chunks=(2, 2, 3, 1), fletcher32=True)
        f.create_dataset("tree", data=np.arange(400, dtype="uint16").reshape(20, 20), chunks=(1, 2), maxshape=(None, None))
        for name, filters in {
            "gzip": dict(compression="gzip"), "shuffle": dict(shuffle=True), "fletcher32": dict(fletcher32=True),
            "lzf": dict(compression="lzf"), "all": dict(shuffle=True, compression="gzip", fletcher32=True),
            "lzf_all": dict(shuffle=True, compression="lzf", fletcher32=True),
            "refused_scaleoffset": dict(scaleoffset=0), "refused_szip": dict(compression="szip"),
        }.items():
            steps = np.repeat(np.arange(100, dtype=">i4") * 1000, 5)
            f.create_dataset(name, data=steps, chunks=(128,), **filters)
        f.create_dataset("random", data=np.random.default_rng(1).random(50), chunks=(32,), compression="lzf", shuffle=True, fletcher32=True)
        f.create_dataset("bytes", data=np.arange(30, dtype="uint8"), chunks=(7,), shuffle=True, fletcher32=True)
        f.create_dataset("bool", data=np.arange(20) % 3 == 0, chunks=(6,), compression="gzip")
        f.create_dataset("text", data=[f"number {i}" for i in range(20)], chunks=(6,), compression="gzip")
        p = properties(set_chunk=((2, 3),), set_deflate=(5,))
        library("H5Pset_chunk_opts", p, 2)  # those at the edge aren't filtered
        if version not in ("earliest", "v108"):
            low_level(f, "edge_whole", h5py.h5t.STD_I16LE, (5, 7), p, numbers)
    with new(f"groups_{version}.h5", version) as f:
        many = f.create_group("many")
        f["one"] = np.float32(1)
        links = 3000 if version in ("earliest", "v200") else 300
        for i in range(links):
            many[f"dense_{i}"] = f["one"]
        for i in range(0, links, 7):
            del many[f"dense_{i}"]
        f["/".join(f"g{i}" for i in range(40)) + "/x"] = np.int8(1)
        few = f.create_group("few", track_order=True)
        for name in ("z", "a", "m", "ä" * 200):
            few[name] = np.int16(len(name))
        some = f.create_group("some", track_order=True)
        for i in range(20):
            some[f"{i}"] = np.int8(i)
        some["soft"] = h5py.SoftLink("/some/7")
        for i in range(30):
            some.attrs[f"attribute {i}"] = f"value {i}"
        for i in range(60):
            f["one"].attrs[f"attribute {i}"] = np.arange(i, dtype="float32")
        del f["one"].attrs["attribute 3"]
        f["named"] = np.dtype("<f8")
        f.create_dataset("of_named_type", (3,), dtype=f["named"])
        f["of_named_type"].attrs.create("attribute", 2.5, dtype=f["named"])
        f.move("named", "refused_named")
        if version == "v110":  # more than the header of an object has room for
            f["one"].attrs["large"] = np.arange(33000, dtype="int16")
            f["one"].attrs["larger"] = np.zeros(70000, "int8")

p = h5py.h5p.create(h5py.h5p.FILE_CREATE)
library("H5Pset_istore_k", p, 16)
library("H5Pset_sym_k", p, 8, 2)
with h5py.File(h5py.h5f.create(str(here / "superblock1.h5").encode(), h5py.h5f.ACC_TRUNC, p)) as f:
    for i in range(100):
        f[f"x{i}"] = np.arange(3, dtype="float32")

# The superblock may have an extension.
with new("paged.h5", "latest", fs_strategy="page", fs_persist=True, fs_page_size=512) as f:
    f["x"] = np.arange(3, dtype="float32")

# A file may be large and have little in it.
with new("sparse.h5", "v110") as f:
    d = f.create_dataset("growing", (140000,), "int8", chunks=(1,), maxshape=(None,), fillvalue=-3)
    for i in (0, 3, 4, 7, 20, 100, 1000, 10000, 131100, 132500, 139999):
        d[i] = i % 100
    d = f.create_dataset("fixed", (3000,), "int8", chunks=(1,), fillvalue=-3)
    for i in (0, 1024, 1025, 2999):
        d[i] = i % 100
    d = f.create_dataset("fixed_packed", (3000,), "int8", chunks=(1,), fillvalue=-3, compression="gzip")
    for i in (5, 2999):
        d[i] = i % 100

# Keras cuts a list of names that is too long for an attribute into several.
with new("names.h5") as f:
    names = [f"a_layer_of_which_there_are_many_{i}".encode() for i in range(2500)]
    save_attributes_to_hdf5_group(f, "layer_names", names)
    assert "layer_names0" in f.attrs
    save_attributes_to_hdf5_group(f, "weight_names", names[:3])
    save_attributes_to_hdf5_group(f, "no_names", [])

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
with new("latest.weights.h5", "latest") as f, h5py.File(here / "model.weights.h5") as from_:
    for name in from_:
        from_.copy(name, f)
model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(3, dtype="bfloat16")])
model.save_weights(here / "bfloat16.weights.h5", overwrite=True)

# Where fuzzing starts: files with one thing in each.
SEEDS = {
    "single": lambda f: f.create_dataset("x", data=np.arange(6.0), chunks=(6,), compression="gzip"),
    "implicit": lambda f: low_level(f, "x", h5py.h5t.STD_I8LE, (6,), properties(
        set_chunk=((4,),), set_alloc_time=(h5py.h5d.ALLOC_TIME_EARLY,)), np.arange(6, dtype="int8")),
    "fixed": lambda f: f.create_dataset("x", data=np.arange(6, dtype="int8"), chunks=(2,)),
    "fixed_packed": lambda f: f.create_dataset("x", data=np.arange(6, dtype="int16"), chunks=(2,), shuffle=True, fletcher32=True),
    "growing": lambda f: f.create_dataset("x", data=np.arange(30, dtype="int8"), chunks=(1,), maxshape=(None,)),
    "growing_packed": lambda f: f.create_dataset("x", data=np.arange(9, dtype="int8"), chunks=(2,), maxshape=(None,), compression="lzf"),
    "tree": lambda f: f.create_dataset("x", data=np.eye(3, dtype="int8"), chunks=(1, 2), maxshape=(None, None)),
    "tree_packed": lambda f: f.create_dataset("x", data=np.eye(3, dtype=">i2"), chunks=(2, 2), maxshape=(None, None), compression="gzip"),
    "text": lambda f: f.create_dataset("x", data=["one", "two"], chunks=(1,)),
    "links": lambda f: [f.create_group(f"g{i}") for i in range(10)],
    "attributes": lambda f: [f.attrs.create(f"a{i}", np.int8(i)) for i in range(10)],
    "large_attribute": lambda f: f.attrs.create("a", np.zeros(1 << 16, "int8")),
    "soft": lambda f: [f.create_group("g"), f.__setitem__("s", h5py.SoftLink("/g")), f.__setitem__("t", h5py.SoftLink("t"))],
    "types": lambda f: [f.__setitem__("x", np.ones(2, "longdouble")), f.__setitem__("b", np.array([True])),
                        f.__setitem__("t", np.dtype("f4")), f.create_dataset("n", (1,), dtype=f["t"])],
}
seeds = here / "seeds"
seeds.mkdir(exist_ok=True)
for version in ("earliest", "v200"):
    for name, add in SEEDS.items():
        if version == "v200" or name != "large_attribute":
            with h5py.File(seeds / f"{name}_{version}.h5", "w", libver=version) as f:
                add(f)

expected = {file.name: describe(file) for file in sorted(here.glob("*.h5"))}
lines = (json.dumps(name) + ": {\n" + ",\n".join(
    f"  {json.dumps(path)}: {json.dumps(what, ensure_ascii=False)}" for path, what in objects.items()) + "\n}"
    for name, objects in expected.items())
(here / "expected.json").write_text("{\n" + ",\n".join(lines) + "\n}\n")
