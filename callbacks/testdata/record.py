"""Records callbacks.json: what Keras's callbacks did with scripted logs.

    KERAS_BACKEND=jax python callbacks/testdata/record.py

A case holds a callback's class and arguments, and one or more runs of training:
for each epoch the logs of its batches and of its end. Recorded is, for each
hook, what was printed, what was asked of the model, the learning rate after it,
and the logs as the callback left them, if it changed them; and the file it wrote.
"""

import contextlib
import io
import json
import math
import os
import pathlib
import tempfile
import warnings

os.environ["KERAS_BACKEND"] = "jax"

import keras
import numpy as np
from keras import callbacks
from keras.src.trainers import compile_utils

NAN, INF = float("nan"), float("inf")

METRICS = [
    keras.metrics.BinaryAccuracy(name="accuracy"),
    keras.metrics.MeanSquaredError(name="mse"),
    keras.metrics.Mean(name="mean"),
]


class Model:
    """What a callback needs, and writes down what it does."""

    name = "spy"

    def __init__(self, rate):
        self.optimizer = keras.optimizers.SGD(rate)
        self.rate = float(self.optimizer.learning_rate)
        self.metrics = [compile_utils.MetricsList(METRICS)]
        self.weights, self.did, self._stop = 0, [], False

    def get_weights(self):
        self.did.append(f"get weights {self.weights}")
        return [np.float32([self.weights])]

    def set_weights(self, weights):
        self.did.append(f"set weights {int(weights[0][0])}")

    def save(self, path, overwrite):
        self.did.append(f"save {path}")

    def save_weights(self, path, overwrite):
        self.did.append(f"save weights {path}")

    @property
    def stop_training(self):
        return self._stop

    @stop_training.setter
    def stop_training(self, stop):
        self.did.append("stop")
        self._stop = stop


def plain(v):
    if isinstance(v, dict):
        return {k: plain(x) for k, x in v.items()}
    if isinstance(v, (list, tuple)):
        return [plain(x) for x in v]
    if isinstance(v, float) and not math.isfinite(v):
        return str(v)
    return v


def record(name, cls, args, runs, rate=0.1, batches=0, schedule=None):
    """Every run is a list of epochs' logs; batches of each have the same logs."""
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
        existing = args.pop("_existing", None)
        if existing:
            pathlib.Path("log.csv").write_text(existing, newline="")
        given = dict(args)
        if schedule:
            given["schedule"] = schedule
        model = Model(rate)
        out = {"name": name, "class": cls.__name__, "args": plain(args), "rate": rate}
        if existing:
            out["existing"] = existing
        out["events"] = []

        def tell(hook, index, logs):
            before, given_logs = len(model.did), plain(logs) if logs else None
            printed = io.StringIO()
            event = {"hook": hook, "index": index, "logs": given_logs}
            with contextlib.redirect_stdout(printed), warnings.catch_warnings(record=True) as warned:
                warnings.simplefilter("always")
                try:
                    call = getattr(callback, hook)
                    call(logs) if index is None else call(index, logs)
                except (ValueError, KeyError, IndexError, RuntimeError) as e:
                    event["error"] = str(e)
            event["printed"] = printed.getvalue()
            event["warned"] = [str(w.message) for w in warned if w.category is UserWarning]
            event["did"] = model.did[before:]
            rate = float(model.optimizer.learning_rate)
            if rate != model.rate:
                event["rate"] = model.rate = rate
            event["after"] = plain(logs) if logs else None
            if event["after"] == given_logs:
                del event["after"]
            out["events"].append({k: v for k, v in event.items() if v not in (None, "", [])})
            return "error" in event

        try:
            callback = cls(**given)
        except ValueError as e:
            out["error"] = str(e)
            return out
        callback.set_params({"verbose": 0, "epochs": len(runs[0]), "steps": batches})
        callback.set_model(model)
        for run in runs:
            model._stop = False
            if tell("on_train_begin", None, None):
                return out
            for epoch, logs in enumerate(run):
                if tell("on_epoch_begin", epoch, None):
                    return out
                for batch in range(batches):
                    partial = {k: v for k, v in logs.items() if not k.startswith("val_")}
                    if tell("on_train_batch_end", batch, partial):
                        return out
                    if model._stop:
                        break
                model.weights += 1
                if tell("on_epoch_end", epoch, dict(sorted(logs.items()))):
                    return out
                if model._stop:
                    break
            if tell("on_train_end", None, None):
                return out
        if os.path.exists("log.csv"):
            out["file"] = pathlib.Path("log.csv").read_bytes().decode()
        return out


def losses(*values, name="val_loss"):
    return [{"loss": round(1 / (i + 1), 2), name: float(v)} for i, v in enumerate(values)]


SEQUENCES = {
    "improving": losses(1, 0.9, 0.8, 0.7, 0.6),
    "plateau": losses(1, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5),
    "worse": losses(1, 2, 3, 4, 5, 6),
    "saw": losses(1, 1.2, 0.9, 1.1, 0.8, 1.0, 1.1, 1.2, 0.7, 0.9),
    "nan first": losses(NAN, 1, 0.5, 0.4),
    "nan later": losses(1, NAN, NAN, 0.5, NAN, NAN),
    "all nan": losses(NAN, NAN, NAN, NAN),
    "inf": losses(INF, 1, -INF, -INF, 0),
    "slow": losses(1, 0.95, 0.9, 0.85, 0.8, 0.75, 0.7),
    "tiny": losses(0.1, 0.1 - 1e-9, 0.1 - 2e-9, 0.1 - 1e-8, 0.1 - 1e-7),
    "gaps": [{"loss": 1.0, "val_loss": 1.0}, {"loss": 0.9}, {"loss": 0.8}, {"loss": 0.7, "val_loss": 2.0}],
    "one epoch": losses(1),
    "around zero": losses(0.5, -0.5, 0.25, -0.25, -1, 0),
}
ACCURACY = {
    "rising": losses(0.1, 0.2, 0.3, 0.4, 0.4, 0.4, name="val_accuracy"),
    "falling": losses(0.9, 0.8, 0.95, 0.7, 0.6, name="val_accuracy"),
    "flat": losses(0.5, 0.5, 0.5, 0.5, name="val_accuracy"),
}

STOPPING = [
    {},
    {"patience": 1, "verbose": 1},
    {"patience": 2, "verbose": 1},
    {"patience": 2, "restore_best_weights": True, "verbose": 1},
    {"patience": 1, "min_delta": 0.1, "verbose": 1},
    {"patience": 3, "min_delta": -0.1},
    {"patience": 2, "baseline": 0.85, "verbose": 1},
    {"patience": 2, "baseline": 0.5, "restore_best_weights": True, "verbose": 1},
    {"patience": 1, "start_from_epoch": 2, "verbose": 1},
    {"patience": 1, "start_from_epoch": 3, "restore_best_weights": True, "verbose": 1},
    {"patience": 1, "mode": "max", "verbose": 1},
    {"patience": 1, "mode": "min"},
    {"patience": 100, "restore_best_weights": True, "verbose": 1},
    {"monitor": "loss", "patience": 1, "verbose": 1},
]
PLATEAU = [
    {"patience": 1, "verbose": 1},
    {"patience": 2, "factor": 0.5, "verbose": 1},
    {"patience": 1, "cooldown": 2, "verbose": 1},
    {"patience": 1, "min_lr": 0.02, "verbose": 1},
    {"patience": 1, "min_delta": 0.0, "verbose": 1},
    {"patience": 1, "min_delta": 0.1, "factor": 0.3, "verbose": 1},
    {"patience": 1, "mode": "max", "verbose": 1},
    {},
]
CHECKPOINTS = [
    {"filepath": "m.keras"},
    {"filepath": "m.h5", "verbose": 1},
    {"filepath": "m.keras", "save_best_only": True, "verbose": 1},
    {"filepath": "m.keras", "save_best_only": True, "initial_value_threshold": 0.85, "verbose": 1},
    {"filepath": "m.keras", "save_best_only": True, "mode": "max", "verbose": 1},
    {"filepath": "d/e/m-{epoch:02d}-{loss:.2f}.weights.h5", "save_weights_only": True, "verbose": 1},
]
BATCHES = [
    {"filepath": "m-{epoch}-{batch}.keras", "save_freq": 1},
    {"filepath": "m-{epoch:02d}-{batch:03d}-{loss:.3f}.keras", "save_freq": 2, "verbose": 1},
    {"filepath": "m.keras", "save_freq": 3},
    {"filepath": "m.keras", "save_freq": 100},
    {"filepath": "m-{epoch}.keras", "save_freq": 4, "verbose": 1},
]


def label(args):
    return "".join(f" {k}={v}" for k, v in args.items())


def cases():
    stop, plateau, save = (
        callbacks.EarlyStopping,
        callbacks.ReduceLROnPlateau,
        callbacks.ModelCheckpoint,
    )
    for cls, all_args in ((stop, STOPPING), (plateau, PLATEAU), (save, CHECKPOINTS)):
        for args in all_args:
            for name, logs in SEQUENCES.items():
                yield f"{cls.__name__}{label(args)}: {name}", cls, args, [logs]
    for name, logs in ACCURACY.items():
        for mode in ("auto", "max", "min"):
            args = {"monitor": "val_accuracy", "mode": mode}
            yield f"stop accuracy {mode} {name}", stop, args | {"patience": 1, "restore_best_weights": True}, [logs]
            yield f"plateau accuracy {mode} {name}", plateau, args | {"patience": 1}, [logs]
            yield f"save accuracy {mode} {name}", save, args | {"filepath": "m.keras", "save_best_only": True}, [logs]
    for monitor in ("val_mse", "val_mean", "val_unknown", "unknown", "mse", "mean"):
        logs = losses(1, 2, 3, name=monitor)
        yield f"stop {monitor}", stop, {"monitor": monitor}, [logs]
        yield f"plateau {monitor}", plateau, {"monitor": monitor, "patience": 1}, [logs]
        yield f"save {monitor}", save, {"monitor": monitor, "filepath": "m.keras", "save_best_only": True}, [logs]
        yield f"stop min {monitor}", stop, {"monitor": monitor, "mode": "min"}, [logs]
    again = [SEQUENCES["worse"], SEQUENCES["improving"], SEQUENCES["plateau"]]
    yield "stop thrice", stop, {"patience": 2, "restore_best_weights": True, "verbose": 1}, again
    yield "plateau thrice", plateau, {"patience": 2, "cooldown": 1, "verbose": 1}, again
    yield "save thrice", save, {"filepath": "m.keras", "save_best_only": True, "verbose": 1}, again
    for args in BATCHES:
        yield f"batches{label(args)}", save, args, [SEQUENCES["saw"][:3], SEQUENCES["worse"][:2]], {"batches": 5}
    for path in ("m", "m.txt", "m.weights.h5", "{epoch.keras", "m}.keras", "{nothing}.keras", "{batch}.keras",
                 "{epoch:q}.keras", "{loss:d}.keras", "{epoch:.2}.keras"):
        yield f"bad path {path}", save, {"filepath": path}, [SEQUENCES["one epoch"]]
    for path in ("m.keras", "m.h5"):
        yield f"bad weights path {path}", save, {"filepath": path, "save_weights_only": True}, [SEQUENCES["one epoch"]]
    yield "factor 1", plateau, {"factor": 1.0}, [SEQUENCES["one epoch"]]

    rates = callbacks.LearningRateScheduler
    for name, f in SCHEDULES.items():
        yield f"schedule {name}", rates, {"verbose": 1}, [SEQUENCES["saw"]], {"schedule": f}

    csv = callbacks.CSVLogger
    file = {"filename": "log.csv"}
    for name in ("saw", "inf", "nan later", "gaps", "tiny"):
        yield f"csv {name}", csv, file, [SEQUENCES[name]]
    numbers = [1.0, 0.1, 1e-5, 1e-4, 1e16, 1e15, 123456789.125, -0.0, 1 / 3, 1e22, 5e-324, 1.7976931348623157e308]
    yield "csv numbers", csv, file, [[{"loss": v, "accuracy": -v} for v in numbers]]
    yield "csv separator", csv, file | {"separator": ";"}, [SEQUENCES["saw"]]
    yield "csv tab", csv, file | {"separator": "\t"}, [SEQUENCES["saw"]]
    yield "csv names", csv, file, [[{'a "b", c': 1.0, "d,e": 2.0, "f": 3.0}] * 2]
    yield "csv later key", csv, file, [[{"loss": 1.0}, {"loss": 2.0, "val_loss": 3.0, "z": 4.0}, {"z": 1.0}]]
    yield "csv twice", csv, file, [SEQUENCES["saw"][:2], ACCURACY["rising"][:2]]
    yield "csv append twice", csv, file | {"append": True}, [SEQUENCES["saw"][:2], SEQUENCES["saw"][2:4]]
    yield "csv append", csv, file | {"append": True, "_existing": "epoch,loss\r\n0,1.0\r\n"}, [SEQUENCES["saw"][:2]]

    nan = callbacks.TerminateOnNaN
    for raises in (False, True):
        for value in (1.0, NAN, INF, -INF):
            logs = [{"loss": 1.0}, {"loss": value}, {"loss": 2.0}]
            yield f"nan {raises} {value}", nan, {"raise_error": raises}, [logs], {"batches": 2}
    yield "nan without loss", nan, {}, [[{"mse": NAN}]], {"batches": 2}


SCHEDULES = {
    "halves": lambda epoch, rate: rate * 0.5,
    "by epoch": lambda epoch, rate: 1.0 / (epoch + 1),
    "powers": lambda epoch, rate: 10.0 ** -epoch,
    "same": lambda epoch, rate: rate,
}

FORMATS = """ 02d 3d d 5 05 <6 >6 ^6 =+6 +d -d x<5d *^9 .2f .0f 8.3f 08.2f +.1f .3e .2E 10.1e g .3g .10g G .0g % .1% 7.2%
 .3 .1 .0 12.4 012.4 *=+9.2f F .2F 0<8 =8.1f e""".split(" ")
NUMBERS = [0.0, -0.0, 1.0, -1.5, 0.5, 0.123456789, 12345.678, 1e-5, -1e-7, 1e16, 123456789.0, 1e22, 2.5, 99.95, NAN, INF, -INF]


def formats():
    """{x:format} of numbers and of the epoch."""
    out = []
    for spec in sorted({f.strip() for f in FORMATS}):
        for value in [*NUMBERS, 1, 7, 123]:
            try:
                text = ("{x:" + spec + "}").format(x=value)
            except ValueError:
                text = None
            kind = "int" if isinstance(value, int) else "float"
            out.append({"format": spec, "kind": kind, "value": plain(float(value)), "text": text})
    return out


if __name__ == "__main__":
    here = pathlib.Path(__file__).parent
    lines = []
    for name, cls, args, runs, *more in cases():
        keras.utils.clear_session()
        case = record(name, cls, dict(args), runs, **(more[0] if more else {}))
        lines.append(json.dumps(case, ensure_ascii=False))
    (here / "callbacks.json").write_text("[\n" + ",\n".join(lines) + "\n]\n", encoding="utf-8")
    lines = [json.dumps(f) for f in formats()]
    (here / "formats.json").write_text("[\n" + ",\n".join(lines) + "\n]\n", encoding="utf-8")
