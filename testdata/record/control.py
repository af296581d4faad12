"""Loops and choices of keras.ops: results, and gradients of sum(result * w)."""

from functools import partial

import jax
import jax.numpy as jnp
from keras import ops

from .encode import array
from .formula import short

H, X, U = short(1, 1, 3, 4), short(2, 1, 5, 3, 4), short(3, 1, 4, 4)


def step(u):
    def f(h, x):
        h = ops.tanh(x + ops.matmul(h, u))
        return h, h * h

    return f


def scan(reverse):
    def f(h, x, u):
        last, ys = ops.scan(step(u), h, x, reverse=reverse)
        return [last, ys]

    return f


def fori(x):
    return [ops.fori_loop(2, 6, lambda i, x: ops.sin(x) * ops.cast(i, "float32"), x)]


def mapped(x):
    return [ops.map(lambda x: ops.tanh(x) * ops.sum(x), x)]


def chosen(limit):
    def f(x):
        return [ops.cond(ops.sum(x) > limit, lambda: ops.sin(x), lambda: ops.square(x))]

    return f


def looped(maximum):
    def f(x):
        return [ops.while_loop(lambda x: ops.sum(ops.absolute(x)) < 1000, lambda x: [2 * x], [x], maximum_iterations=maximum)[0]]

    return f


# The function, its inputs, and whether it has a gradient.
CASES = {
    "scan": (scan(False), [H, X, U], True),
    "scan reverse": (scan(True), [H, X, U], True),
    "fori_loop": (fori, [H], True),
    "map": (mapped, [X], True),
    "cond true": (chosen(-1e9), [H], True),
    "cond false": (chosen(1e9), [H], True),
    "while_loop": (looped(None), [H], False),
    "while_loop at most": (looped(3), [H], False),
}


def one(f, inputs, smooth):
    out = f(*map(jnp.asarray, inputs))
    w = [short(10 + i, 1, *y.shape) for i, y in enumerate(out)]
    case = {
        "inputs": [array(x) for x in inputs],
        "outputs": [array(y) for y in out],
        "w": [array(x) for x in w],
    }
    if smooth:
        total = lambda *xs: sum(jnp.sum(y * v) for y, v in zip(f(*xs), w))
        grads = jax.grad(total, argnums=tuple(range(len(inputs))))(*map(jnp.asarray, inputs))
        case["gradients"] = [array(g) for g in grads]
    return case


def cases():
    for name, args in CASES.items():
        yield name, partial(one, *args)
