"""Activation, noise, preprocessing and core layers, as in normalization_layers.py; and
what layers take from data."""

import types
from functools import partial

import keras
import numpy as np
from keras import layers as y
from keras import ops
from keras.src.layers.preprocessing import normalization

from .encode import array, serialize
from .formula import short
from .normalization_layers import fresh

ROWS, CUBE, IMAGE = (4, 5), (3, 2, 5), (2, 3, 4, 2)
TRAINING, MASKED = {"training": True}, {"masks": [(3, 2)]}
BINS = [-1.0, 0.0, 0.25, 1.5]


@keras.saving.register_keras_serializable("layerstest")
def scaled(x, factor=2.0):
    return x * factor


@keras.saving.register_keras_serializable("layerstest")
def only_training(x, training=None):
    return x * 3.0 if training else x


def gaps():
    """Rows of which some are 0 or -1 altogether, and some in part."""
    x = short(1, 2, 3, 4, 2)
    x[0, 1] = x[2, 3] = 0
    x[1, 0] = x[2, 2] = -1
    x[1, 2, 0] = 0
    return {"values": [x]}


LAYERS = {
    "ReLU": (y.ReLU(), [ROWS]),
    "ReLU max": (y.ReLU(max_value=1.0), [ROWS]),
    "ReLU max 6": (y.ReLU(max_value=6.0, negative_slope=0.1), [ROWS]),
    "ReLU slope": (y.ReLU(negative_slope=0.5), [ROWS]),
    "ReLU threshold": (y.ReLU(threshold=0.5), [ROWS]),
    "ReLU all masked": (y.ReLU(1.5, 0.2, 0.3), [CUBE], MASKED),
    "LeakyReLU": (y.LeakyReLU(), [ROWS]),
    "LeakyReLU slope masked": (y.LeakyReLU(0.0), [CUBE], MASKED),
    "PReLU": (y.PReLU(), [ROWS]),
    "PReLU shared": (y.PReLU(shared_axes=[1, 2]), [IMAGE]),
    "PReLU shared masked": (
        y.PReLU(shared_axes=[1], alpha_regularizer="l2", alpha_constraint="non_neg"),
        [CUBE],
        MASKED,
    ),
    "ELU": (y.ELU(), [ROWS]),
    "ELU alpha masked": (y.ELU(0.5), [CUBE], MASKED),
    "Softmax": (y.Softmax(), [ROWS]),
    "Softmax axis": (y.Softmax(axis=1), [CUBE]),
    "Softmax axes": (y.Softmax(axis=[1, 2]), [IMAGE]),
    "Softmax masked": (y.Softmax(), [ROWS], {"masks": [ROWS]}),
    "Softmax masked last": (y.Softmax(), [CUBE], {"masks": [(1, 5)]}),
    "Softmax axes masked": (y.Softmax(axis=[-2, -1]), [CUBE], {"masks": [CUBE]}),
    "GaussianNoise": (y.GaussianNoise(0.5), [ROWS]),
    "GaussianNoise none": (y.GaussianNoise(0.0), [CUBE], TRAINING | MASKED),
    "GaussianDropout": (y.GaussianDropout(0.5), [CUBE], MASKED),
    "GaussianDropout none": (y.GaussianDropout(0.0), [ROWS], TRAINING),
    "AlphaDropout": (y.AlphaDropout(0.5), [CUBE], MASKED),
    "AlphaDropout none": (y.AlphaDropout(0.0), [ROWS], TRAINING),
    "ActivityRegularization": (y.ActivityRegularization(0.1, 0.2), [CUBE], MASKED),
    "ActivityRegularization l1": (y.ActivityRegularization(l1=0.3), [ROWS]),
    "ActivityRegularization none": (y.ActivityRegularization(), [ROWS]),
    "Normalization": (y.Normalization(), [ROWS]),
    "Normalization all": (y.Normalization(axis=None), [CUBE], MASKED),
    "Normalization axes": (y.Normalization(axis=(1, 2)), [IMAGE]),
    "Normalization integers": (y.Normalization(invert=True), [None]),
    "Normalization number": (y.Normalization(mean=3.0, variance=2.0), [ROWS]),
    "Normalization zero": (y.Normalization(mean=0, variance=0.25), [ROWS]),
    "Normalization list": (
        y.Normalization(mean=[1.0, 2.0, 3.0, 4.0, 5.0], variance=[1.0, 0.5, 2.0, 3.0, 4.0], invert=True),
        [CUBE],
    ),
    "Normalization nested": (
        y.Normalization(axis=(1, 3), mean=[[1.0, 2.0]], variance=[[0.5, 2.0]]),
        [IMAGE],
    ),
    "Normalization axis list": (
        y.Normalization(axis=(1, 3), mean=[1.0, 2.0], variance=[0.5, 2.0]),
        [IMAGE],
    ),
    "Discretization": (y.Discretization(BINS), [ROWS]),
    "Discretization none": (y.Discretization([]), [ROWS]),
    "Discretization integers": (y.Discretization([10.0, 100.0, 100.0, 200.5]), [None]),
    "Discretization one_hot": (y.Discretization(BINS, output_mode="one_hot"), [(3, 2)]),
    "Discretization one_hot one": (y.Discretization(BINS, output_mode="one_hot"), [(4, 1)]),
    "Discretization multi_hot": (y.Discretization(BINS, output_mode="multi_hot"), [ROWS]),
    "Discretization count": (y.Discretization(BINS, output_mode="count"), [ROWS]),
    "Discretization count cube": (y.Discretization(BINS, output_mode="count"), [(2, 3, 2)]),
    "Identity": (y.Identity(), [CUBE], MASKED),
    "Lambda": (y.Lambda(scaled), [ROWS]),
    "Lambda arguments": (y.Lambda(scaled, output_shape=(2, 5), arguments={"factor": 0.5}), [CUBE], MASKED),
    "Lambda builtin": (y.Lambda(ops.relu), [ROWS]),
    "Lambda inference": (y.Lambda(only_training), [ROWS]),
    "Lambda training": (y.Lambda(only_training), [ROWS], TRAINING),
    "Masking": (y.Masking(), [(3, 4, 2)], gaps()),
    "Masking value": (y.Masking(-1.0), [(3, 4, 2)], gaps()),
    "Masking masked": (y.Masking(), [(3, 4, 2)], gaps() | {"masks": [(3, 4)]}),
}

# What layers take from batches of the given shapes.
ADAPTED = {
    "adapt Normalization": (y.Normalization(), [(20, 3)]),
    "adapt Normalization batches": (y.Normalization(), [(8, 3), (5, 3), (1, 3)]),
    "adapt Normalization all": (y.Normalization(axis=None), [(6, 3), (2, 3)]),
    "adapt Normalization axes": (y.Normalization(axis=(1, 3)), [(2, 3, 4, 2), (3, 3, 4, 2)]),
    "adapt Normalization axes backwards": (y.Normalization(axis=(2, -3)), [(2, 3, 4, 2)]),
    "adapt Discretization": (y.Discretization(num_bins=4), [(30, 3)]),
    "adapt Discretization batches": (y.Discretization(num_bins=3), [(30, 7), (11, 5), (200,)]),
    "adapt Discretization coarse": (y.Discretization(num_bins=5, epsilon=0.1), [(300,), (10, 10)]),
    "adapt Discretization few": (y.Discretization(num_bins=10), [(4,)]),
    "adapt Discretization one": (y.Discretization(num_bins=1), [(40,)]),
    "adapt Discretization many": (y.Discretization(num_bins=49, epsilon=0.02), [(999,), (1001,)]),
}

# Keras looks for data of TensorFlow's, which isn't there.
normalization.tf = types.SimpleNamespace(data=types.SimpleNamespace(Dataset=type(None)))


def adapted(layer, shapes):
    layer = layer.from_config(layer.get_config() | {"name": "layer"})
    batches = [short(60 + i, 5, *s) for i, s in enumerate(shapes)]
    out = {"layer": serialize(layer), "batches": [array(b) for b in batches]}
    if isinstance(layer, y.Normalization):
        layer.adapt(batches[0] if len(batches) == 1 else batches)
        out["adapted"] = [array(layer.adapt_mean), array(layer.adapt_variance)]
    else:
        for b in batches:
            layer.update_state(b)
        layer.finalize_state()
        out["adapted"] = [array(np.array(layer.bin_boundaries, "float32"))]
    return out


def cases():
    for name, args in LAYERS.items():
        yield name, partial(fresh, *args)
    for name, args in ADAPTED.items():
        yield name, partial(adapted, *args)
