"""Passes models between Keras and this package, both ways, and compares.

    scripts/venv && .venv/bin/python conformance/roundtrip.py [HELLO]

A model goes from the one that made it to the other, and back, and has made one
more step of training each time. On each arrival its predictions, its score, that
step, the weights and the state of the optimizer are as they were where it came
from. HELLO is a folder with what `keras hello --save mnist.keras --json
hello.json` wrote, which goes the same way.
"""

import contextlib
import gzip
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import warnings

os.environ.setdefault("KERAS_BACKEND", "jax")
os.environ.setdefault("JAX_PLATFORMS", "cpu")
sys.dont_write_bytecode = True

import facts
import keras
import numpy as np
from models import models

ROOT = pathlib.Path(__file__).parents[1]
MNIST = ROOT / "datasets/mnist/data"

np.set_printoptions(threshold=8, edgeitems=2)
warnings.filterwarnings("ignore", "You are saving a model that has not yet been built")

errors = []


def report(where, found):
    errors.extend(f"{where}: {e}" for e in found)


@contextlib.contextmanager
def reported(where):
    """Reports an exception, and goes on with the next model."""
    try:
        yield
    except Exception as e:
        report(where, [f"{type(e).__name__}: {e}"])


def load(path):
    return interpreted(keras.saving.load_model(path))


def interpreted(model):
    """Compiling would take most of the time, and these models are small."""
    model.run_eagerly = True
    return model


def save(model, known, path):
    """Saves a model, and its facts as it is now."""
    model.save(f"{path}.keras")
    np.savez(f"{path}.npz", **facts.of(model, known))


def make(out):
    """Trains and saves the models of models.py; yields what goes wrong."""
    for name, kind, samples, model, options in models():
        with reported(name):
            samples["kind"] = np.array(kind, "int32")
            if options:
                model.compile(**options)
                interpreted(model)
                model.fit(samples["x"], samples["y"], 16, 3, sample_weight=samples.get("weight"), verbose=0)
            save(model, samples, out / name)


def check(folder, out):
    """Holds the models in a folder to their facts, and saves them into another."""
    paths = sorted(folder.glob("*.keras"))
    for path in paths:
        with reported(f"{folder.name}/{path.stem}"):
            model = load(path)
            want = facts.load(path.with_suffix(".npz"))
            got = facts.of(model, want)
            report(f"{folder.name}/{path.stem}", facts.differences(got, want))
            save(model, got, out / path.stem)
    print(f"{len(paths)} models loaded in Keras from {folder}", flush=True)


def same_configs(folder, other):
    """Holds the settings of the models in one folder to those in another."""
    for path in sorted(folder.glob("*.keras")):
        with reported(f"{other.name}/{path.stem}"):
            if facts.load(path.with_suffix(".npz"))["kind"] == facts.UNBUILT:
                continue  # it was built to predict
            want, got = (configs(p) for p in (path, other / path.name))
            report(f"{other.name}/{path.stem}", different(got, want, "config"))


def configs(path):
    model = keras.saving.load_model(path)
    return model.get_config() | {"compile": model.get_compile_config()}


def different(got, want, at):
    if isinstance(want, dict) and isinstance(got, dict):
        for key in sorted(got.keys() | want.keys()):
            yield from different(got.get(key, "nothing"), want.get(key, "nothing"), f"{at}: {key}")
    elif isinstance(want, (list, tuple)) and isinstance(got, (list, tuple)) and len(got) == len(want):
        for i, (g, w) in enumerate(zip(got, want)):
            yield from different(g, w, f"{at}[{i}]")
    elif got != want and not (isinstance(want, str) and named(got) == want):
        yield f"{at}: received {got!r}, expected {want!r}"


def named(config):
    """The name of an object in a config: a metric "mse" is saved as one of that name."""
    return config["config"].get("name") if isinstance(config, dict) and "config" in config else None


def hello(folder, out):
    """Holds Keras to what `keras hello` printed, and prepares the model for Go: as
    it is, with the facts that Keras finds, and as Keras saves it."""
    with gzip.open(MNIST / "t10k-images-idx3-ubyte.gz") as f:
        x = np.frombuffer(f.read(), "uint8", offset=16).reshape(-1, 784).astype("float32") / 255
    with gzip.open(MNIST / "t10k-labels-idx1-ubyte.gz") as f:
        y = np.eye(10, dtype="float32")[np.frombuffer(f.read(), "uint8", offset=8)]
    model = keras.saving.load_model(folder / "mnist.keras")
    known = facts.of(model, {"x": x, "y": y, "kind": np.array(facts.TRAINED, "int32")})
    printed = json.loads((folder / "hello.json").read_text())["test"]
    printed = {f"score/{i}/{name}": np.array(value) for i, (name, value) in enumerate(printed.items())}
    score = {k: v for k, v in known.items() if k.startswith("score/")}
    print(f"keras hello: {score} in Keras", flush=True)
    report("keras hello", facts.differences(score, printed))
    shutil.copy(folder / "mnist.keras", out / "hello.keras")
    np.savez(out / "hello.npz", **known)
    save(model, known, out / "mnist")


def main():
    with tempfile.TemporaryDirectory() as temporary:
        folder = pathlib.Path(temporary)
        go, py, go_py, py_go = (folder / name for name in ("go", "py", "go-py", "py-go"))
        for f in go, py, go_py, py_go, folder / "go-py-go", folder / "py-go-py":
            f.mkdir()
        program = folder / ("conformance" + (".exe" if os.name == "nt" else ""))
        subprocess.run(["go", "build", "-o", program, "./conformance"], cwd=ROOT, check=True)

        def run(*arguments):
            done = subprocess.run([program, *arguments], stderr=subprocess.PIPE, text=True)
            if done.returncode:
                report(f"Go {arguments[0]} {arguments[1].name}", done.stderr.splitlines())

        run("make", go)
        make(py)
        names = [{p.name for p in f.iterdir()} for f in (go, py)]
        if names[0] != names[1]:
            report("models.go and models.py", [f"only one has {sorted(names[0] ^ names[1])}"])
        if len(sys.argv) > 1:
            hello(pathlib.Path(sys.argv[1]), py)
        check(go, go_py)
        run("check", py, py_go)
        run("check", go_py, folder / "go-py-go")
        check(py_go, folder / "py-go-py")
        same_configs(py, py_go)
    if errors:
        sys.exit("\n".join(errors) + f"\n{len(errors)} differences")


if __name__ == "__main__":
    main()
