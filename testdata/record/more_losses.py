"""Further losses, and masks: value, and gradient of its sum with respect to y_pred."""

from functools import partial

import jax
import jax.numpy as jnp
import numpy as np
from keras import losses as l
from keras.src import backend

from . import losses as first
from .encode import array, serialize
from .formula import integers, probabilities, short, unit

F = np.float32
GUESS = short(80, 2, 7, 3)
REAL = short(81, 2, 7, 3)
REAL[0, 0] = GUESS[0, 0]
ABOVE = np.round(unit(82, 7, 3).astype(np.float64) * 3, 2).astype(F)
ABOVE[0] = [0, 0, 2]
COUNTS = integers(83, 5, 7, 3).astype(F)
SIGNS = 2 * integers(84, 2, 7, 3).astype(F) - 1
MIXED = integers(85, 3, 7, 3).astype(F)
ZERO = GUESS.copy()
ZERO[2] = 0

# Nearly of length 1, so that no distance is a difference of equal numbers.
EMBEDDED = short(86, 1, 7, 3)
EMBEDDED = (0.999 * EMBEDDED / np.linalg.norm(EMBEDDED, axis=-1, keepdims=True)).round(3).astype(F)
MEMBERS = np.array([0, 1, 0, 2, 1, 0, 1])

# Three sequences of labels, of which 0 ends one, and logits of six steps.
SPELLED = np.array([[1, 2, 2, 4], [3, 0, 0, 0], [4, 1, 0, 0]])
SPOKEN = short(87, 3, 3, 6, 5)
W3 = np.array([1, 0.5, 3], F)

MASK7 = np.array([1, 0, 1, 1, 0, 0, 1], bool)
MASK23 = np.array([[1, 1, 0], [0, 1, 0]], bool)


def one(cls, args, y_true, y_pred, sample_weight=None, mask=None):
    loss = cls(**args)

    def value(p):
        if mask is not None:
            backend.set_keras_mask(p, jnp.asarray(mask))
        return loss(y_true, p, sample_weight)

    p = jnp.asarray(y_pred)
    gradient = jax.grad(lambda p: value(p).sum())(p)
    thing = serialize(loss)
    thing["config"] |= args  # Keras leaves out Huber's delta
    out = {"loss": thing, "y_true": array(y_true), "y_pred": array(y_pred)}
    if sample_weight is not None:
        out["sample_weight"] = array(sample_weight)
    if mask is not None:
        out["mask"] = array(mask)
    return out | {"value": array(value(p)), "gradient": array(gradient)}


def cases():
    yield from more()
    yield from masks()
    yield from areas()
    yield from classes()
    yield from sequences()


def more():
    hot, soft = first.ONE_HOT[first.LABELS], first.SOFT
    pairs = {
        "real": (REAL, GUESS),
        "above": (ABOVE, COUNTS),
        "counts": (COUNTS, ABOVE),
        "bits": (first.BITS, GUESS),
        "signs": (SIGNS, GUESS),
        "mixed": (MIXED, GUESS),
        "zero": (REAL, ZERO),
        "chances": (first.BITS, first.CHANCES),
        "bit logits": (first.BITS, first.BIT_LOGITS),
        "one-hot": (hot, first.PROBABLE),
        "soft": (soft, first.PROBABLE),
        "logits": (hot, first.LOGITS),
        "3-D": (first.REAL3, first.GUESS3),
        "column": (REAL[:, 0], GUESS[:, :1]),
    }
    table = [
        (l.MeanAbsolutePercentageError, {}, ("real", "counts", "3-D", "column")),
        (l.MeanSquaredLogarithmicError, {}, ("real", "counts", "above")),
        (l.CosineSimilarity, {}, ("real", "zero", "3-D")),
        (l.Huber, {}, ("real", "3-D", "column")),
        (l.Huber, {"delta": 0.25}, ("real",)),
        (l.LogCosh, {}, ("real", "3-D")),
        (l.KLDivergence, {}, ("soft", "one-hot")),
        (l.Poisson, {}, ("counts",)),
        (l.Hinge, {}, ("bits", "signs", "mixed")),
        (l.SquaredHinge, {}, ("bits", "signs")),
        (l.CategoricalHinge, {}, ("one-hot", "logits")),
        (l.BinaryFocalCrossentropy, {}, ("chances",)),
        (l.BinaryFocalCrossentropy, {"from_logits": True, "gamma": 3.0}, ("bit logits",)),
        (
            l.BinaryFocalCrossentropy,
            {"apply_class_balancing": True, "alpha": 0.75, "label_smoothing": 0.1},
            ("chances",),
        ),
        (l.CategoricalFocalCrossentropy, {}, ("one-hot", "soft")),
        (
            l.CategoricalFocalCrossentropy,
            {"from_logits": True, "gamma": 0.5, "alpha": 0.5, "label_smoothing": 0.1},
            ("logits",),
        ),
        (l.CategoricalFocalCrossentropy, {"alpha": [0.1, 0.2, 0.3, 0.4]}, ("one-hot",)),
    ]
    for cls, args, kinds in table:
        for kind in kinds:
            name = " ".join([cls.__name__, *(f"{k}={v}" for k, v in args.items()), kind])
            yield name, partial(one, cls, args, *pairs[kind])
            if kind != "3-D":
                yield f"{name} weights", partial(one, cls, args, *pairs[kind], first.W7)


def masks():
    mse, sparse = l.MeanSquaredError, l.SparseCategoricalCrossentropy
    flat, steps = (REAL, GUESS), (first.LABELS3, first.PROBABLE3)
    ignore = {"ignore_class": int(first.LABELS3[0, 0])}
    for reduction in ("sum_over_batch_size", *first.REDUCTIONS):
        args = {"reduction": reduction}
        name = f"mask {reduction}"
        yield name, partial(one, mse, args, *flat, None, MASK7)
        yield f"{name} weights", partial(one, mse, args, *flat, first.W7, MASK7)
        yield f"{name} steps", partial(one, sparse, args, *steps, None, MASK23)
        yield f"{name} steps weights", partial(one, sparse, args, *steps, first.W23, MASK23)
        yield f"{name} steps ignore", partial(one, sparse, args | ignore, *steps, None, MASK23)
    yield "mask nothing left", partial(one, mse, {}, *flat, None, MASK7 & False)


def areas():
    bits, chances = (np.stack([a, 1 - a], -1) for a in (first.BITS3, first.CHANCES3))
    flat, images = (first.BITS, first.CHANCES), (bits, chances)
    for cls, own in ((l.Dice, {}), (l.Tversky, {"alpha": 0.3, "beta": 0.9})):
        name = cls.__name__
        yield f"{name} column", partial(one, cls, {}, first.BITS[:, 0], first.CHANCES[:, :1])
        yield f"{name} nothing", partial(one, cls, {}, first.BITS * 0, first.CHANCES * 0)
        yield f"{name} mask", partial(one, cls, {}, *flat, None, MASK7)
        yield f"{name} images axis -1", partial(one, cls, own | {"axis": -1}, *images)
        for kind, pair, axis, weights in (
            ("bits", flat, None, first.W7),
            ("bits", flat, -1, first.W7),
            ("bits", flat, [1], first.W7[:, None]),
            ("images", images, [1, 2], first.W2[:, None]),
            ("images", images, [1, 2, 3], first.W2),
        ):
            args = own if axis is None else own | {"axis": axis}
            yield f"{name} {kind} axis {axis}", partial(one, cls, args, *pair)
            args = args | {"reduction": "none"}
            yield f"{name} {kind} axis {axis} weights", partial(one, cls, args, *pair, weights)


def classes():
    table = {
        "": {},
        " diagonal": {"remove_diagonal": False},
        " own": {"gamma": 2.0, "margin": 0.0},
        " sum": {"reduction": "sum", "gamma": 10.0},
        " none": {"reduction": "none", "gamma": 10.0},
    }
    for name, args in table.items():
        yield f"Circle{name}", partial(one, l.Circle, args, MEMBERS, EMBEDDED)
        yield f"Circle{name} weights", partial(one, l.Circle, args, MEMBERS, EMBEDDED, first.W7)
    yield "Circle column", partial(one, l.Circle, {}, MEMBERS[:, None], EMBEDDED)
    yield "Circle mask", partial(one, l.Circle, {}, MEMBERS, EMBEDDED, None, MASK7)
    yield "Circle of one class", partial(one, l.Circle, {}, MEMBERS * 0, EMBEDDED)
    cls, right = l.CategoricalGeneralizedCrossEntropy, first.PROBABLE.copy()
    right[right == 0] = 0.01
    for name, args in {"": {}, " q": {"q": 0.9}, " none": {"q": 0.1, "reduction": "none"}}.items():
        name = f"{cls.__name__}{name}"
        yield name, partial(one, cls, args, first.LABELS, right)
        yield f"{name} weights", partial(one, cls, args, first.LABELS, right, first.W7)
        yield f"{name} 3-D", partial(one, cls, args, first.LABELS3, first.PROBABLE3)


def sequences():
    for reduction in ("sum_over_batch_size", *first.REDUCTIONS):
        args = {} if reduction == "sum_over_batch_size" else {"reduction": reduction}
        yield f"CTC {reduction}", partial(one, l.CTC, args, SPELLED, SPOKEN)
        yield f"CTC {reduction} weights", partial(one, l.CTC, args, SPELLED, SPOKEN, W3)
    yield "CTC one label", partial(one, l.CTC, {}, SPELLED[:, :1], SPOKEN)
    yield "CTC as many labels as steps", partial(one, l.CTC, {}, SPELLED[1:], SPOKEN[1:, :4])
    yield "CTC one step", partial(one, l.CTC, {}, SPELLED[1:2, :1], SPOKEN[1:2, :1])
    yield "CTC no labels", partial(one, l.CTC, {}, SPELLED * 0, SPOKEN)
