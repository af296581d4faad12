"""Holds the command to Keras with models that nobody chose: random layers, losses,
metrics, optimizers and ways of training, each model told by a number.

    .venv/bin/python conformance/random_models.py [FIRST [COUNT]]

Compared are predictions, the score, a training and what it makes of the weights, a
training that goes on where the first ended, the config as it comes back, and the summary.
Half of the models compute in float64, where few amplify rounding errors. A difference
that Keras shows as well, when its weights change in their last digits, is no mistake.

KEEP=DIR keeps the files of each model.
"""

import os

# Less work for XLA's compiler, which takes most of the time. At level 0 it makes mistakes.
os.environ.setdefault("XLA_FLAGS", "--xla_backend_optimization_level=1 --xla_llvm_disable_expensive_passes=true")

import itertools
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import time
import traceback
import warnings

import verbs  # configures JAX

import configs
import keras
import numpy as np
from random_draw import Draw
from random_networks import VOCABULARY, flat, model, structure

warnings.filterwarnings("ignore")

# Configs that say the same: lists or names, arguments by place or name, a type that is cast
# anyway, or that is written as a policy, a learning rate in float32.
SAME = re.compile(
    r"compile_config.(loss|metrics|weighted_metrics)|kwargs.use_causal_mask|inbound_nodes.*config.dtype|inbound_nodes.*args: |kwargs.key: "
    r"|config.learning_rate|dtype: received .*DTypePolicy")
LAST_DIGIT = 1e-7
# How far numbers may be off; float64 has the same limits, as Keras computes much of that in float32.
CLOSE = {"predict": verbs.TOLERANCE, "evaluate": 2 * verbs.TOLERANCE, "fit": verbs.TRAINED}


class Differs(Exception):
    pass


class Samples:
    """Random inputs of a model, targets and weights, as Keras and as the command take them."""

    def __init__(self, d, m, ends, n, weigh):
        r = np.random.default_rng(d.randrange(1 << 30))
        long = d.randint(2, 6)  # axes of any size
        arrays = []
        for i in m.inputs:
            shape = (n, *(long if s is None else s for s in i.shape[1:]))
            a = r.integers(0, VOCABULARY, shape).astype("int32") if "int" in i.dtype else r.normal(size=shape).astype(i.dtype)
            if "int" not in i.dtype and len(shape) == 3:
                a[r.random(shape[:2]) < 0.2] = 0  # steps that Masking hides
            arrays.append(a)
        self.arrays = {i.name: a for i, a in zip(m.inputs, arrays)}
        self.x = self.arrays if isinstance(getattr(m, "_inputs_struct", None), dict) else arrays if len(arrays) > 1 else arrays[0]
        shapes = [p.shape for p in flat(m, m.predict(self.x, batch_size=d.batch, verbose=0))]
        targets = [e.target(r, shape) for e, shape in zip(ends, shapes)]
        targets = [t.astype("int32" if e.sparse else d.kind) for e, t in zip(ends, targets)]
        weights = [r.uniform(0, 2, shape[:-1]).astype(d.kind) for shape in shapes]
        by_name = isinstance(structure(m), dict)
        form = lambda v: dict(zip(m.output_names, v)) if by_name else v if len(v) > 1 else v[0]
        self.y, self.weight = form(targets), form(weights) if weigh else None
        names = m.output_names if len(targets) > 1 else None
        self.file = self.arrays | (dict(zip(names, targets)) if names else {"y": targets[0]})
        if weigh:
            self.file |= {f"sample_weight_{k}": w for k, w in zip(names, weights)} if names else {"sample_weight": weights[0]}


class Comparison:
    """A random model, and what Keras and the command make of it."""

    def __init__(self, seed, program, folder):
        keras.backend.clear_session()
        keras.utils.set_random_seed(seed)
        self.d = d = Draw(seed)
        d.kind = d.choice(["float32", "float64"])
        keras.config.set_floatx(d.kind)
        keras.config.set_dtype_policy(d.kind)
        self.program, self.folder = program, folder
        self.m, ends = model(d)
        r = np.random.default_rng(seed)
        for v in self.m.trainable_variables:  # biases that aren't 0
            if "kernel" not in v.name and d.random() < 0.5:
                v.assign(v + 0.1 * r.normal(size=v.shape))
        fixed, weigh = self.m.inputs[0].shape[0], d.random() < 0.4
        n = d.randint(1, 3) * d.batch + (0 if fixed else d.randint(0, d.batch - 1))
        self.m.save(folder / "m.keras")
        self.train = Samples(d, self.m, ends, n, weigh)
        self.valid = Samples(d, self.m, ends, d.batch if fixed else d.randint(1, 9), weigh)
        self.outputs = list(getattr(self.m, "output_names", None) or [self.m.layers[-1].name])
        np.savez(folder / "x.npz", **self.train.arrays)
        np.savez(folder / "train.npz", **self.train.file)
        np.savez(folder / "valid.npz", **self.valid.file)
        self.options(ends, n, fixed)
        self.masked = any(keras.src.backend.get_keras_mask(e.output) is not None for e in ends)
        self.m.optimizer.build(self.m.trainable_variables)
        self.weights = list(self.m.variables)
        self.variables = self.weights + list(self.m.optimizer.variables)
        self.start = [np.array(v) for v in self.variables]

    def options(self, ends, n, fixed):
        """Draws how to train."""
        d, first = self.d, self.d.choice([0, 0, 1, 3])
        t = self.train
        self.fit = {"x": t.x, "y": t.y, "sample_weight": t.weight, "batch_size": d.batch, "initial_epoch": first, "epochs": first + 2, "shuffle": False, "verbose": 0}
        self.flags = ["--batch-size", d.batch, "--initial-epoch", first, "--epochs", first + 2, "--no-shuffle"]
        if len(ends) == 1 and ends[0].sparse and t.weight is None and len(ends[0].output.shape) == 2 and d.random() < 0.6:
            self.fit["class_weight"] = {k: d.choice([0.5, 1.0, 3.0]) for k in range(d.randint(1, 6))}
            self.flags += ["--class-weight", json.dumps(self.fit["class_weight"])]
        chance = d.random()
        if chance < 0.3:
            v = self.valid
            self.fit["validation_data"] = (v.x, v.y) if v.weight is None else (v.x, v.y, v.weight)
            self.flags += ["--validation-data", self.folder / "valid.npz"]
        elif chance < 0.5 and n > d.batch and not fixed:
            self.fit["validation_split"] = 0.3
            self.flags += ["--validation-split", 0.3]
        if d.random() < 0.15 and not first:  # else the command goes on where an epoch before would have ended
            self.fit["steps_per_epoch"] = 1
            self.flags += ["--steps-per-epoch", 1]

    def restore(self, r=None):
        """Gives Keras the numbers that it began with, changed in their last digits by r."""
        for v, a in zip(self.variables, self.start):
            if r and a.dtype.kind == "f":
                a = a * (1 + LAST_DIGIT * r.choice([-1, 1], a.shape))
            v.assign(a)

    def run(self, *arguments):
        done = subprocess.run([self.program, *map(str, arguments)], capture_output=True, text=True, timeout=120)
        if done.returncode:
            raise Differs(f"keras {arguments[0]}: {done.stderr.strip()[-3000:]}")
        return done.stdout

    def predictions(self, m):
        return flat(m, m.predict(self.train.x, batch_size=self.d.batch, verbose=0))

    def score(self):
        t = self.train
        return self.m.evaluate(t.x, t.y, batch_size=self.d.batch, sample_weight=t.weight, verbose=0, return_dict=True)

    def history(self):
        h = self.m.fit(**self.fit).history
        for v in self.variables:
            v.assign(np.array(v))  # an average that has become a weight is both, and JAX lets go of one
        return h

    def keras(self, r=None):
        """All that Keras finds, its weights changed in their last digits by r first."""
        self.restore(r)
        found = {f"predict: {k}": p for k, p in zip(self.outputs, self.predictions(self.m))}
        self.restore(r)
        found |= {f"evaluate: {k}": v for k, v in self.score().items()}
        self.restore(r)
        found |= {f"fit: {k}": v for k, v in self.history().items()}
        found |= {f"weights: {k}: {v.name}": np.array(v) for k, v in enumerate(self.weights) if "seed" not in v.path}
        found |= {f"trained: {k}": p for k, p in zip(self.outputs, self.predictions(self.m))}
        found["iterations"] = int(self.m.optimizer.iterations)
        found |= {f"resumed: {k}": v for k, v in self.history().items()}
        return found

    def command(self):
        """The same of the command."""
        path, trained = self.folder / "m.keras", self.folder / "trained.keras"
        numbers = lambda v: [np.nan if x is None else x for x in v] if isinstance(v, list) else np.nan if v is None else v  # JSON has no NaN
        out, history = self.folder / "out.npz", self.folder / "history.json"
        self.run("check", path)
        self.run("inspect", path)
        self.run("predict", path, "--input", self.folder / "x.npz", "--output", out, "--batch-size", self.d.batch)
        found = {f"predict: {k}": p for k, p in np.load(out).items()}
        printed = self.run("evaluate", path, "--data", self.folder / "train.npz", "--batch-size", self.d.batch, "--json")
        found |= {f"evaluate: {k}": numbers(v) for k, v in json.loads(printed).items()}
        fit = lambda path: self.run("fit", path, "--data", self.folder / "train.npz", "--output", trained, "--history", history, "--quiet", *self.flags)
        fit(path)
        found |= {f"fit: {k}": numbers(v) for k, v in json.loads(history.read_text())["history"].items()}
        try:
            m = keras.saving.load_model(trained)
        except Exception as e:
            raise Differs(f"Keras refuses what keras fit saved: {e}") from e
        found |= {f"weights: {k}: {v.name}": np.array(v) for k, v in enumerate(m.variables) if "seed" not in v.path}
        found |= {f"trained: {k}": p for k, p in zip(self.outputs, self.predictions(m))}
        found["iterations"] = int(m.optimizer.iterations)
        fit(trained)
        found |= {f"resumed: {k}": numbers(v) for k, v in json.loads(history.read_text())["history"].items()}
        self.run("diff", path, trained)
        return found

    def numbers(self):
        """Compares all numbers. Returns a note if there is nothing to compare, or a model
        amplifies rounding errors."""
        want, got, other = self.keras(), self.command(), None
        if got.keys() != want.keys():
            raise Differs(f"{sorted(got.keys() - want.keys())}, expected {sorted(want.keys() - got.keys())}")
        for k, w in want.items():
            if not np.all(np.isfinite(w)):
                if np.array_equal(np.isfinite(got[k]), np.isfinite(w)):
                    return f"not finite: {k}"
                raise Differs(f"{k}: {got[k]} for {w}")
            kind, _, name = k.partition(": ")
            if self.masked and kind in ("fit", "resumed") and "loss" not in name and "val_" not in name:
                continue  # on JAX training forgets the masks of predictions
            e = verbs.off(got[k], w)
            if not isinstance(e, str) and e <= CLOSE.get(kind, 10 * verbs.TRAINED):
                continue
            other = other or self.keras(np.random.default_rng(0))
            bound = verbs.off(other[k], w)
            if not isinstance(e, str) and not isinstance(bound, str) and e < 30 * bound:
                return f"amplifies: {k}: {e:.1e}, and Keras itself {bound:.1e}"
            show = lambda a: np.array2string(np.asarray(a).ravel()[:6], precision=9)
            raise Differs(f"{k}: {e if isinstance(e, str) else f'{e:.1e} off'}, Keras itself {bound}: {show(got[k])} for {show(w)}")

    def texts(self):
        """Compares the configs and the summary."""
        path, trained = self.folder / "m.keras", self.folder / "trained.keras"
        keras.config.set_floatx("float32")  # which files take for granted
        keras.config.set_dtype_policy("float32")
        for line in configs.compare(trained, path):
            if not SAME.search(line):
                raise Differs(f"config: {line}")
        lines = []
        keras.saving.load_model(path).summary(line_length=100, print_fn=lambda text, **_: lines.append(text))
        want, got = "\n".join(lines).strip(), self.run("summary", path, "--line-length", 100).strip()
        for w, g in itertools.zip_longest(want.splitlines(), got.splitlines()):
            if (w or "").rstrip() != (g or "").rstrip():
                raise Differs(f"summary: {g!r}, expected {w!r}")


def main():
    first, count = (int(a) for a in (sys.argv[1:] + ["0", "100"][len(sys.argv) - 1 :]))
    failed, vain, met = 0, 0, {}
    with tempfile.TemporaryDirectory() as temporary:
        folder = pathlib.Path(temporary)
        program = os.environ.get("KERAS_COMMAND") or folder / ("keras" + (".exe" if os.name == "nt" else ""))
        if "KERAS_COMMAND" not in os.environ:
            subprocess.run(["go", "build", "-o", program, "./cmd/keras"], cwd=verbs.ROOT, check=True)
        for seed in range(first, first + count):
            here = pathlib.Path(os.environ.get("KEEP") or temporary) / str(seed)
            here.mkdir(parents=True, exist_ok=True)
            start = time.time()
            note, c = "ok", None
            try:
                c = Comparison(seed, program, here)
                if vague := c.numbers():
                    note, vain = vague, vain + 1
                c.texts()
            except Differs as e:
                note, failed = f"DIFFERS: {e}", failed + 1
            except Exception as e:  # of Keras
                note, vain = f"Keras: {type(e).__name__}: {' '.join(str(e).split())[:300]}", vain + 1
                if "TRACE" in os.environ:
                    traceback.print_exc()
            for layer in c.m._flatten_layers() if c and hasattr(c, "m") else ():
                met[type(layer).__name__] = met.get(type(layer).__name__, 0) + 1
            print(f"{seed}: {note} ({time.time() - start:.1f} s)", flush=True)
    print(f"{count} models, {failed} differ, {vain} tell little; {len(met)} classes")
    if "TRACE" in os.environ:
        print(sorted(met.items(), key=lambda kv: -kv[1]))
    sys.exit(failed > 0 or vain > count / 2)


if __name__ == "__main__":
    main()
