"""Passes models of every class through here in all formats, and compares.

    .venv/bin/python conformance/formats.py [PATTERN…]

A model that Keras saved as .keras, .h5 and .weights.h5 is loaded and saved by this package, and
loaded by Keras: its settings, its weights and the state of its optimizer are what they were,
to the bit; what it predicts here is what it predicts in Keras. The .h5 files are rewritten by h5py
on the way, in turn in one of the ways of REWRITTEN; those that come back are read by h5py and h5dump.
"""

import fnmatch
import functools
import json
import logging
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile

os.environ.setdefault("KERAS_BACKEND", "jax")
os.environ.setdefault("JAX_PLATFORMS", "cpu")
sys.dont_write_bytecode = True

import h5py
import jax
import keras
import numpy as np
import roundtrip
import zoo
from keras import layers

logging.getLogger("absl").setLevel(logging.ERROR)  # Keras advises against .h5
jax.config.update("jax_enable_x64", True)
jax.config.update("jax_default_matmul_precision", "highest")

ROOT = pathlib.Path(__file__).parents[1]
FORMATS = ".keras", ".h5", ".weights.h5"

# How h5py writes a file anew: the versions of the format, and a data set.
REWRITTEN = [
    None,
    ("latest", lambda a: {"data": a}),
    ("earliest", lambda a: {"data": a, **({"chunks": True, "compression": "gzip", "shuffle": True, "fletcher32": True} if a.size and a.ndim else {})}),
    ("latest", lambda a: {"data": a, **({"chunks": True, "compression": "gzip", "shuffle": True, "fletcher32": True} if a.size and a.ndim else {})}),
    ("earliest", lambda a: {"data": a, "dtype": a.dtype.newbyteorder(">")}),
]
LINKS = 2000  # further ones in each group that has the layers, in every other file

errors = []


def golden(family):
    return [c for f in sorted((ROOT / "testdata/golden").glob(f"{family}.json")) for c in json.loads(f.read_text())]


def array(a):
    return np.array([float(x) if isinstance(x, str) else x for x in np.ravel(a["data"])]).reshape(a["shape"]).astype(a["dtype"])


def objects(family, key):
    """The first object of each class in golden files, which have names for some."""
    found = {}
    for c in golden(family):
        if isinstance(c[key], dict):
            found.setdefault(c[key]["class_name"], c[key])
    return found


def classifier(**options):
    m = keras.Sequential([keras.Input((6,)), layers.Dense(5, "tanh"), layers.Dense(3, "softmax")])
    m.compile(**({"optimizer": "sgd", "loss": "mean_squared_error"} | options))
    return m


def every():
    """Yields names, and functions that return a model and inputs, or None for them."""
    for name in zoo.ZOO:
        yield f"zoo_{name}", functools.partial(of_zoo, name)
    make = keras.saving.deserialize_keras_object
    for name, o in objects("*losses", "loss").items():
        yield f"loss_{name}", lambda o=o: (classifier(loss=make(o)), None)
    for name, o in objects("*metrics", "metric").items():
        yield f"metric_{name}", lambda o=o: (classifier(metrics=[make(o)]), None)
    for name, o in objects("*optimizers", "optimizer").items():
        yield f"optimizer_{name}", lambda o=o: (classifier(optimizer=make(o)), None)
    for name, o in objects("schedules", "schedule").items():
        yield f"schedule_{name}", lambda o=o: (classifier(optimizer=keras.optimizers.Adam(make(o))), None)
    for key, family in ("kernel_initializer", "initializers"), ("kernel_regularizer", "regularizers"):
        for name, o in objects(family, family[:-1]).items():
            if name not in ELSEWHERE:
                yield f"{family[:-1]}_{name}", lambda key=key, o=o: (keras.Sequential([keras.Input((4,)), layers.Dense(4, **{key: make(o)})]), None)
    for o in "MaxNorm", "MinMaxNorm", "NonNeg", "UnitNorm":
        yield f"constraint_{o}", lambda o=o: (keras.Sequential([keras.Input((4,)), layers.Dense(4, kernel_constraint=getattr(keras.constraints, o)())]), None)
    seen = set(ELSEWHERE)
    for c in golden("*layers"):
        x = c.get("inputs") or [c.get("x")]
        name = c["layer"]["class_name"] if "layer" in c else None  # of a whole stack
        if name and name not in seen and "Cell" not in name and not c.get("args") and all(isinstance(a, dict) and "data" in a for a in x):
            seen.add(name)
            yield f"layer_{name}", functools.partial(of_layer, c["layer"], x)


# What can't be made of its golden file alone: it has code, or several arguments, as cells have,
# so that models of the zoo have it, or a kernel of its own kind.
ELSEWHERE = {"Lambda", "InputLayer", "MultiHeadAttention", "GroupQueryAttention", "STFT"}


def of_zoo(name):
    m = zoo.ZOO[name]()
    x = zoo.samples(m, np.random.default_rng(1), 3)
    return m, [x[i.name] for i in m.inputs]


def of_layer(config, x):
    arrays = [array(a) for a in x]
    inputs = [keras.Input(a.shape[1:], dtype=str(a.dtype)) for a in arrays]
    inputs = inputs if len(inputs) > 1 else inputs[0]
    return keras.Model(inputs, keras.saving.deserialize_keras_object(config)(inputs)), arrays


def settle(m, random):
    """Gives every weight and all that the optimizer keeps values of their own."""
    if m.compiled:
        m.optimizer.build(m.trainable_variables)
    for v in m.weights + (m.optimizer.variables if m.compiled else []):
        a = np.array(v.value)
        if a.dtype.kind == "f" and v.path.split("/")[-1] != "learning_rate":
            v.assign((a + random.uniform(0.01, 0.1, a.shape)).astype(a.dtype))
        elif v.path.split("/")[-1] == "iteration":
            v.assign(np.array(random.integers(1, 9)).astype(a.dtype))
    for layer in m.layers:
        if isinstance(layer, layers.Normalization):
            layer.finalize_state()


def state(m):
    return [np.array(v.value) for v in m.weights] + ([np.array(v.value) for v in m.optimizer.variables] if m.compiled else [])


def settings(config):
    """A config without what isn't said, and without the sizes of the last batch."""
    if isinstance(config, dict):
        return {k: settings(v) for k, v in config.items() if v is not None and k != "build_config"}
    if isinstance(config, (list, tuple)):
        return [settings(v) for v in config]
    return "__tensor__" if config == "__numpy__" else config  # a constant is one or the other


def rewrite(path, how, many):
    version, dataset = how
    with h5py.File(path) as old, h5py.File(path.with_suffix(".new"), "w", libver=version) as new:
        def copy(name, o):
            made = new.create_dataset(name, **dataset(o[()])) if isinstance(o, h5py.Dataset) else new.require_group(name)
            for k, v in o.attrs.items():
                made.attrs[k] = v
            if many and name in ("layers", "model_weights"):
                for i in range(LINKS):
                    made.create_group(f"further {i}")
        for k, v in old.attrs.items():
            new.attrs[k] = v
        old.visititems(copy)
    path.with_suffix(".new").replace(path)


def begin(folder, wanted):
    """Saves the models in all formats; returns those that Keras itself can load, and what they are."""
    known = {}
    random = np.random.default_rng(1)
    for n, (name, make) in enumerate(every()):
        if wanted and not any(fnmatch.fnmatch(name, w) for w in wanted):
            continue
        m, x = make()
        settle(m, random)
        x = x or [random.uniform(-1, 1, (3, *m.inputs[0].shape[1:])).astype("float32")]
        structure = {i.name: a for i, a in zip(m.inputs, x)} if isinstance(getattr(m, "input", None), dict) else x if len(x) > 1 else x[0]
        y = m(structure, training=False)
        y = [y[k] for k in sorted(y)] if isinstance(y, dict) else y if isinstance(y, (list, tuple)) else [y]
        np.savez(folder / f"{name}.npz", **{f"x{i}": a for i, a in enumerate(x)}, **{f"y{i}": np.array(a) for i, a in enumerate(y)})
        m.save(folder / f"{name}.keras")
        want = {".keras": state(m)}
        try:
            m.save(folder / f"{name}.h5")
            want[".h5"] = state(keras.saving.load_model(folder / f"{name}.h5"))
        except Exception:  # Keras can't load its own, as an operation has no module there, or save: Adafactor has names twice
            (folder / f"{name}.h5").unlink()
        settle(m, random)
        m.save_weights(folder / f"{name}.weights.h5")
        want[".weights.h5"] = state(m)
        known[name] = m, want
        for ending in ".h5", ".weights.h5":
            if ending in want and (how := REWRITTEN[n % len(REWRITTEN)]):
                rewrite(folder / f"{name}{ending}", how, n % 2 == 0)
    return known


def readable(path):
    """Holds a file that was written here to what h5py and h5dump say of it."""
    with h5py.File(path) as f:
        f.visititems(lambda _, o: o[()] if isinstance(o, h5py.Dataset) else list(o.attrs.items()))
    if shutil.which("h5dump"):
        dump = subprocess.run(["h5dump", path], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        if dump.returncode or dump.stderr:
            errors.append(f"{path.name}: h5dump: {dump.stderr}")


def arrays(path):
    """What is in a file of HDF5."""
    found = {}
    with h5py.File(path) as f:
        f.visititems(lambda name, o: found.update({name: o[()]}) if isinstance(o, h5py.Dataset) else None)
    return found


def end(there, folder, known):
    for name, (m, wanted) in known.items():
        for ending, want in wanted.items():
            path = folder / f"{name}{ending}"
            try:
                if ending == ".keras":
                    with zipfile.ZipFile(path) as z:
                        (folder / "model.weights.h5").write_bytes(z.read("model.weights.h5"))
                readable(folder / "model.weights.h5" if ending == ".keras" else path)
                if ending == ".h5":  # of which Keras leaves the state of some optimizers
                    a, b = arrays(there / path.name), arrays(path)
                    errors.extend(f"{name}{ending}: {k} differs" for k in a.keys() | b.keys() if k.startswith("optimizer_weights") and (k not in a or k not in b or not np.array_equal(a[k], b[k])))
                if ending == ".weights.h5":
                    m.load_weights(path)
                    back = m
                else:
                    back = keras.saving.load_model(path)
                    if ending == ".keras":  # which forgets that a sequential model within is frozen
                        own = keras.saving.load_model(there / path.name)
                        different = roundtrip.different(settings(back.get_config()), settings(own.get_config()), "config")
                        errors.extend(f"{name}{ending}: {d}" for d in different)
                got = state(back)
                if len(got) != len(want) or not all(np.array_equal(g, w) for g, w in zip(got, want)):
                    errors.append(f"{name}{ending}: weights or the state of the optimizer differ")
            except Exception as e:
                errors.append(f"{name}{ending}: {type(e).__name__}: {e}")


def lacking(folder):
    """The classes in docs/support.md that are in none of the models."""
    text = "".join(zipfile.ZipFile(p).read("config.json").decode() for p in folder.glob("*.keras"))
    sections = (ROOT / "docs/support.md").read_text().split("\n## ")[1:]
    for s in sections:
        title = s.split("\n")[0]
        if title in ("Activations", "Operations between layers"):
            continue
        for name in re.findall(r"^\| (\w+) \| ✓", s, re.M):
            if f'"{name}"' not in text and name not in ("Lambda", "STFT"):
                yield f"{title}: {name} is in no model"


def main():
    with tempfile.TemporaryDirectory() as temporary:
        there, back = pathlib.Path(temporary) / "there", pathlib.Path(temporary) / "back"
        there.mkdir()
        back.mkdir()
        known = begin(there, sys.argv[1:])
        if not sys.argv[1:]:
            errors.extend(lacking(there))
        done = subprocess.run(["go", "run", "./conformance", "formats", there, back], cwd=ROOT, stderr=subprocess.PIPE, text=True)
        if done.returncode:
            errors.extend(done.stderr.splitlines())
        end(there, back, known)
        own = [n for n, (_, want) in known.items() if ".h5" not in want]
        print(f"{len(known)} models in {len(FORMATS)} formats, but for the .h5 that Keras itself doesn't load: {', '.join(own)}")
    if errors:
        sys.exit("\n".join(errors) + f"\n{len(errors)} differences")


if __name__ == "__main__":
    main()
