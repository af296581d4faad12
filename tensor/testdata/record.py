"""Records testdata/print.json, testdata/slice.json, testdata/categorical.json and testdata/npy/ from NumPy and Keras.

    .venv/bin/python tensor/testdata/record.py
"""

import base64
import io
import json
import os
import pathlib

os.environ["KERAS_BACKEND"] = "jax"

import keras
import numpy as np

HERE = pathlib.Path(__file__).parent
DTYPES = ["float32", "float64", "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64", "bool"]


def write(name, cases):
    (HERE / name).write_text("[\n" + ",\n".join(json.dumps(c) for c in cases) + "\n]\n")


def raw(a):
    return base64.b64encode(np.ascontiguousarray(a).astype(a.dtype.newbyteorder("<")).tobytes()).decode()


def arrays():
    r = np.random.default_rng(1)
    nan, inf = np.nan, np.inf
    lists = [
        [], [0.0], [-0.0], [1.0], [1, 2, 3], [0.1, 0.2, 0.3], [1.5, -2.25, 1000], [nan], [inf], [-inf], [nan, 1], [inf, 1.5], [-inf, 1.5],
        [nan, inf, -inf], [0, -0.0], [-0.0, 1.5], [1e-5], [1e-4], [9.9999e-5, 1], [1e5, 1], [999.0, 1.0], [1000.0, 1.0], [1001.0, 1.0],
        [1e6], [999999.0], [999999.5], [1e7], [99999999.0], [1e8], [123456789.0], [1e15], [1e16], [1e20], [1e100, 1.0], [1e-100, 1],
        [1e-10, 1e10], [1 / 3], [2 / 3, 1], [1 / 3, 1e-7], [1 / 3, 100.0, nan], [1e10, nan, -inf], [1e-7, inf], [1e-7, -1e200, nan],
        [0.00012345678912, 0.05], [123.456789012345, 1.0], [1.000000001], [1.00000001], [0.99999999999], [99.999999999, 1], [0.123456785],
        [0.5, 0.25, 0.125, 0.0625], [1e-45, 1.0], [5e-324], [3.4028235e38], [1.7976931348623157e308], [-1.0, 10.0, -100.0], [1.0000001e7, 2.5],
        [16777216.0, 16777217.0], [0.30000001192092896], [1e-8, 0.0], [1.23456789e-3, 1.0], [12345.678, 12.3], [7e-5, 7e-2], [2.5e-5, nan],
        [[1, 2], [3, 4]], [[0.1, 22.22], [-3.333, 4e3]], [[[1]]], [[[1.5, nan]], [[2, 3]]], [[], []], [[[]]],
    ]
    for v in lists:
        for dtype in ("float32", "float64"):
            yield np.array(v, dtype)
    for dtype in DTYPES:
        for shape in ((), (1,), (7,), (2, 3), (2, 2, 2), (3, 0), (30,), (5, 13), (4, 40), (1001,), (1000,), (32, 32), (7, 7, 21), (2, 501), (1001, 1), (2, 3, 2, 2)):
            n = int(np.prod(shape))
            if n > 500 and dtype not in ("float32", "float64", "int64", "uint8", "bool"):
                continue
            if dtype == "bool":
                a = r.integers(0, 2, n)
            elif dtype.startswith("float"):
                a = r.normal(size=n)
            else:
                info = np.iinfo(dtype)
                top = min(info.max, [9, 120, 30000, 2**62][len(shape) % 4])
                a = r.integers(max(info.min, -top), top, n, endpoint=True)
            yield np.asarray(a).astype(dtype).reshape(shape)
    np.seterr(all="ignore")
    for dtype in ("float32", "float64"):
        for scale in (1e-12, 1e-6, 1e-3, 1.0, 10.0, 300.0, 1e5, 1e7, 1e12):
            yield (r.normal(size=(3, 4)) * scale).astype(dtype)
            yield np.round(r.normal(size=9) * scale, 3).astype(dtype)
        yield (r.normal(size=(21, 50)) * 10.0 ** r.integers(-9, 9)).astype(dtype)
        for v in (0.1, 1e6, 999999.0, 1e16, 123456789.0, 1e-4, 9.9e-5, nan, inf, -inf, -0.0, 3.0, 1e22, 1 / 3, 5e-324, 1e15, 9999999.0):
            yield np.array(v, dtype)
        for size in (1, 10, 100):
            yield (10.0 ** r.integers(-3, 3, size)).astype(dtype)
        a = np.zeros(2000, dtype)
        a[1000] = 1e30  # is not shown
        yield a
    yield np.array([-(2**63), 2**63 - 1], "int64")
    yield np.array([0, 2**64 - 1], "uint64")
    yield np.zeros((1001, 3, 2), "int32")
    yield np.arange(2**11).reshape((2,) * 11)
    yield np.arange(20) * 10**7
    yield np.full((2, 3), "True" == "True")


def prints():
    for a in arrays():
        yield {"dtype": str(a.dtype), "shape": list(a.shape), "data": raw(a), "str": str(a), "repr": repr(a)}


def slices():
    a = np.arange(60).reshape(5, 4, 3)
    for text in (
        ":", "1:3", "-2:", ":-1", "::2", "::-1", "1::2", "4:1:-1", "4:1:-2", "-1:-4:-1", "10:", ":10", "-10:2", "3:1", "5:", "0:0", "::-3",
        "10::-1", ":2:-1", "-100:100:3", ":,1:", ":,::-1", "1:,:2,::2", "::-1,::-1,::-1", ":,:,2:", "2:2,:,:", ":,-1:", "::-1,1:3,-2::-1", ":0:-1",
    ):
        got = eval(f"a[{text}]")
        yield {"slice": text, "shape": list(got.shape), "data": [int(v) for v in got.ravel()]}


def categorical():
    for labels, classes in (
        ([0, 1, 2, 3], 4), ([0, 1, 2], 0), ([[0], [2]], 0), ([[0, 1], [2, 1]], 3), ([1], 0), ([[1]], 0), (1, 3), (2, 0), ([[[0], [1]]], 2),
        ([0, 1], 5), ([1.9, 0.2], 2), ([True, False], 2), ([], 3), ([[]], 2), ([0, 5], 3), ([], 0),
    ):
        case = {"labels": np.ravel(labels).astype("float64").tolist(), "shape": list(np.shape(labels)), "classes": classes}
        try:
            got = keras.utils.to_categorical(np.array(labels), classes or None)
            yield {**case, "want_shape": list(got.shape), "want": got.ravel().tolist()}
        except (IndexError, ValueError) as e:
            yield {**case, "error": type(e).__name__}


def npy():
    """Files by name: an array in many forms."""
    r = np.random.default_rng(2)
    folder = HERE / "npy"
    folder.mkdir(exist_ok=True)
    for dtype in DTYPES:
        a = np.array([[0, 1, 2], [3, 100, 5]]).astype(dtype)
        np.save(folder / f"{dtype}.npy", a)
        np.save(folder / f"{dtype}_big.npy", a.astype(a.dtype.newbyteorder(">")))
    np.save(folder / "fortran.npy", np.asfortranarray(np.arange(24, dtype="float32").reshape(2, 3, 4)))
    np.save(folder / "scalar.npy", np.float64(-1.5))
    np.save(folder / "empty.npy", np.zeros((0, 3), "float32"))
    np.save(folder / "vector.npy", np.arange(1000, dtype="int64"))
    np.save(folder / "deep.npy", np.zeros((1,) * 32, "uint8"))
    np.save(folder / "float16.npy", np.array([0, -0.0, 1, -2.5, 65504, 6e-8, 6.1e-5, np.inf, -np.inf, np.nan, 1 / 3], "float16"))
    for version in ((2, 0), (3, 0)):
        with open(folder / f"version{version[0]}.npy", "wb") as f:
            np.lib.format.write_array(f, np.arange(6, dtype="float32").reshape(3, 2), version=version)
    np.save(folder / "complex.npy", np.zeros(2, "complex64"))
    np.save(folder / "text.npy", np.array(["a", "bc"]))
    np.save(folder / "object.npy", np.array([None, 1], object), allow_pickle=True)
    np.save(folder / "record.npy", np.zeros(2, [("a", "f4"), ("b", "i4")]))
    arrays = {"x": np.arange(6, dtype="float32").reshape(2, 3), "y": np.array([1, 2]), "z": np.array(True)}
    np.savez(folder / "stored.npz", **arrays)
    np.savez_compressed(folder / "deflated.npz", **arrays)


if __name__ == "__main__":
    write("print.json", prints())
    write("slice.json", slices())
    write("categorical.json", categorical())
    npy()
