"""Further metrics, what "accuracy" resolves to, and masks: the result after each update."""

from functools import partial

import jax.numpy as jnp
import numpy as np
from keras import losses as l
from keras import metrics as m
from keras.src import backend
from keras.src.trainers.compile_utils import get_metric

from . import metrics as first
from .encode import array, number, serialize

METRICS = [
    (m.MeanAbsolutePercentageError, {}, ("real", "real flat", "real 3-D")),
    (m.MeanSquaredLogarithmicError, {}, ("real", "binary wide")),
    (m.CosineSimilarity, {}, ("real", "real 3-D")),
    (m.LogCoshError, {}, ("real", "real 3-D")),
    (m.KLDivergence, {}, ("one-hot",)),
    (m.Poisson, {}, ("binary wide",)),
    (m.Hinge, {}, ("binary wide", "real")),
    (m.SquaredHinge, {}, ("binary wide",)),
    (m.CategoricalHinge, {}, ("one-hot", "one-hot 3-D")),
]
RESOLVED = ("binary", "binary float", "one-hot", "one-hot 3-D", "sparse", "sparse column", "sparse 3-D")
MASKS = [np.array(v, bool) for v in ([1, 0, 1, 1, 0], [0, 1, 1], [1])]
MASKS2 = [np.array(v, bool) for v in ([[1, 1], [1, 0], [0, 0], [1, 0], [0, 1]], [[1, 1], [0, 0], [1, 0]], [[0, 1]])]


def one(make, given, weights=None, masks=None):
    metric = make(*given[0])
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
    weights = first.WEIGHTS["per sample"]
    for cls, args, inputs in METRICS:
        for kind in inputs:
            name = " ".join([cls.__name__, *(f"{k}={v}" for k, v in args.items()), kind])
            make = lambda *_, cls=cls, args=args: cls(**args)
            yield name, partial(one, make, first.PAIRS[kind])
            yield f"{name} weights", partial(one, make, first.PAIRS[kind], weights)
    for word in ("accuracy", "acc", "Accuracy"):
        for kind in RESOLVED:
            make = partial(get_metric, word)
            yield f"{word} {kind}", partial(resolved, word, make, first.PAIRS[kind])
            yield f"{word} {kind} weights", partial(resolved, word, make, first.PAIRS[kind], weights)
    for cls in (m.MeanSquaredError, m.RootMeanSquaredError, m.Accuracy):
        for kind, masks in (("real", MASKS), ("real 3-D", MASKS2)):
            name = f"{cls.__name__} {kind} mask"
            make = lambda *_, cls=cls: cls()
            yield name, partial(one, make, first.PAIRS[kind], None, masks)
            elements = weights if kind == "real" else first.WEIGHTS["per element"]
            yield f"{name} weights", partial(one, make, first.PAIRS[kind], elements, masks)
    for loss in (l.MeanSquaredError(), l.Huber(reduction="sum"), l.MeanAbsoluteError("mean_with_sample_weight")):
        make = lambda *_, loss=loss: m.MeanMetricWrapper(loss)
        for kind in ("real", "real 3-D"):
            yield f"MeanMetricWrapper {loss.name} {kind}", partial(one, make, first.PAIRS[kind])
    make = lambda *_: m.SparseCategoricalCrossentropy(ignore_class=1)
    yield "ignored and masked", partial(one, make, first.PAIRS["sparse"], weights, MASKS)


def resolved(word, make, given, weights=None):
    """The string takes the place of the metric that it stands for."""
    return one(make, given, weights) | {"metric": word}
