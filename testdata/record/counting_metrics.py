"""Scores, correlations and overlaps: the result, which may be an array, after each update."""

from functools import partial

import jax.numpy as jnp
import numpy as np
from keras import metrics as m
from keras.src import backend

from .encode import array, serialize
from .formula import integers, unit
from .metrics import F, PAIRS, WEIGHTS, batches, chance, hot
from .more_metrics import MASKS, MASKS2

I = np.int32


def outside(y):
    """Class numbers the first of which are none of three."""
    y = y.astype(I)
    y.flat[0] = -1
    if y.size > 4:
        y.flat[3] = 3
    return y


def few(seed, *shape):
    """Probabilities of which one is 0 and, where there is room, a whole row."""
    p = chance(seed, *shape)
    p[-1, 0] = 0
    if len(p) > 1:
        p[1] = 0
    return p


def grid(seed, n):
    """Numbers in rows of four that none of the rows has twice."""
    return np.round(unit(seed, n, 4) * 4 - 1, 2).astype(F)


GIVEN = PAIRS | {
    "labels image": batches(lambda s, n: (integers(s, 3, n, 2, 2), integers(s + 1, 3, n, 2, 2))),
    "labels outside": batches(
        lambda s, n: (outside(integers(s, 3, n, 3)), outside(integers(s + 1, 3, n, 3))[:, ::-1])
    ),
    "labels float": batches(
        lambda s, n: (integers(s, 3, n).astype(F), integers(s + 1, 3, n).astype(F))
    ),
    "one-hot axis 0": batches(lambda s, n: (hot(4)[integers(s, 4, n)].T, unit(s + 1, 4, n))),
    "one-hot ids": batches(lambda s, n: (hot(4)[integers(s, 4, n)], integers(s + 1, 4, n))),
    "binary few": batches(lambda s, n: (integers(s, 2, n, 3).astype(F), few(s + 1, n, 3))),
    "rows": batches(lambda s, n: (grid(s, n), grid(s + 1, n))),
    "rows 3-D": batches(
        lambda s, n: (grid(s, n * 2).reshape(n, 2, 4), grid(s + 1, n * 2).reshape(n, 2, 4))
    ),
    "rows constant": batches(lambda s, n: (np.ones((n, 4), F), grid(s + 1, n))),
    "constant": batches(lambda s, n: (np.full((n, 2), 2, F), grid(s, n)[:, :2])),
}
SCORED = [
    ({}, ("one-hot", "binary wide", "binary few", "binary")),
    ({"threshold": 0.5}, ("binary wide", "binary")),
    ({"average": "micro"}, ("one-hot", "binary few")),
    ({"average": "macro", "threshold": 0.25}, ("binary wide",)),
    ({"average": "weighted"}, ("one-hot", "binary few")),
    ({"average": "weighted", "threshold": 0.25, "name": "mine"}, ("binary wide",)),
]
FBETA = [
    ({"beta": 2.0}, ("one-hot", "binary wide")),
    ({"beta": 0.5, "average": "macro"}, ("binary wide",)),
    ({"beta": 3.0, "average": "micro", "threshold": 0.75}, ("binary wide",)),
]
R2 = [
    ({}, ("real", "real flat", "constant")),
    ({"class_aggregation": None}, ("real",)),
    ({"class_aggregation": "variance_weighted_average"}, ("real", "constant")),
    ({"num_regressors": 2, "name": "mine"}, ("real", "real flat")),
    ({"num_regressors": 7, "class_aggregation": None}, ("real flat",)),
]
CORRELATIONS = (m.PearsonCorrelation, m.ConcordanceCorrelation)
ALONG = [({}, ("rows", "rows 3-D")), ({"axis": 1, "name": "mine"}, ("rows 3-D",))]
THREE, FOUR = {"num_classes": 3}, {"num_classes": 4}
FLOAT = {"dtype": "float32"}
ROWS = {"sparse_y_true": False, "sparse_y_pred": False, "axis": 0}
IOU = [
    (THREE | {"target_class_ids": [0, 1]}, ("labels", "labels float")),
    (THREE | {"target_class_ids": [2], "name": "mine"} | FLOAT, ("labels",)),
    (THREE | {"target_class_ids": [1, 2], "ignore_class": 0}, ("labels",)),
    (THREE | {"target_class_ids": [0, 2], "ignore_class": -1}, ("labels outside",)),
    (THREE | {"target_class_ids": [0, 2]}, ("labels outside", "labels image")),
    (FOUR | {"target_class_ids": [1, 3], "sparse_y_pred": False}, ("sparse", "sparse 3-D")),
    (FOUR | {"target_class_ids": [0]} | ROWS, ("one-hot axis 0",)),
]
BINARY_IOU = [
    ({}, ("binary", "binary float")),
    ({"target_class_ids": [1], "threshold": 0.25} | FLOAT, ("binary",)),
    ({"target_class_ids": [0], "threshold": 0.0, "name": "mine"}, ("binary few",)),
]
MEAN_IOU = [
    (THREE, ("labels", "labels image", "labels outside")),
    (THREE | {"ignore_class": 1} | FLOAT, ("labels",)),
    (FOUR | {"sparse_y_pred": False, "name": "mine"}, ("sparse",)),
    (FOUR | ROWS, ("one-hot axis 0",)),
]
ONE_HOT_IOU = [
    (FOUR | {"target_class_ids": [0, 2]}, ("one-hot", "one-hot 3-D")),
    (FOUR | {"target_class_ids": [1], "sparse_y_pred": True}, ("one-hot ids",)),
    (FOUR | {"target_class_ids": [3], "ignore_class": 0, "name": "mine"} | FLOAT, ("one-hot",)),
]
ONE_HOT_MEAN_IOU = [
    (FOUR, ("one-hot", "one-hot 3-D")),
    (FOUR | {"sparse_y_pred": True, "ignore_class": 2}, ("one-hot ids",)),
    (FOUR | {"axis": 0, "name": "mine"} | FLOAT, ("one-hot axis 0",)),
]
# metric: [(its arguments, what it is given)]
METRICS = {
    m.F1Score: SCORED,
    m.FBetaScore: SCORED + FBETA,
    m.R2Score: R2,
    m.PearsonCorrelation: ALONG,
    m.ConcordanceCorrelation: ALONG + [({}, ("rows constant",))],
    m.IoU: IOU,
    m.BinaryIoU: BINARY_IOU,
    m.MeanIoU: MEAN_IOU,
    m.OneHotIoU: ONE_HOT_IOU,
    m.OneHotMeanIoU: ONE_HOT_MEAN_IOU,
}


def heavy(metric, given):
    """Weights of samples or, for metrics that count every label of an image, of labels."""
    if not hasattr(metric, "total_cm") or given is GIVEN["labels"]:
        return WEIGHTS["per sample"]
    labels = [y if metric.sparse_y_true else y.argmax(metric.axis) for y, _ in given]
    return [(np.arange(y.size, dtype=I) * 7 % 5).reshape(y.shape) for y in labels]


def one(make, given, weighted, masks=None):
    metric = make()
    weights = heavy(metric, given) if weighted else None
    updates = []
    for i, (y_true, y_pred) in enumerate(given):
        p = jnp.asarray(y_pred)
        update = {"y_true": array(y_true), "y_pred": array(y_pred)}
        if masks:
            backend.set_keras_mask(p, jnp.asarray(masks[i]))
            update["mask"] = array(masks[i])
        if weights:
            update["sample_weight"] = array(weights[i])
        metric.update_state(y_true, p, sample_weight=weights[i] if weights else None)
        updates.append(update | {"result": array(metric.result())})
    variables = [{"name": v.name, "value": array(v)} for v in metric.variables]
    metric.reset_state()
    return {
        "metric": serialize(metric),
        "direction": metric._direction,
        "updates": updates,
        "variables": variables,
        "empty": array(metric.result()),
    }


def cases():
    for cls, configurations in METRICS.items():
        for args, kinds in configurations:
            for kind in kinds:
                name = " ".join([cls.__name__, *(f"{k}={v}" for k, v in args.items()), kind])
                make = partial(cls, **args)
                yield name, partial(one, make, GIVEN[kind], False)
                yield f"{name} weights", partial(one, make, GIVEN[kind], True)
    for cls in (m.PearsonCorrelation, m.ConcordanceCorrelation, m.F1Score, m.R2Score):
        kind, masks = ("rows 3-D", MASKS2) if cls in CORRELATIONS else ("binary wide", MASKS)
        yield f"{cls.__name__} {kind} mask", partial(one, cls, GIVEN[kind], False, masks)
