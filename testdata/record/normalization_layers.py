"""Normalization layers, also in training: outputs, masks, gradients, and the weights
after a step."""

from functools import partial

import jax
import jax.numpy as jnp
import keras
import numpy as np
from keras import layers as y
from keras.src.backend import get_keras_mask, set_keras_mask

from .encode import array, plain, serialize
from .formula import integers, short, unit

ROWS, CUBE, IMAGE = (4, 5), (3, 2, 5), (2, 3, 4, 4)
TRAINING = {"training": True}


def renorm(**clipping):
    return y.BatchNormalization(
        renorm=True, renorm_clipping=clipping, renorm_momentum=0.8, momentum=0.9
    )


# name: the layer, the shapes of its inputs, and settings of the case.
LAYERS = {
    "BatchNormalization": (y.BatchNormalization(), [ROWS]),
    "BatchNormalization cube": (y.BatchNormalization(epsilon=0.1), [CUBE]),
    "BatchNormalization first": (y.BatchNormalization(axis=1), [IMAGE]),
    "BatchNormalization no center": (y.BatchNormalization(center=False), [ROWS]),
    "BatchNormalization no scale": (y.BatchNormalization(scale=False), [ROWS]),
    "BatchNormalization neither": (y.BatchNormalization(scale=False, center=False), [ROWS]),
    "BatchNormalization masked": (y.BatchNormalization(), [CUBE], {"masks": [(3, 2)]}),
    "BatchNormalization integers": (y.BatchNormalization(), [None]),
    "BatchNormalization penalties": (
        y.BatchNormalization(
            beta_regularizer="l1",
            gamma_regularizer="l2",
            beta_constraint="non_neg",
            gamma_constraint="unit_norm",
            activity_regularizer="l2",
        ),
        [ROWS],
    ),
    "BatchNormalization renorm": (renorm(rmax=1.0), [ROWS]),
    "BatchNormalization training": (y.BatchNormalization(), [ROWS], TRAINING),
    "BatchNormalization training cube": (
        y.BatchNormalization(momentum=0.8, epsilon=0.01),
        [CUBE],
        TRAINING,
    ),
    "BatchNormalization training first": (y.BatchNormalization(axis=1), [IMAGE], TRAINING),
    "BatchNormalization training last": (y.BatchNormalization(axis=-1), [IMAGE], TRAINING),
    "BatchNormalization training no center": (
        y.BatchNormalization(center=False, momentum=0.0),
        [ROWS],
        TRAINING,
    ),
    "BatchNormalization training no scale": (
        y.BatchNormalization(scale=False, momentum=1.0),
        [ROWS],
        TRAINING,
    ),
    "BatchNormalization training frozen": (
        y.BatchNormalization(trainable=False),
        [ROWS],
        TRAINING,
    ),
    "BatchNormalization training masked": (
        y.BatchNormalization(),
        [CUBE],
        TRAINING | {"masks": [(3, 2)]},
    ),
    "BatchNormalization training masked rows": (
        y.BatchNormalization(momentum=0.5),
        [ROWS],
        TRAINING | {"masks": [(4,)]},
    ),
    "BatchNormalization training integers": (y.BatchNormalization(), [None], TRAINING),
    "BatchNormalization training renorm": (renorm(), [ROWS], TRAINING),
    "BatchNormalization training renorm clipped": (
        renorm(rmin=0.9, rmax=1.1, dmax=0.2),
        [CUBE],
        TRAINING,
    ),
    "BatchNormalization training renorm neither": (
        y.BatchNormalization(renorm=True, scale=False, center=False),
        [ROWS],
        TRAINING,
    ),
    "LayerNormalization": (y.LayerNormalization(), [ROWS]),
    "LayerNormalization cube": (y.LayerNormalization(epsilon=0.1), [CUBE]),
    "LayerNormalization image": (y.LayerNormalization(), [IMAGE]),
    "LayerNormalization axis": (y.LayerNormalization(axis=1), [CUBE]),
    "LayerNormalization axes": (y.LayerNormalization(axis=[1, 2]), [CUBE]),
    "LayerNormalization last axes": (y.LayerNormalization(axis=[-2, -1]), [IMAGE]),
    "LayerNormalization apart": (y.LayerNormalization(axis=[1, 3]), [IMAGE]),
    "LayerNormalization no center": (y.LayerNormalization(center=False), [ROWS]),
    "LayerNormalization no scale": (y.LayerNormalization(scale=False), [CUBE]),
    "LayerNormalization neither": (y.LayerNormalization(scale=False, center=False), [ROWS]),
    "LayerNormalization rms_scaling": (y.LayerNormalization(rms_scaling=True), [CUBE]),
    "LayerNormalization masked": (y.LayerNormalization(), [CUBE], {"masks": [(3, 2)]}),
    "LayerNormalization training": (y.LayerNormalization(), [CUBE], TRAINING),
    "LayerNormalization penalties": (
        y.LayerNormalization(
            beta_regularizer="l1",
            gamma_regularizer="l2",
            beta_constraint="non_neg",
            gamma_constraint="unit_norm",
        ),
        [ROWS],
    ),
    "GroupNormalization": (y.GroupNormalization(2), [IMAGE]),
    "GroupNormalization each": (y.GroupNormalization(-1), [IMAGE]),
    "GroupNormalization one": (y.GroupNormalization(1, epsilon=0.1), [IMAGE]),
    "GroupNormalization first": (y.GroupNormalization(3, axis=1), [(2, 6, 2, 2)]),
    "GroupNormalization axis": (y.GroupNormalization(2, axis=-2), [IMAGE]),
    "GroupNormalization rows": (y.GroupNormalization(3), [(2, 6)]),
    "GroupNormalization no center": (y.GroupNormalization(2, center=False), [IMAGE]),
    "GroupNormalization no scale": (y.GroupNormalization(2, scale=False), [IMAGE]),
    "GroupNormalization masked": (y.GroupNormalization(5), [CUBE], {"masks": [(3, 2)]}),
    "RMSNormalization": (y.RMSNormalization(), [ROWS]),
    "RMSNormalization cube": (y.RMSNormalization(epsilon=0.1), [CUBE]),
    "RMSNormalization axes": (y.RMSNormalization(axis=[-2, -1]), [CUBE]),
    "RMSNormalization masked": (y.RMSNormalization(), [CUBE], {"masks": [(3, 2)]}),
    "UnitNormalization": (y.UnitNormalization(), [ROWS]),
    "UnitNormalization axis": (y.UnitNormalization(axis=1), [CUBE]),
    "UnitNormalization axes": (y.UnitNormalization(axis=[1, 2]), [CUBE]),
    "UnitNormalization masked": (y.UnitNormalization(), [CUBE], {"masks": [(3, 2)]}),
    "SpectralNormalization": (y.SpectralNormalization(y.Dense(3, name="d")), [ROWS]),
    "SpectralNormalization training": (
        y.SpectralNormalization(y.Dense(3, activation="tanh", name="d")),
        [ROWS],
        TRAINING,
    ),
    "SpectralNormalization training often": (
        y.SpectralNormalization(y.Dense(4, name="d"), power_iterations=5),
        [CUBE],
        TRAINING,
    ),
    "SpectralNormalization masked": (
        y.SpectralNormalization(y.Dense(2, name="d")),
        [CUBE],
        {"masks": [(3, 2)]},
    ),
}


def numbers(seed, name, shape):
    """What a weight is set to; variances and deviations are positive."""
    if "variance" in name or "stddev" in name:
        return np.round(unit(seed, *shape) + 0.5, 2).astype(np.float32)
    return short(seed, 1, *shape)


def one(layer, inputs, masks=(), training=False, values=None):
    xs = [
        jnp.asarray(integers(1 + 50 * i, 256, 3, 4) if s is None else short(1 + 50 * i, 2, *s))
        for i, s in enumerate(inputs)
    ]
    if values is not None:
        xs = [jnp.asarray(v) for v in values]
    masks = [m and jnp.asarray(integers(3 + i, 2, *m).astype(bool)) for i, m in enumerate(masks)]
    layer.build(xs[0].shape if len(xs) == 1 else [x.shape for x in xs])
    for i, v in enumerate(layer.weights):
        v.assign(numbers(10 + i, v.name, v.shape))
    if hasattr(layer, "finalize_state"):
        layer.finalize_state()
    before = [{"name": v.name, "value": array(v)} for v in layer.weights]
    w = None

    def call(trainable, xs):
        """The output, the losses and what becomes of the weights."""
        for x, m in zip(xs, masks):
            if m is not None:
                set_keras_mask(x, m)
        variables = list(zip(layer.trainable_variables, trainable))
        with keras.StatelessScope(variables, collect_losses=True) as scope:
            out = layer(xs[0] if len(xs) == 1 else xs, **({"training": True} if training else {}))
            losses = [jnp.asarray(loss) for loss in layer.losses]
            after = [scope.get_current_value(v) for v in layer.weights]
        after = [v if a is None else a for a, v in zip(after, layer.weights)]
        return out, losses, after

    def total(trainable, floats):
        parts = iter(floats)
        all = [next(parts) if jnp.issubdtype(x.dtype, jnp.floating) else x for x in xs]
        out, losses, _ = call(trainable, all)
        return (out * w).sum() + sum(losses)

    trainable = [v.value for v in layer.trainable_variables]
    value, losses, after = call(trainable, xs)
    w = short(2, 1, *value.shape)
    floats = [x for x in xs if jnp.issubdtype(x.dtype, jnp.floating)]
    by_weights, by_x = jax.grad(total, (0, 1))(trainable, floats)
    symbols = [keras.Input(batch_shape=(None, *x.shape[1:]), dtype=str(x.dtype)) for x in xs]
    symbol = layer(symbols[0] if len(xs) == 1 else symbols)
    out = {
        "layer": serialize(layer),
        "inputs": [array(x) for x in xs],
        "training": training,
        "weights": before,
        "value": array(value),
        "output_shape": plain(symbol.shape),
        "w": array(w),
        "losses": [plain(np.asarray(loss)[()]) for loss in losses],
        "gradients": [array(g) for g in by_weights],
        "input_gradients": [array(g) for g in by_x],
    }
    if masks:
        out["masks"] = [None if m is None else array(m) for m in masks]
    if get_keras_mask(value) is not None:
        out["output_mask"] = array(get_keras_mask(value))
    if training:
        out["after"] = [array(v) for v in after]
    return out


def fresh(layer, inputs, options=None):
    """one of a new layer, whose name doesn't depend on those before."""
    return one(layer.from_config(layer.get_config() | {"name": "layer"}), inputs, **(options or {}))


def cases():
    for name, args in LAYERS.items():
        yield name, partial(fresh, *args)
