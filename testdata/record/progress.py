"""The progress bar: the raw text Keras prints, with a clock that is told the time."""

import contextlib
import io
import types
from functools import partial

import keras
from keras.src.utils import progbar

from .encode import plain

NAN, INF = float("nan"), float("inf")
START = 1000.0


class Screen:
    """Standard output and the clock, both faked."""

    def __enter__(self):
        self.now, self.out = START, io.StringIO()
        self.real, progbar.time = progbar.time, types.SimpleNamespace(time=lambda: self.now)
        self.redirect = contextlib.redirect_stdout(self.out)
        self.redirect.__enter__()
        return self

    def __exit__(self, *error):
        progbar.time = self.real
        self.redirect.__exit__(*error)

    def take(self):
        text = self.out.getvalue()
        self.out.seek(0)
        self.out.truncate()
        return text


def bar(updates, dynamic=True, **args):
    """A Progbar; updates are (seconds since start, current, values[, finalize])."""
    events = []
    with Screen() as screen:
        p = keras.utils.Progbar(**args)
        p._dynamic_display = dynamic
        for at, current, values, *finalize in updates:
            screen.now = START + at
            p.update(current, list(values.items()), *finalize)
            events.append(
                {
                    "time": at,
                    "current": current,
                    "values": pairs(values),
                    "finalize": finalize[0] if finalize else None,
                    "text": screen.take(),
                }
            )
    return {"kind": "bar", "args": args, "dynamic": dynamic, "events": events}


def logger(script, verbose=1, epochs=1, steps=None):
    """A ProgbarLogger; script is (seconds, hook, its index or None, logs)."""
    events = []
    with Screen() as screen:
        callback = keras.callbacks.ProgbarLogger()
        callback.set_params({"verbose": verbose, "epochs": epochs, "steps": steps})
        for at, hook, index, logs in script:
            screen.now = START + at
            call = getattr(callback, "on_" + hook)
            call(logs) if index is None else call(index, logs)
            event = {"time": at, "hook": "on_" + hook, "index": index, "logs": pairs(logs)}
            events.append(event | {"text": screen.take()})
    args = {"verbose": verbose, "epochs": epochs, "steps": steps}
    return {"kind": "logger", "args": args, "dynamic": True, "events": events}


def pairs(values):
    return [{"name": k, "value": v} for k, v in plain(values or {}).items()]


def steps(n, every, **values):
    """n updates, every so many seconds, of metrics that change with the step."""
    return [(every * i, i, {k: f(i) for k, f in values.items()}) for i in range(1, n + 1)]


def falling(i):
    return 2.0 / i


def rising(i):
    return 1 - 1 / (i + 1)


def constant(value):
    return lambda i: value


BARS = {
    "four steps": (steps(4, 0.5, accuracy=rising, loss=falling), {"target": 4}),
    "digits are padded": (steps(12, 0.25, loss=falling), {"target": 12}),
    "one step": (steps(1, 0.5, loss=falling), {"target": 1}),
    "no metrics": (steps(3, 0.5), {"target": 3}),
    "unknown target": (steps(5, 0.5, loss=falling), {"target": None}),
    "unknown target finalised": (
        [*steps(3, 0.5, loss=falling), (2.0, 3, {"loss": 0.5}, True)],
        {"target": None},
    ),
    "target 0": ([(0.5, 1, {"loss": 0.5})], {"target": 0}),
    "beyond the target": (
        [(0.5, 1, {"loss": 1.0}), (1.0, 2, {"loss": 0.5}), (1.5, 5, {"loss": 0.25})],
        {"target": 3},
    ),
    "faster than 50 ms": (steps(60, 0.015625, accuracy=rising, loss=falling), {"target": 60}),
    "exact interval": (steps(6, 0.0625, loss=falling), {"target": 6, "interval": 0.125}),
    "microseconds": (steps(4, 2**-14, loss=falling), {"target": 4}),
    "milliseconds": (steps(4, 2**-8, loss=falling), {"target": 4}),
    "seconds per step": (steps(3, 2.5, loss=falling), {"target": 3}),
    "minutes to go": (steps(2, 30.5, loss=falling), {"target": 100}),
    "exactly a minute to go": ([(20.0, 1, {"loss": 1.0})], {"target": 4}),
    "hours to go": (steps(2, 30.5, loss=falling), {"target": 1000}),
    "exactly an hour to go": ([(1200.0, 1, {"loss": 1.0})], {"target": 4}),
    "no time passes": ([(0.0, i, {"loss": 1.0}) for i in (1, 2, 3)], {"target": 3}),
    "half seconds round to even": (
        [(0.5, 1, {}), (1.5, 2, {}), (2.5, 3, {}, True)],
        {"target": 4},
    ),
    "starts at 0": ([(0.0, 0, {"loss": 1.0}), (0.5, 1, {"loss": 0.5})], {"target": 2}),
    "does not see step 1": ([(1.0, 2, {"loss": 1.0}), (2.0, 4, {"loss": 0.5})], {"target": 4}),
    "step 1 twice": ([(0.5, 1, {"loss": 1.0}), (1.0, 1, {"loss": 0.5}, True)], {"target": 1}),
    "values": (
        steps(
            2,
            0.5,
            tiny=constant(1e-7),
            limit=constant(0.001),
            above=constant(0.0010001),
            zero=constant(0.0),
            negative=constant(-1.5),
            small_negative=constant(-0.0005),
            large=constant(123456789.123),
            huge=constant(1e30),
            one=constant(1.0),
            nan=constant(NAN),
            inf=constant(INF),
            minus=constant(-INF),
            half=constant(0.00005),
            integer=constant(3),
        ),
        {"target": 2},
    ),
    "shrinking": (
        [(0.5, 1, {"loss": 123456.5}), (1.0, 2, {"loss": 1.0}), (1.5, 3, {"loss": 0.5})],
        {"target": 3},
    ),
    "growing": (
        [(0.5, 1, {"loss": 1.0}), (1.0, 2, {"loss": 1e9}), (1.5, 3, {"loss": 1.0, "mae": 2.0})],
        {"target": 3},
    ),
    "averaged": (steps(4, 0.5, loss=falling, accuracy=rising), {"target": 4}),
    "averaged over gaps": (
        [(0.5, 2, {"loss": 4.0}), (1.0, 3, {"loss": 1.0}), (1.5, 8, {"loss": 2.0})],
        {"target": 10},
    ),
    "stateful": (
        steps(4, 0.5, loss=falling, accuracy=rising),
        {"target": 4, "stateful_metrics": ["loss"]},
    ),
    "stateless": (
        steps(4, 0.5, loss=falling, accuracy=rising),
        {"target": 4, "stateless_metrics": ["loss"]},
    ),
    "unit and width": (
        steps(3, 0.5, loss=falling),
        {"target": 3, "unit_name": "sample", "width": 7},
    ),
    "silent": (steps(3, 0.5, loss=falling), {"target": 3, "verbose": 0}),
    "a line": (steps(12, 0.25, accuracy=rising, loss=falling), {"target": 12, "verbose": 2}),
    "a line of an unknown target": (
        steps(3, 0.5, loss=falling),
        {"target": None, "verbose": 2},
    ),
}
BARS["a line of values"] = (BARS["values"][0], {"target": 2, "verbose": 2})

# Names whose file does not go to a terminal.
STATIC = ("four steps", "shrinking", "unknown target")


def epoch(n, start, batches, every=0.5, validation=False):
    """The hooks of an epoch; validation runs inside it and takes a second."""
    at, out = start, [(start, "epoch_begin", n, None)]
    logs = {}
    for b in range(batches):
        at += every
        logs = {"accuracy": 1 - 0.5 / (b + 1 + n), "loss": 2.0 / (b + 1 + n)}
        out.append((at, "train_batch_begin", b, None))
        out.append((at, "train_batch_end", b, logs))
    if validation:
        out.append((at, "test_begin", None, None))
        out.append((at + 0.5, "test_batch_end", 0, {"accuracy": 0.25, "loss": 3.0}))
        out.append((at + 1.0, "test_end", None, {"accuracy": 0.25, "loss": 3.0}))
        at += 1.0
        logs = logs | {"val_accuracy": 0.5, "val_loss": 0.0005 if n else 1.25}
    return [*out, (at, "epoch_end", n, logs)]


def training(epochs, batches, gap=0.25, **args):
    out, at = [(0.0, "train_begin", None, None)], 0.0
    for n in range(epochs):
        out += epoch(n, at, batches, **args)
        at = out[-1][0] + gap
    return [*out, (at, "train_end", None, out[-1][3])]


EVALUATE = [
    (0.0, "test_begin", None, None),
    (0.5, "test_batch_end", 0, {"accuracy": 0.5, "loss": 1.0}),
    (1.0, "test_batch_end", 1, {"accuracy": 0.75, "loss": 0.5}),
    (1.0, "test_end", None, {"accuracy": 0.75, "loss": 0.5}),
]
PREDICT = [
    (0.0, "predict_begin", None, None),
    (0.5, "predict_batch_end", 0, {"outputs": 0.0}),
    (1.0, "predict_batch_end", 1, {"outputs": 0.0}),
    (1.0, "predict_end", None, None),
]
LOGGERS = {
    "fit one epoch": (training(1, 3), {"steps": 3}),
    "fit": (training(3, 4), {"epochs": 3, "steps": 4}),
    "fit validation": (training(2, 3, validation=True), {"epochs": 2, "steps": 3}),
    "fit fast": (training(2, 40, every=0.015625), {"epochs": 2, "steps": 40}),
    "fit unknown": (training(2, 3), {"epochs": 2, "steps": None}),
    "fit unknown validation": (training(2, 3, validation=True), {"epochs": 2, "steps": None}),
    "fit stopped early": (training(1, 2), {"epochs": 1, "steps": 5}),
    "fit lines": (training(3, 4), {"verbose": 2, "epochs": 3, "steps": 4}),
    "fit lines validation": (
        training(2, 12, validation=True),
        {"verbose": 2, "epochs": 2, "steps": 12},
    ),
    "fit lines unknown": (training(2, 3), {"verbose": 2, "epochs": 2, "steps": None}),
    "fit silent": (training(2, 3), {"verbose": 0, "epochs": 2, "steps": 3}),
    "evaluate": (EVALUATE, {"steps": 2}),
    "evaluate line": (EVALUATE, {"verbose": 2, "steps": 2}),
    "evaluate unknown": (EVALUATE, {"steps": None}),
    "predict": (PREDICT, {"steps": 2}),
    "predict line": (PREDICT, {"verbose": 2, "steps": 2}),
    "predict unknown": (PREDICT, {"steps": None}),
}


def cases():
    for name, (updates, args) in BARS.items():
        yield f"bar {name}", partial(bar, updates, **args)
    for name in STATIC:
        updates, args = BARS[name]
        yield f"bar {name} static", partial(bar, updates, dynamic=False, **args)
    for name, (script, args) in LOGGERS.items():
        yield f"logger {name}", partial(logger, script, **args)
