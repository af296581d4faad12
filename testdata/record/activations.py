"""Activation functions: value, and gradient of sum(f(x) * w) with respect to x."""

from functools import partial

import jax
import jax.numpy as jnp
import numpy as np
from keras import activations

from .encode import array, plain
from .formula import short

GRID = np.concatenate(
    [
        [-30, -20, -15, -12, -10, -9, -8, -7, -6.5, -6, -5.5, -5, -4.5, -4, -3.5],
        [-3, -2.75, -2.5, -2.25, -2, -1.75, -1.5, -1.25, -1, -0.9, -0.75, -0.5],
        [-0.25, -0.1, -1e-4, 0, 1e-4, 0.1, 0.25, 0.3, 0.5, 0.6, 0.75, 1, 1.25, 1.5],
        [1.75, 2, 2.25, 2.5, 2.75, 3, 3.5, 4, 4.5, 5, 5.5, 6, 6.5, 7, 8, 10, 12, 20, 30],
    ]
).astype(np.float32).reshape(6, 10)

ROWS = short(1, 4, 4, 6)
ROWS[1] = [0, 0, 0, 0, 0, 0]
ROWS[2] = [30, -30, 2, 2, -1, 0.5]

# What is applied to the grid, with the arguments other than the default ones.
ELEMENTWISE = {
    "celu": [{"alpha": 0.5}, {"alpha": 2.0}],
    "elu": [{"alpha": 0.5}, {"alpha": 2.0}],
    "exponential": [],
    "gelu": [{"approximate": True}],
    "hard_shrink": [{"threshold": 1.0}, {"threshold": 3.0}],
    "hard_sigmoid": [],
    "hard_silu": [],
    "hard_tanh": [],
    "leaky_relu": [{"negative_slope": 0.01}, {"negative_slope": 0.5}],
    "linear": [],
    "log_sigmoid": [],
    "mish": [],
    "relu": [
        {"negative_slope": 0.1},
        {"max_value": 6.0},
        {"threshold": 1.0},
        {"negative_slope": 0.1, "max_value": 5.0, "threshold": -1.0},
        {"negative_slope": 0.1, "threshold": 0.5},
    ],
    "relu6": [],
    "selu": [],
    "sigmoid": [],
    "silu": [],
    "soft_shrink": [{"threshold": 1.0}, {"threshold": 3.0}],
    "softplus": [],
    "softsign": [],
    "sparse_plus": [],
    "sparse_sigmoid": [],
    "squareplus": [{"b": 1.0}, {"b": 0.0}],
    "tanh": [],
    "tanh_shrink": [],
    "threshold": [
        {"threshold": 0.5, "default_value": 0.25},
        {"threshold": -1.0, "default_value": -7.0},
    ],
}

# What runs along an axis.
ALONG_AXIS = ("glu", "log_softmax", "softmax", "sparsemax")


def one(function, x, args):
    f, x = getattr(activations, function), jnp.asarray(x)
    out = np.asarray(f(x, **args))
    w = short(2, 2, *out.shape)
    gradient = jax.grad(lambda x: (f(x, **args) * w).sum())(x)
    return {
        "function": function,
        "args": plain(args),
        "x": array(x),
        "value": array(out),
        "w": array(w),
        "gradient": array(gradient),
    }


def label(function, args):
    return function + "".join(f" {k}={v}" for k, v in args.items())


def cases():
    for function, others in ELEMENTWISE.items():
        needs_args = function == "threshold"
        for args in others if needs_args else [{}, *others]:
            yield label(function, args), partial(one, function, GRID, args)
    for function in ALONG_AXIS:
        for args in ({}, {"axis": 0}, {"axis": 1}):
            yield label(function, args), partial(one, function, ROWS, args)
        cube = short(3, 3, 2, 4, 6)
        for args in ({}, {"axis": 1}):
            yield label(function + " 3-D", args), partial(one, function, cube, args)
