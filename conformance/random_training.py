"""Random optimizers, losses and metrics."""

import collections

import numpy as np
from keras import layers as y
from keras import losses as l
from keras import metrics as m
from keras import optimizers as o
from keras.optimizers import schedules as s

# End is what a model gives and how it is judged; target makes targets for predictions
# of a shape, numbers of classes if sparse.
End = collections.namedtuple("End", "output loss metrics weighted_metrics target sparse")


def schedule(d):
    r = d.choice([0.003, 0.01])
    return d.call(
        lambda: s.ExponentialDecay(r, d.randint(2, 5), 0.7, staircase=d.random() < 0.5), lambda: s.PiecewiseConstantDecay([2, 5], [r, r / 2, r / 5]),
        lambda: s.PolynomialDecay(r, 6, r / 10, power=d.choice([1.0, 2.0]), cycle=d.random() < 0.5), lambda: s.InverseTimeDecay(r, 3, 0.5, staircase=d.random() < 0.5),
        lambda: s.CosineDecay(r, 8, alpha=0.1), lambda: s.CosineDecay(r / 10, 6, warmup_target=r, warmup_steps=3),
        lambda: s.CosineDecayRestarts(r, 3, t_mul=1.5, m_mul=0.8, alpha=0.05))  # fmt: skip


def optimizer(d):
    """An optimizer whose epsilon is large enough that it doesn't make much of gradients
    that are nothing but rounding errors."""
    a = {"learning_rate": d.maybe(0.4, schedule(d), d.choice([0.002, 0.01]))}
    if d.random() < 0.3:
        a[d.choice(["clipnorm", "global_clipnorm", "clipvalue"])] = d.choice([0.05, 0.5])
    if d.random() < 0.25:
        a["weight_decay"] = 0.02
    if d.random() < 0.25:
        a.update(use_ema=True, ema_momentum=d.choice([0.99, 0.7]), ema_overwrite_frequency=d.maybe(0.5, d.randint(1, 4)))
    if d.random() < 0.2:
        a["gradient_accumulation_steps"] = d.randint(2, 4)
    if d.random() < 0.1:
        a["loss_scale_factor"] = 8.0
    flag, e = d.random() < 0.4, {"epsilon": 1e-3}
    return d.call(
        lambda: d.choice(["sgd", "adam", "rmsprop", "adagrad", "adamax"]), lambda: o.SGD(momentum=d.choice([0.0, 0.9]), nesterov=flag, **a),
        lambda: o.RMSprop(rho=d.choice([0.9, 0.8]), momentum=d.choice([0.0, 0.5]), centered=flag, **e, **a), lambda: o.Adamax(**e, **a), lambda: o.Nadam(**e, **a),
        lambda: o.Adam(beta_1=d.choice([0.9, 0.5]), beta_2=d.choice([0.999, 0.9]), amsgrad=flag, **e, **a), lambda: o.AdamW(amsgrad=flag, **e, **{"weight_decay": 0.004, **a}),
        lambda: o.Adagrad(initial_accumulator_value=d.choice([0.1, 0.3]), **e, **a), lambda: o.Adadelta(rho=0.9, epsilon=1e-2, **{**a, "learning_rate": 0.1}))  # fmt: skip


def reduction(d):
    a = {"reduction": d.choice(["sum_over_batch_size", "sum_over_batch_size", "sum", "mean_with_sample_weight", "mean"])}
    if d.random() < 0.1:
        a["name"] = "judge"
    return a


def some(d, found, weighted=False):
    """A few of the metrics. Keras refuses losses in their place that have weights."""
    chosen = [f() if callable(f) else f for f in d.sample(found, d.randint(0, min(3, len(found))))]
    return [f for f in chosen if not (weighted and isinstance(f, l.Loss))]


def end(d, found, output, loss, target, sparse=False):
    return End(output, loss, some(d, found), some(d, found, True) if d.random() < 0.3 else [], target, sparse)


def numbers(d, x, name):
    r, positive = reduction(d), d.random() < 0.5
    loss = d.call(
        lambda: d.choice(["mean_squared_error", "mae", "huber", "log_cosh", "cosine_similarity", "msle", "mse"]), lambda: l.MeanSquaredError(**r), lambda: l.MeanAbsoluteError(**r),
        lambda: l.Huber(**r), lambda: l.LogCosh(**r), lambda: l.CosineSimilarity(axis=-1, **r), lambda: l.MeanSquaredLogarithmicError(**r),
        lambda: l.MeanAbsolutePercentageError(**r))  # fmt: skip
    found = [
        lambda: m.MeanSquaredError(), lambda: m.MeanAbsoluteError(name="far"), lambda: m.RootMeanSquaredError(), lambda: m.CosineSimilarity(), lambda: m.LogCoshError(), "mape",
        lambda: m.MeanSquaredLogarithmicError(), "mean_absolute_error", "mse", lambda: l.MeanSquaredError(), lambda: l.Huber(), lambda: l.LogCosh(name="soft"),
    ]  # fmt: skip
    out = y.Dense(d.randint(1, 3), d.choice([None, "softplus"]), name=name)(x)
    return end(d, found, out, loss, lambda g, shape: g.uniform(0.2, 2, shape) if positive else g.normal(size=shape))


def classes(d, x, name):
    r, logits, n = reduction(d), d.random() < 0.4, d.randint(2, 5)
    out = y.Dense(n, None if logits else "softmax", name=name)(x)
    if d.random() < 0.5:
        loss = d.call(
            lambda: l.SparseCategoricalCrossentropy(from_logits=True) if logits else "sparse_categorical_crossentropy",
            lambda: l.SparseCategoricalCrossentropy(from_logits=logits, ignore_class=d.maybe(0.5, 0), **r))  # fmt: skip
        found = [
            "accuracy", "acc", "sparse_categorical_accuracy", lambda: m.SparseCategoricalAccuracy(), lambda: m.SparseTopKCategoricalAccuracy(2),
            lambda: m.SparseCategoricalCrossentropy(from_logits=logits), lambda: l.SparseCategoricalCrossentropy(from_logits=logits),
        ]  # fmt: skip
        return end(d, found, out, loss, lambda g, shape: g.integers(0, n, shape[:-1])[..., None].astype("int32"), sparse=True)
    smooth = {"from_logits": logits, "label_smoothing": d.choice([0.0, 0.1])}
    loss = d.call(
        lambda: l.CategoricalCrossentropy(**smooth, **r), lambda: l.CategoricalFocalCrossentropy(alpha=0.3, gamma=d.choice([2.0, 1.0]), **smooth, **r),
        lambda: l.CategoricalHinge(**r) if logits else l.KLDivergence(**r), lambda: l.CategoricalHinge(**r),
        lambda: l.CategoricalHinge() if logits else "crossentropy")  # fmt: skip
    found = [
        "accuracy", lambda: m.CategoricalAccuracy(), lambda: m.TopKCategoricalAccuracy(2), lambda: m.CategoricalCrossentropy(from_logits=logits, label_smoothing=0.1),
        lambda: m.CategoricalHinge(), lambda: m.KLDivergence(), "mse",
    ]  # fmt: skip
    return end(d, found, out, loss, lambda g, shape: np.eye(n)[g.integers(0, n, shape[:-1])])


def binary(d, x, name):
    r, logits = reduction(d), d.random() < 0.4
    smooth = {"from_logits": logits, "label_smoothing": d.choice([0.0, 0.2])}
    loss = d.call(
        lambda: l.BinaryCrossentropy(**smooth, **r), lambda: l.Hinge(**r), lambda: l.SquaredHinge(**r), lambda: "hinge" if logits else "binary_crossentropy",
        lambda: l.BinaryFocalCrossentropy(apply_class_balancing=d.random() < 0.5, alpha=0.4, gamma=d.choice([2.0, 1.5]), **smooth, **r),
        lambda: "squared_hinge" if logits else l.Poisson(**r))  # fmt: skip
    found = [
        "accuracy", lambda: m.BinaryAccuracy(threshold=0.4), lambda: m.BinaryCrossentropy(from_logits=logits, label_smoothing=0.1), lambda: m.Hinge(), lambda: m.SquaredHinge(),
        lambda: m.Accuracy(), lambda: m.MeanSquaredError() if logits else m.Poisson(),
    ]  # fmt: skip
    out = y.Dense(d.choice([1, 1, 3]), None if logits else "sigmoid", name=name)(x)
    return end(d, found, out, loss, lambda g, shape: g.integers(0, 2, shape))


def judged(d, x, name):
    """An End of a value."""
    return d.choice([numbers, numbers, classes, binary])(d, x, name)
