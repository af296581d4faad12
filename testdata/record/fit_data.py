"""The data of the small models of fit.json: 70 samples to train, 20 to validate."""

import numpy as np

from .encode import array
from .formula import short, unit

F = np.float32
TRAIN, VALIDATE, INPUTS = 70, 20, 8


def make():
    """Every array, its first 70 rows for training and the other 20 for validation."""
    n = TRAIN + VALIDATE
    x = short(60, 2, n, INPUTS)
    truth = short(61, 1, INPUTS, 3)
    scores = (x.astype(np.float64) @ truth + short(62, 1, n, 3)).round(2)
    labels = scores.argmax(-1).astype(np.int32)
    return {
        "x": x,
        "labels": labels,
        "one_hot": np.eye(3, dtype=F)[labels],
        "bits": (scores[:, :1] > 0).astype(F),
        "real": scores.astype(F),
        "weight": np.round(2 * unit(63, n), 1).astype(F),
    }


ARRAYS = make()


def one():
    return {k: array(v) for k, v in ARRAYS.items()}


def cases():
    yield "data", one
