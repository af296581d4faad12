"""Layers: outputs, masks, losses, and gradients by inputs and weights.

The weights are given, not drawn. The gradients are of sum(value * w) plus the
layer's losses.
"""

from functools import partial

import jax
import jax.numpy as jnp
import keras
import numpy as np
from keras import constraints as c
from keras import layers as y
from keras import regularizers as r
from keras.src.backend import get_keras_mask, set_keras_mask

from .encode import array, plain, serialize
from .formula import integers, short

ROWS, CUBE, IMAGE = (4, 5), (3, 2, 5), (2, 3, 4, 2)

# name: the layer, the shape of its input (None: integers), and of the input's mask.
LAYERS = {
    "Dense": (y.Dense(3), ROWS),
    "Dense no bias": (y.Dense(3, use_bias=False), ROWS),
    "Dense relu": (y.Dense(4, activation="relu"), ROWS),
    "Dense softmax cube masked": (y.Dense(3, activation="softmax"), CUBE, (3, 2)),
    "Dense 4-D": (y.Dense(2, activation="tanh"), IMAGE),
    "Dense rows masked": (y.Dense(2), ROWS, (4,)),
    "Dense regularizers": (
        y.Dense(
            3,
            activation="sigmoid",
            kernel_regularizer=r.L1L2(0.1, 0.2),
            bias_regularizer="l2",
            activity_regularizer=r.L2(0.3),
        ),
        ROWS,
    ),
    "Dense constraints": (
        y.Dense(3, kernel_constraint=c.MaxNorm(0.5), bias_constraint="non_neg"),
        ROWS,
    ),
    "Dense norms": (
        y.Dense(3, kernel_constraint="unit_norm", bias_constraint=c.MinMaxNorm(0.2, 0.5, rate=0.7)),
        ROWS,
    ),
    "Dense activity cube": (y.Dense(3, activity_regularizer="l1"), CUBE),
    "Dense frozen": (y.Dense(3, kernel_regularizer="l2", trainable=False), ROWS),
    "Dense integers": (y.Dense(3), None),
    "Activation relu": (y.Activation("relu"), ROWS),
    "Activation softmax cube masked": (y.Activation("softmax"), CUBE, (3, 2)),
    "Activation linear": (y.Activation(None), ROWS),
    "Activation activity": (y.Activation("tanh", activity_regularizer="l2"), IMAGE),
    "Dropout": (y.Dropout(0.5), ROWS),
    "Dropout masked": (y.Dropout(0.5, noise_shape=(None, 1, 5)), CUBE, (3, 2)),
    "Dropout rate 0": (y.Dropout(0.0), ROWS),
    "Dropout rate 1": (y.Dropout(1.0), ROWS),
    "Flatten": (y.Flatten(), IMAGE),
    "Flatten channels first": (y.Flatten(data_format="channels_first"), IMAGE),
    "Flatten channels first cube": (y.Flatten(data_format="channels_first"), CUBE),
    "Flatten rank 1": (y.Flatten(), (4,)),
    "Flatten rows": (y.Flatten(), ROWS),
    "Flatten masked": (y.Flatten(), CUBE, (3, 2)),
    "Reshape": (y.Reshape((4, 6)), IMAGE),
    "Reshape open": (y.Reshape((2, -1, 3)), IMAGE),
    "Reshape row": (y.Reshape((-1,)), CUBE),
    "Reshape scalar": (y.Reshape(()), (4, 1)),
    "Reshape masked": (y.Reshape((5, 2)), CUBE, (3, 2)),
    "Rescaling": (y.Rescaling(1 / 255), ROWS),
    "Rescaling offset masked": (y.Rescaling(2.0, offset=-1.0), CUBE, (3, 2)),
    "Rescaling channels": (y.Rescaling([0.5, 2.0], offset=[0.0, 1.0]), IMAGE),
    "Rescaling integers": (y.Rescaling(1 / 127.5, offset=-1.0), None),
    "Rescaling mixed": (y.Rescaling(0.1, offset=[1.0, 2.0]), IMAGE),
}

# The shapes that come out where sizes aren't known.
OPEN = {
    "Dense open": (y.Dense(3), [(None, None, 5), (None, 5)]),
    "Activation open": (y.Activation("relu"), [(None, None), (None, None, 3)]),
    "Dropout open": (y.Dropout(0.5), [(None, None)]),
    "Flatten open": (y.Flatten(), [(None, None, 4), (None, 3, 4), (None,)]),
    "Reshape open sizes": (
        y.Reshape((3, 4)),
        [(None, None, 4), (None, None, None), (None, 12), (5, 12)],
    ),
    "Reshape open hole": (
        y.Reshape((-1, 8)),
        [(None, None, 4), (None, None, None), (None, 16)],
    ),
    "Rescaling open": (y.Rescaling(2.0), [(None, None, 3)]),
}


def fill(layer):
    for i, v in enumerate(layer.weights):
        v.assign(short(10 + i, 1, *v.shape))


def one(layer, shape, mask_shape=None):
    x = integers(1, 256, 3, 4) if shape is None else shape if isinstance(shape, np.ndarray) else short(1, 2, *shape)
    x = jnp.asarray(x)
    layer.build(x.shape)
    fill(layer)
    mask = None
    if mask_shape:
        mask = jnp.asarray(integers(3, 2, *mask_shape).astype(bool))
        set_keras_mask(x, mask)
    value = layer(x)
    out_mask = get_keras_mask(value)
    w = short(2, 1, *value.shape)
    trainable = [v.value for v in layer.trainable_variables]

    def total(trainable, x):
        if mask is not None:
            set_keras_mask(x, mask)
        # Not stateless_call, which leaves the activity regularizer out.
        variables = zip(layer.trainable_variables, trainable)
        with keras.StatelessScope(list(variables), collect_losses=True):
            return (layer(x) * w).sum() + sum(layer.losses)

    if shape is None or isinstance(shape, np.ndarray):
        by_weights, by_x = jax.grad(total)(trainable, x), None
    else:
        by_weights, by_x = jax.grad(total, (0, 1))(trainable, x)
    symbol = keras.Input(batch_shape=(None, *x.shape[1:]), dtype=str(x.dtype))
    out = {
        "layer": serialize(layer),
        "x": array(x),
        "weights": [{"name": v.name, "value": array(v)} for v in layer.weights],
        "value": array(value),
        "output_shape": plain(layer(symbol).shape),
        "w": array(w),
        "losses": [plain(np.asarray(loss)[()]) for loss in (layer(x), layer.losses)[1]],
        "gradients": [array(g) for g in by_weights],
    }
    if by_x is not None:
        out["gradient"] = array(by_x)
    if mask is not None:
        out["mask"] = array(mask)
    if out_mask is not None:
        out["output_mask"] = array(out_mask)
    if any(v.constraint for v in layer.weights):
        out["constrained"] = [array(v.constraint(v)) for v in layer.weights]
    return out


def shapes(layer, inputs):
    def of(shape):
        copy = layer.from_config(layer.get_config())
        return list(copy(keras.Input(batch_shape=shape)).shape)

    return {
        "layer": serialize(layer),
        "shapes": [{"input": list(s), "output": of(s)} for s in inputs],
    }


def fresh(f, layer, *args):
    """f of a new layer, whose name doesn't depend on those before."""
    return f(layer.from_config(layer.get_config() | {"name": "layer"}), *args)


def cases():
    for name, args in LAYERS.items():
        yield name, partial(fresh, one, *args)
    for name, args in OPEN.items():
        yield name, partial(fresh, shapes, *args)
