"""Metrics: the result after each of three updates of unequal batches."""

from functools import partial

import numpy as np
from keras import metrics as m

from .encode import array, number, serialize
from .formula import integers, probabilities, short, unit

F = np.float32
BATCHES = (5, 3, 1)


def batches(make):
    """Three updates: make(seed, n) with a batch size each."""
    return [make(40 + 10 * i, n) for i, n in enumerate(BATCHES)]


def tied(p):
    """Predictions whose first row has its two largest values equal."""
    p = p.copy()
    p[0, :2] = p[0].max()
    return p


def chance(seed, *shape):
    c = np.round(unit(seed, *shape).astype(np.float64), 2).astype(F)
    c.flat[0] = 0.5  # exactly at the default threshold
    return c


hot = partial(np.eye, dtype=F)
PAIRS = {
    "labels": batches(lambda s, n: (integers(s, 3, n), integers(s + 1, 3, n))),
    "labels 2-D": batches(lambda s, n: (integers(s, 3, n, 2), integers(s + 1, 3, n, 2))),
    "binary": batches(lambda s, n: (integers(s, 2, n, 1), chance(s + 1, n, 1))),
    "binary float": batches(lambda s, n: (integers(s, 2, n, 1).astype(F), chance(s + 1, n, 1))),
    "binary flat": batches(lambda s, n: (integers(s, 2, n).astype(F), chance(s + 1, n, 1))),
    "binary wide": batches(lambda s, n: (integers(s, 2, n, 3).astype(F), chance(s + 1, n, 3))),
    "one-hot": batches(lambda s, n: (hot(4)[integers(s, 4, n)], tied(probabilities(s + 1, n, 4)))),
    "one-hot logits": batches(lambda s, n: (hot(4)[integers(s, 4, n)], short(s + 1, 4, n, 4))),
    "one-hot 3-D": batches(
        lambda s, n: (hot(4)[integers(s, 4, n, 2)], probabilities(s + 1, n, 2, 4))
    ),
    "sparse": batches(lambda s, n: (integers(s, 4, n), tied(probabilities(s + 1, n, 4)))),
    "sparse column": batches(lambda s, n: (integers(s, 4, n, 1), probabilities(s + 1, n, 4))),
    "sparse logits": batches(lambda s, n: (integers(s, 4, n), short(s + 1, 4, n, 4))),
    "sparse 3-D": batches(lambda s, n: (integers(s, 4, n, 2), probabilities(s + 1, n, 2, 4))),
    "sorted ids": batches(
        lambda s, n: (integers(s, 6, n), np.argsort(-unit(s + 1, n, 6)).astype(np.int32))
    ),
    "six": batches(lambda s, n: (hot(6)[integers(s, 6, n)], tied(probabilities(s + 1, n, 6)))),
    "six sparse": batches(lambda s, n: (integers(s, 6, n), tied(probabilities(s + 1, n, 6)))),
    "real": batches(lambda s, n: (short(s, 2, n, 3), short(s + 1, 2, n, 3))),
    "real flat": batches(lambda s, n: (short(s, 2, n), short(s + 1, 2, n, 1))),
    "real 3-D": batches(lambda s, n: (short(s, 2, n, 2, 3), short(s + 1, 2, n, 2, 3))),
    "values": batches(lambda s, n: (short(s, 5, n),)),
    "values 2-D": batches(lambda s, n: (short(s, 5, n, 2),)),
    "scalars": [(F(1.5),), (F(-2.25),), (F(4),)],
}
WEIGHTS = {
    "per sample": [np.array(w, F) for w in ([1, 0.5, 2, 0, 3], [0, 1, 0.25], [2])],
    "zero": [np.zeros(n, F) for n in BATCHES],
    "per element": [np.round(unit(70 + n, n, 2) * 2, 1).astype(F) for n in BATCHES],
    "scalar": [F(0.5), F(2), F(0)],
}

# (metric, its arguments, what it is given)
METRICS = [
    (m.Mean, {}, ("values", "values 2-D", "scalars")),
    (m.Sum, {}, ("values", "values 2-D", "scalars")),
    (m.Accuracy, {}, ("labels", "labels 2-D")),
    (m.BinaryAccuracy, {}, ("binary", "binary float", "binary flat", "binary wide")),
    (m.BinaryAccuracy, {"threshold": 0.25}, ("binary wide",)),
    (m.CategoricalAccuracy, {}, ("one-hot", "one-hot 3-D")),
    (m.SparseCategoricalAccuracy, {}, ("sparse", "sparse column", "sparse 3-D")),
    (m.TopKCategoricalAccuracy, {}, ("six",)),
    (m.TopKCategoricalAccuracy, {"k": 2}, ("six", "one-hot 3-D")),
    (m.SparseTopKCategoricalAccuracy, {}, ("six sparse",)),
    (m.SparseTopKCategoricalAccuracy, {"k": 2}, ("six sparse", "sparse 3-D")),
    (m.SparseTopKCategoricalAccuracy, {"k": 3, "from_sorted_ids": True}, ("sorted ids",)),
    (m.CategoricalCrossentropy, {}, ("one-hot", "one-hot 3-D")),
    (m.CategoricalCrossentropy, {"from_logits": True}, ("one-hot logits",)),
    (m.CategoricalCrossentropy, {"label_smoothing": 0.1}, ("one-hot",)),
    (m.SparseCategoricalCrossentropy, {}, ("sparse", "sparse column", "sparse 3-D")),
    (m.SparseCategoricalCrossentropy, {"from_logits": True}, ("sparse logits",)),
    (m.SparseCategoricalCrossentropy, {"ignore_class": 1}, ("sparse",)),
    (m.BinaryCrossentropy, {}, ("binary", "binary wide")),
    (m.BinaryCrossentropy, {"from_logits": True}, ("real",)),
    (m.BinaryCrossentropy, {"label_smoothing": 0.1}, ("binary wide",)),
    (m.MeanSquaredError, {}, ("real", "real flat", "real 3-D")),
    (m.MeanAbsoluteError, {}, ("real", "real flat", "real 3-D")),
    (m.RootMeanSquaredError, {}, ("real", "real flat", "real 3-D")),
]


def one(cls, args, given, weights):
    metric = cls(**args)
    fields = ("values",) if len(given[0]) == 1 else ("y_true", "y_pred")
    updates = []
    for i, arrays in enumerate(given):
        update = {f: array(a) for f, a in zip(fields, arrays)}
        if weights:
            update["sample_weight"] = array(weights[i])
        metric.update_state(*arrays, sample_weight=weights[i] if weights else None)
        updates.append(update | {"result": number(np.float32(metric.result()))})
    variables = [{"name": v.name, "value": array(v)} for v in metric.variables]
    metric.reset_state()
    return {
        "metric": serialize(metric),
        "direction": getattr(metric, "_direction", None),
        "updates": updates,
        "variables": variables,
        "empty": number(np.float32(metric.result())),
    }


def cases():
    for cls, args, inputs in METRICS:
        for kind in inputs:
            given = PAIRS[kind]
            name = " ".join([cls.__name__, *(f"{k}={v}" for k, v in args.items()), kind])
            yield name, partial(one, cls, args, given, None)
            for weights in legal(kind):
                yield f"{name} weights {weights}", partial(one, cls, args, given, WEIGHTS[weights])


def legal(kind):
    if kind == "scalars":
        return ("scalar",)
    if kind in ("labels 2-D", "values 2-D", "one-hot 3-D", "sparse 3-D", "real 3-D"):
        return ("per sample", "per element")
    return ("per sample", "zero")
