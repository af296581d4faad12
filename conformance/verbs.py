"""Holds the command to Keras: keras convert, predict, evaluate and fit with the models of
zoo.py, evaluate and fit as fits.py has them, and Keras with what keras fit saved.

    .venv/bin/python conformance/verbs.py [NAME…]
"""

import json
import os
import pathlib
import subprocess
import sys
import tempfile

os.environ.setdefault("KERAS_BACKEND", "jax")
os.environ.setdefault("JAX_PLATFORMS", "cpu")
sys.dont_write_bytecode = True

import configs
import fits
import jax
import keras
import numpy as np
import zoo

jax.config.update("jax_enable_x64", True)
jax.config.update("jax_default_matmul_precision", "highest")

ROOT = pathlib.Path(__file__).parents[1]
TOLERANCE = 2e-5  # of predictions and scores, relative to the largest number
TRAINED = 2e-4  # of what training reports

errors = []


def off(got, want):
    got, want = np.asarray(got, "float64"), np.asarray(want, "float64")
    if got.shape != want.shape:
        return f"shape {got.shape}, expected {want.shape}"
    d = np.max(np.abs(got - want), initial=0) / max(1e-3, np.max(np.abs(want), initial=0))
    return d if np.isfinite(d) else f"{got} for {want}"


def hold(where, got, want, tolerance):
    d = off(got, want)
    if isinstance(d, str) or d > tolerance:
        errors.append(f"{where}: {d if isinstance(d, str) else f'{d:.1e}'} off")


def predict(m, data):
    p = m.predict(data, batch_size=8, verbose=0)
    if isinstance(p, dict):
        return [p[k] for k in sorted(p)]
    return p if isinstance(p, list) else [p]


def runner(name, program):
    """Returns what runs a verb: its output, or None after an error."""

    def run(*arguments):
        done = subprocess.run([program, *map(str, arguments)], capture_output=True, text=True)
        if done.returncode:
            errors.append(f"{name}: keras {arguments[0]}: {done.stderr.strip()}")
            return None
        return done.stdout

    return run


def hold_all(where, got, want, tolerance):
    """Holds an object of numbers to another."""
    for k in sorted(want.keys() | got.keys()):
        hold(f"{where}: {k}", got.get(k, np.nan), want.get(k, np.nan), tolerance)


def trained(name, program, folder):
    """Evaluates, trains, and goes on training, as one of fits.py says."""
    run = runner(name, program)
    keras.utils.set_random_seed(1)
    f = fits.FITS[name]()
    m = f.model
    path, data, validation, history = folder / f"{name}{f.ending}", folder / f"{name}.npz", folder / f"{name}_v.npz", folder / f"{name}.json"
    m.save(path)
    np.savez(data, **f.arrays)
    flags = ["--data", data, "--batch-size", 8]
    if f.validation:
        np.savez(validation, **f.validation)
    printed = run("evaluate", path, *flags, "--json")
    if printed is not None:
        score = m.evaluate(f.x, f.y, sample_weight=f.weights, batch_size=8, verbose=0, return_dict=True)
        hold_all(f"{name}: evaluate", json.loads(printed), score, TOLERANCE)
    told = [*f.flags, "--epochs", f.epochs, *(["--validation-data", validation] if f.validation else [])]
    for n, (more, options) in enumerate([(told, {**f.options, "epochs": f.epochs}), ((), {})]):
        out = folder / f"{name}_{n}.keras"
        if run("fit", path, *flags, *more, "--no-shuffle", "--quiet", "--output", out, "--history", history) is None:
            return
        h = m.fit(f.x, f.y, sample_weight=f.weights, batch_size=8, shuffle=False, verbose=0, **options)
        seen = json.loads(history.read_text())
        if seen["epoch"] != h.epoch:
            errors.append(f"{name}: fit: epochs {seen['epoch']}, expected {h.epoch}")
        hold_all(f"{name}: fit {n}", seen["history"], h.history, TRAINED)
        path = out
    for g, w in zip(predict(keras.saving.load_model(path), f.x), predict(m, f.x)):
        hold(f"{name}: Keras with what keras fit saved", g, w, 10 * TRAINED)


def one(name, program, folder):
    run = runner(name, program)
    keras.utils.set_random_seed(1)
    random = np.random.default_rng(1)
    m = zoo.ZOO[name]()
    x = zoo.samples(m, random)
    names = [i.name for i in m.inputs]
    data = {k: x[k] for k in names} if isinstance(getattr(m, "input", None), dict) else [x[k] for k in names]
    if isinstance(data, list) and len(data) == 1:
        data = data[0]
    want = predict(m, data)
    outputs, y = zoo.targets(m, want, random)
    trains = m.compiled and name not in zoo.RANDOM
    target = y if len(y) > 1 else y[0]
    if trains:
        m.fit(data, target, batch_size=8, epochs=1, shuffle=False, verbose=0)
        want = predict(m, data)
    path, inputs, both, out = (folder / f"{name}{end}" for end in (".keras", "_x.npz", ".npz", "_out.npz"))
    m.save(path)
    np.savez(inputs, **x)
    np.savez(both, **x, **dict(zip(outputs, y)))
    rewritten = folder / f"{name}_rewritten.keras"
    if run("convert", path, rewritten) is not None:
        errors.extend(f"{name}: convert: config.json: {d}" for d in configs.compare(rewritten, path))
    if run("predict", path, "--input", inputs, "--output", out, "--batch-size", 8) is None:
        return
    got = np.load(out)
    if list(got) != list(outputs):
        errors.append(f"{name}: outputs {list(got)}, expected {list(outputs)}")
        return
    for o, w in zip(outputs, want):
        hold(f"{name}: predict: {o}", got[o], w, TOLERANCE)
    if not trains:
        return
    score = m.evaluate(data, target, batch_size=8, verbose=0, return_dict=True)
    printed = run("evaluate", path, "--data", both, "--batch-size", 8, "--json")
    if printed is not None:
        hold_all(f"{name}: evaluate", json.loads(printed), score, TOLERANCE)
    better, history = folder / f"{name}_trained.keras", folder / f"{name}.json"
    if run("fit", path, "--data", both, "--epochs", 2, "--batch-size", 8, "--no-shuffle", "--quiet", "--output", better, "--history", history) is None:
        return
    h = m.fit(data, target, batch_size=8, epochs=2, shuffle=False, verbose=0).history
    hold_all(f"{name}: fit", json.loads(history.read_text())["history"], h, TRAINED)
    back = keras.saving.load_model(better)
    for o, g, w in zip(outputs, predict(back, data), predict(m, data)):
        hold(f"{name}: Keras with what keras fit saved: {o}", g, w, 10 * TRAINED)
    if int(back.optimizer.iterations.value) != int(m.optimizer.iterations.value):
        errors.append(f"{name}: {back.optimizer.iterations.value} iterations saved, expected {m.optimizer.iterations.value}")


def main():
    names = sys.argv[1:] or [*zoo.ZOO, *fits.FITS]
    with tempfile.TemporaryDirectory() as temporary:
        folder = pathlib.Path(temporary)
        program = os.environ.get("KERAS_COMMAND") or folder / ("keras" + (".exe" if os.name == "nt" else ""))
        if "KERAS_COMMAND" not in os.environ:
            subprocess.run(["go", "build", "-o", program, "./cmd/keras"], cwd=ROOT, check=True)
        for name in names:
            before = len(errors)
            try:
                (one if name in zoo.ZOO else trained)(name, program, folder)
            except Exception as e:
                errors.append(f"{name}: {type(e).__name__}: {e}")
            print(f"{name}: {'ok' if len(errors) == before else errors[before:]}", flush=True)
    if errors:
        sys.exit(f"{len(errors)} differences")


if __name__ == "__main__":
    main()
