"""Configurations of recurrent layers and cells, as in configs.py."""

from functools import partial

from keras import constraints as c
from keras import initializers as i
from keras import layers as y
from keras import regularizers as r

from .configs import one
from .encode import serialize

WEIGHTS = {
    "kernel_initializer": "he_normal",
    "recurrent_initializer": i.Orthogonal(gain=0.5),
    "bias_initializer": "ones",
    "kernel_regularizer": r.L2(0.02),
    "recurrent_regularizer": "l1",
    "bias_regularizer": r.L1L2(0.1, 0.2),
    "kernel_constraint": c.MaxNorm(2.0),
    "recurrent_constraint": "unit_norm",
    "bias_constraint": "non_neg",
    "dropout": 0.25,
    "recurrent_dropout": 0.5,
}
LOOP = {
    "return_sequences": True,
    "return_state": True,
    "go_backwards": True,
    "stateful": True,
    "unroll": True,
    "zero_output_for_mask": True,
}
GATES = {"recurrent_activation": "hard_sigmoid"}


def cell(**extra):
    """Arguments of a cell."""
    yield {"units": 3, "name": "mine"}
    yield {"units": 4, "activation": "relu", "use_bias": False, **WEIGHTS, **extra}
    yield {"units": 2, "activation": None, "dtype": "float64", "trainable": False, "seed": 5}


def recurrent(**extra):
    """Arguments of a layer."""
    yield {"units": 3, "name": "mine"}
    yield {"units": 4, "activation": "relu", "use_bias": False, **WEIGHTS, **LOOP, **extra}
    yield {"units": 2, "activation": None, "activity_regularizer": "l2", "trainable": False}


def convolution(rank):
    """Arguments of a convolutional layer."""
    yield {"filters": 3, "kernel_size": 2}
    yield {
        "filters": 4,
        "kernel_size": [2, 3, 4][:rank],
        "strides": [3, 2, 1][:rank],
        "padding": "same",
        "data_format": "channels_first",
        "activation": "relu",
        "unit_forget_bias": False,
        "seed": 3,
        **WEIGHTS,
        **LOOP,
        **GATES,
    }
    yield {"filters": 2, "kernel_size": 1, "dilation_rate": 2, "activity_regularizer": "l1"}


def lstm(**extra):
    return y.LSTM(3, name="l", **extra)


CELLS = [y.LSTMCell(3, name="a"), y.GRUCell(2, name="b", reset_after=False)]
LAYERS = {
    y.SimpleRNNCell: cell(),
    y.LSTMCell: cell(unit_forget_bias=False, **GATES),
    y.GRUCell: cell(reset_after=False, **GATES),
    y.StackedRNNCells: [{"cells": CELLS, "name": "s"}],
    y.SimpleRNN: recurrent(),
    y.LSTM: recurrent(unit_forget_bias=False, seed=4, **GATES),
    y.GRU: recurrent(reset_after=False, seed=4, **GATES),
    y.RNN: [
        {"cell": y.SimpleRNNCell(3, name="c")},
        {"cell": y.StackedRNNCells(CELLS, name="s"), **LOOP},
    ],
    y.ConvLSTM1D: convolution(1),
    y.ConvLSTM2D: convolution(2),
    y.ConvLSTM3D: convolution(3),
    y.Bidirectional: [
        {"layer": lstm()},
        {"layer": lstm(return_sequences=True), "merge_mode": None, "name": "both"},
        {
            "layer": lstm(return_state=True),
            "backward_layer": y.GRU(3, go_backwards=True, return_state=True, name="g"),
            "merge_mode": "sum",
        },
    ],
    y.TimeDistributed: [{"layer": y.Dense(3, name="d")}, {"layer": lstm(), "name": "t"}],
}


def record(cls, args):
    out = one("layer", cls, args)
    if cls is y.StackedRNNCells:
        out["args"]["cells"] = [serialize(cell) for cell in args["cells"]]
    return out


def cases():
    for cls in (c.MaxNorm, c.UnitNorm, c.NonNeg):  # their defaults
        yield f"constraint {cls.__name__}", partial(one, "constraint", cls, {})
    for cls, instances in LAYERS.items():
        for n, args in enumerate(instances):
            yield f"layer {cls.__name__} {n}", partial(record, cls, args)
