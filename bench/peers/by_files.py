"""Keras's own loading and saving, timed as storage.go does it, of the models in a folder; and
a process that predicts one row, which process.go times.

    by_files.py load --folder DIR --seconds 2
    by_files.py process MODEL X Y

It prints a line of JSON for each model:

    {"what": "load", "model": "hello", "ms": 112.5, "mb": 7.8}
"""

import argparse
import json
import os
import statistics
import time

parser = argparse.ArgumentParser()
parser.add_argument("verb", choices=["load", "save", "process"])
parser.add_argument("paths", nargs="*")
parser.add_argument("--folder")
parser.add_argument("--seconds", type=float, default=2)
args = parser.parse_args()

import keras  # noqa: E402
import numpy as np  # noqa: E402


def timed(call):
    """The milliseconds of a call: the median of three or more."""
    ms, end = [], time.perf_counter() + args.seconds
    while len(ms) < 3 or time.perf_counter() < end:
        begin = time.perf_counter()
        call()
        ms.append(1e3 * (time.perf_counter() - begin))
    return statistics.median(ms)


def process(model, x, y):
    m = keras.saving.load_model(model)
    with np.load(x) as file:
        np.savez(y, y=m.predict(file["x"], verbose=0))


if args.verb == "process":
    process(*args.paths)
else:
    for name in "hello", "large":
        path = os.path.join(args.folder, name + ".keras")
        if args.verb == "load":
            ms = timed(lambda: keras.saving.load_model(path))
        else:
            model = keras.saving.load_model(path)
            path = os.path.join(args.folder, "python_" + name + ".keras")
            ms = timed(lambda: model.save(path))
        print(json.dumps({"what": args.verb, "model": name, "ms": round(ms, 3), "mb": os.path.getsize(path) / 1e6}), flush=True)
