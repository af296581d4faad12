"""Losses: value, and gradient of its sum with respect to y_pred."""

from functools import partial

import jax
import jax.numpy as jnp
import numpy as np
from keras import losses as l

from .encode import array, serialize
from .formula import integers, probabilities, short

F = np.float32
ONE_HOT = np.eye(4, dtype=F)

# Seven samples of four classes. Some predictions are exactly 0 and 1, one row does not sum to 1.
LABELS = integers(21, 4, 7)
PROBABLE = probabilities(22, 7, 4)
PROBABLE[1] = [1, 0, 0, 0]
PROBABLE[2] = ONE_HOT[LABELS[2]]
PROBABLE[3] = ONE_HOT[(LABELS[3] + 1) % 4]
PROBABLE[4] = [0.2, 0.1, 0.4, 0.1]
LOGITS = short(23, 4, 7, 4)
LOGITS[1] = [40, -40, 0, 40]
SOFT = probabilities(24, 7, 4)

# Seven samples of three yes-or-no answers.
BITS = integers(25, 2, 7, 3).astype(F)
CHANCES = np.round(0.5 + 0.5 * short(26, 0.99, 7, 3).astype(np.float64), 3).astype(F)
CHANCES[1] = [0, 1, 0.5]
CHANCES[2] = 1 - BITS[2]
BIT_LOGITS = short(27, 5, 7, 3)
BIT_LOGITS[1] = [0, 40, -40]

# Two sequences of three steps.
LABELS3 = integers(28, 4, 2, 3)
PROBABLE3 = probabilities(29, 2, 3, 4)
LOGITS3 = short(30, 4, 2, 3, 4)
BITS3 = integers(31, 2, 2, 3, 2).astype(F)
CHANCES3 = np.round(0.5 + 0.5 * short(32, 0.99, 2, 3, 2).astype(np.float64), 3).astype(F)

REAL = short(33, 2, 7, 3)
GUESS = short(34, 2, 7, 3)
GUESS[1, 0] = REAL[1, 0]  # where the absolute value has its kink
REAL3 = short(35, 2, 2, 3, 4)
GUESS3 = short(36, 2, 2, 3, 4)

W7 = np.array([1, 0.5, 2, 0, 1, 3, 0.25], F)
W2 = np.array([0.5, 2], F)
W23 = np.array([[1, 0, 2], [0.5, 3, 1]], F)
REDUCTIONS = ("sum", "mean", "mean_with_sample_weight", "none")


def one(loss, y_true, y_pred, sample_weight=None):
    y_pred = jnp.asarray(y_pred)
    value = np.asarray(loss(y_true, y_pred, sample_weight))
    gradient = jax.grad(lambda p: loss(y_true, p, sample_weight).sum())(y_pred)
    out = {"loss": serialize(loss), "y_true": array(y_true), "y_pred": array(y_pred)}
    if sample_weight is not None:
        out["sample_weight"] = array(sample_weight)
    return out | {"value": array(value), "gradient": array(gradient)}


def weighted(name, cls, y_true, y_pred, weights, **args):
    """Every reduction, without weights and with each of them."""
    yield name, partial(one, cls(**args), y_true, y_pred)
    for reduction in REDUCTIONS:
        loss = cls(reduction=reduction, **args)
        yield f"{name} {reduction}", partial(one, loss, y_true, y_pred)
    for kind, w in weights.items():
        for reduction in ("sum_over_batch_size", *REDUCTIONS):
            loss = cls(reduction=reduction, **args)
            yield f"{name} {reduction} weights {kind}", partial(one, loss, y_true, y_pred, w)


def cases():
    flat = {"per sample": W7, "column": W7[:, None]}
    steps = {"column": W2[:, None], "per element": W23}
    yield from categorical(flat, steps)
    yield from sparse(flat, steps)
    yield from binary(flat, steps)
    for name, cls in (("mse", l.MeanSquaredError), ("mae", l.MeanAbsoluteError)):
        yield from regression(name, cls, flat, steps)


def categorical(flat, steps):
    cls = l.CategoricalCrossentropy
    hot, hot3 = ONE_HOT[LABELS], ONE_HOT[LABELS3]
    yield from weighted("categorical", cls, hot, PROBABLE, flat)
    yield from weighted("categorical 3-D", cls, hot3, PROBABLE3, steps)
    yield "categorical soft", partial(one, cls(), SOFT, PROBABLE)
    yield "categorical logits", partial(one, cls(from_logits=True), hot, LOGITS)
    yield "categorical logits soft", partial(one, cls(from_logits=True), SOFT, LOGITS)
    yield "categorical logits 3-D", partial(one, cls(from_logits=True), hot3, LOGITS3)
    yield "categorical smoothing", partial(one, cls(label_smoothing=0.1), hot, PROBABLE)
    smooth = cls(from_logits=True, label_smoothing=0.2)
    yield "categorical logits smoothing", partial(one, smooth, hot, LOGITS)
    across = (np.moveaxis(hot3, -1, 1), np.moveaxis(PROBABLE3, -1, 1))
    yield "categorical axis 1", partial(one, cls(axis=1), *across)
    yield "categorical axis 1 weights", partial(one, cls(axis=1), *across, W23)
    across = (np.moveaxis(hot3, -1, 1), np.moveaxis(LOGITS3, -1, 1))
    yield "categorical logits axis 1", partial(one, cls(axis=1, from_logits=True), *across)


def sparse(flat, steps):
    cls = l.SparseCategoricalCrossentropy
    yield from weighted("sparse", cls, LABELS, PROBABLE, flat)
    yield from weighted("sparse 3-D", cls, LABELS3, PROBABLE3, steps)
    yield from weighted("sparse ignore", cls, LABELS, PROBABLE, flat, ignore_class=int(LABELS[0]))
    yield "sparse column", partial(one, cls(), LABELS[:, None], PROBABLE)
    yield "sparse float labels", partial(one, cls(), LABELS.astype(F), PROBABLE)
    yield "sparse logits", partial(one, cls(from_logits=True), LABELS, LOGITS)
    yield "sparse logits column", partial(one, cls(from_logits=True), LABELS[:, None], LOGITS)
    yield "sparse logits 3-D", partial(one, cls(from_logits=True), LABELS3, LOGITS3)
    yield "sparse 3-D column", partial(one, cls(), LABELS3[..., None], PROBABLE3)
    void = LABELS.copy()
    void[[0, 4]] = -1
    ignore = cls(ignore_class=-1, from_logits=True)
    yield "sparse logits ignore -1", partial(one, ignore, void, LOGITS)
    yield "sparse logits ignore -1 weights", partial(one, ignore, void, LOGITS, W7)
    yield "sparse ignore all", partial(one, cls(ignore_class=2), np.full(7, 2), PROBABLE)
    yield "sparse ignore 3-D", partial(one, cls(ignore_class=int(LABELS3[0, 0])), LABELS3, PROBABLE3)


def binary(flat, steps):
    cls = l.BinaryCrossentropy
    yield from weighted("binary", cls, BITS, CHANCES, flat)
    yield from weighted("binary 3-D", cls, BITS3, CHANCES3, steps)
    yield "binary logits", partial(one, cls(from_logits=True), BITS, BIT_LOGITS)
    yield "binary smoothing", partial(one, cls(label_smoothing=0.1), BITS, CHANCES)
    smooth = cls(from_logits=True, label_smoothing=0.2)
    yield "binary logits smoothing", partial(one, smooth, BITS, BIT_LOGITS)
    yield "binary axis 1", partial(one, cls(axis=1), BITS3, CHANCES3)
    yield from ranks("binary", cls(), BITS[:, 0], CHANCES[:, 0])
    yield from ranks("binary logits", cls(from_logits=True), BITS[:, 0], BIT_LOGITS[:, 0])


def regression(name, cls, flat, steps):
    yield from weighted(name, cls, REAL, GUESS, flat)
    yield from weighted(f"{name} 3-D", cls, REAL3, GUESS3, steps)
    yield f"{name} integer targets", partial(one, cls(), integers(37, 5, 7, 3), GUESS)
    yield from ranks(name, cls(), REAL[:, 0], GUESS[:, 0])


def ranks(name, loss, y_true, y_pred):
    """Targets and predictions of shapes (n,) and (n, 1), every pair."""
    shapes = {"n": lambda y: y, "n1": lambda y: y[:, None]}
    for t, of_true in shapes.items():
        for p, of_pred in shapes.items():
            arrays = (of_true(y_true), of_pred(y_pred))
            yield f"{name} ranks {t} {p}", partial(one, loss, *arrays)
            yield f"{name} ranks {t} {p} weights", partial(one, loss, *arrays, W7)
