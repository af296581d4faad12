"""The work that every peer does, and how it is timed: as fit.go and predict.go do it.

A peer is a program by_NAME.py that calls run() with what it can do. It prints a
line of JSON for each batch size:

    {"what": "mlp", "batch": 100, "ms": 2.04, "isa": "native", "threads": 2}
"""

import argparse
import json
import os
import statistics
import sys
import time

PIXELS, CLASSES, UNITS = 784, 10, 500
EPOCHS = 5  # that are timed, after one that isn't

parser = argparse.ArgumentParser()
parser.add_argument("verb", choices=["fit", "predict"])
parser.add_argument("--workload", default="mlp")
parser.add_argument("--batch-size", default="1,10,32,100,1000")
parser.add_argument("--seconds", type=float, default=2)
parser.add_argument("--threads", type=int, default=2)
args = parser.parse_args()

# Before any library is loaded: they count processors as they start.
if hasattr(os, "sched_setaffinity"):
    os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[: args.threads])
os.environ.update(OMP_NUM_THREADS=str(args.threads), MKL_NUM_THREADS=str(args.threads))

import numpy as np  # noqa: E402


def samples_mlp(n):
    """Random rows of pixels and the classes they are in."""
    g = np.random.default_rng(1)
    x = g.random((n, PIXELS), dtype=np.float32)
    y = np.eye(CLASSES, dtype=np.float32)[g.integers(CLASSES, size=n)]
    return x, y


def samples_convnet(n):
    """Random images and the classes they are in."""
    x, y = samples_mlp(n)
    return x.reshape(n, 28, 28, 1), y


VOCABULARY, STEPS = 20000, 80


def samples_lstm(n):
    """Random rows of words, and yes or no."""
    g = np.random.default_rng(1)
    x = g.integers(VOCABULARY, size=(n, STEPS), dtype=np.int32)
    return x, g.integers(2, size=(n, 1)).astype(np.float32)


TOKENS, WIDTH, HEADS = 200, 32, 2


def samples_transformer(n):
    """Random rows of words, and one of two classes."""
    g = np.random.default_rng(1)
    x = g.integers(VOCABULARY, size=(n, TOKENS), dtype=np.int32)
    return x, g.integers(2, size=(n, 1)).astype(np.int32)


def samples(n):
    """Random data for the workload."""
    return globals()["samples_" + args.workload](n)


def kernels():
    """The weights of the network 784-500-500-10: (kernel, bias) of each layer."""
    g = np.random.default_rng(2)
    sizes = [PIXELS, UNITS, UNITS, CLASSES]
    return [
        (g.uniform(-1, 1, (m, n)).astype(np.float32) * np.float32((6 / (m + n)) ** 0.5), np.zeros(n, np.float32))
        for m, n in zip(sizes, sizes[1:])
    ]


class Clock:
    """Takes the time of each epoch."""

    def __init__(self):
        self.epochs = []

    def begin(self):
        self.started = time.perf_counter()

    def end(self):
        self.epochs.append(time.perf_counter() - self.started)


def time_fit(fit, batch):
    """The milliseconds of a step. fit(x, y, batch, epochs, clock) trains."""

    def timed(steps, epochs):
        clock = Clock()
        fit(*samples(batch * steps), batch, epochs + 1, clock)
        return clock.epochs[1:]

    steps = 1
    while (spent := timed(steps, 1)[0]) <= args.seconds / 20:
        steps *= 4
    steps = max(3, int(args.seconds / (EPOCHS + 1) * steps / spent))
    return statistics.median(1e3 * t / steps for t in timed(steps, EPOCHS))


def time_predict(predict, batch):
    """The milliseconds of a call: the median of the averages of many short spans."""
    x, _ = samples(batch)

    def span(calls):
        begin = time.perf_counter()
        for _ in range(calls):
            predict(x)
        return time.perf_counter() - begin

    calls = 1
    while span(calls) <= args.seconds / 100:
        calls *= 2
    ms, end = [], time.perf_counter() + args.seconds
    while time.perf_counter() < end:
        ms.append(1e3 * span(calls) / calls)
    return statistics.median(ms)


def batches(x, y, batch):
    """Shuffled batches, as a training loop written by hand takes them."""
    order = np.random.permutation(len(x))
    for lo in range(0, len(x), batch):
        rows = order[lo : lo + batch]
        yield x[rows], y[rows]


def run(fit=None, predict=None):
    """Times what the command line asks for. predict(batch) returns the call that is timed."""
    for batch in map(int, args.batch_size.split(",")):
        if args.verb == "fit":
            if fit is None:
                sys.exit("fit: this peer only predicts")
            ms = time_fit(fit, batch)
        else:
            ms = time_predict(predict(batch), batch)
        print(json.dumps({"what": args.workload, "batch": batch, "ms": round(ms, 5), "isa": "native", "threads": args.threads}), flush=True)
