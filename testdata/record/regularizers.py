"""Regularizers: the penalty of x, and its gradient."""

from functools import partial

import jax
import jax.numpy as jnp
import numpy as np
from keras import regularizers as r

from .encode import array, number, serialize
from .formula import short

MATRIX = short(11, 2, 4, 3)
MATRIX[1, 1] = 0  # where L1 has a kink
VECTOR = short(12, 2, 5)

PLAIN = {
    "l1": r.L1(),
    "l1 strong": r.L1(0.5),
    "l2": r.L2(),
    "l2 strong": r.L2(0.5),
    "l1l2": r.L1L2(),
    "l1l2 both": r.L1L2(l1=0.02, l2=0.3),
    "l1l2 l1": r.L1L2(l1=0.02),
    "l1l2 l2": r.L1L2(l2=0.3),
}
ORTHOGONAL = {
    "orthogonal": r.OrthogonalRegularizer(),
    "orthogonal columns": r.OrthogonalRegularizer(factor=0.5, mode="columns"),
}


def one(regularizer, x):
    x = jnp.asarray(x)

    def penalty(x):
        return regularizer(x).sum()

    return {
        "regularizer": serialize(regularizer),
        "x": array(x),
        "value": number(np.float32(penalty(x))),
        "gradient": array(jax.grad(penalty)(x)),
    }


def cases():
    for name, regularizer in PLAIN.items():
        yield name, partial(one, regularizer, MATRIX)
        yield name + " of a vector", partial(one, regularizer, VECTOR)
    for name, regularizer in ORTHOGONAL.items():
        yield name, partial(one, regularizer, MATRIX)
