"""Convolutions and pooling of keras.ops: values, and gradients by every operand."""

from functools import partial

import jax
import jax.numpy as jnp
import numpy as np
from keras import ops

from .encode import array, plain
from .formula import short


def one(function, args, *operands):
    f = partial(getattr(ops, function), **args)
    operands = [jnp.asarray(x) for x in operands]
    value = f(*operands)
    w = short(9, 1, *value.shape)
    gradients = jax.grad(lambda xs: (f(*xs) * w).sum())(operands)
    return {
        "function": function,
        "args": plain(args),
        "in": [array(x) for x in operands],
        "value": array(value),
        "w": array(w),
        "gradients": [array(g) for g in gradients],
    }


def case(name, function, *shapes, ties=False, **args):
    """A case with operands of the given shapes; with ties, of few different numbers."""
    operands = [short(i + 1, 1, *s) for i, s in enumerate(shapes)]
    if ties:
        operands = [np.round(2 * x) / 2 for x in operands]
    return f"{function} {name}", partial(one, function, args, *operands)


def cases():
    yield from convolutions()
    yield from depthwise()
    yield from transposed()
    yield from pooling()


def convolutions():
    def c(name, x, kernel, **args):
        return case(name, "conv", x, kernel, **args)

    first = "channels_first"
    yield c("1d", (2, 7, 3), (3, 3, 4))
    yield c("1d same", (2, 7, 2), (4, 2, 3), padding="same")
    yield c("1d strides same", (2, 8, 2), (3, 2, 3), padding="same", strides=2)
    yield c("1d dilated", (1, 9, 2), (3, 2, 3), dilation_rate=3)
    yield c("1d first", (2, 3, 7), (3, 3, 4), data_format=first)
    yield c("2d", (2, 5, 6, 3), (3, 2, 3, 4))
    yield c("2d one channel", (2, 8, 7, 1), (3, 3, 1, 8))
    yield c("2d same even", (1, 6, 5, 2), (2, 4, 2, 3), padding="same")
    yield c("2d strides", (1, 9, 8, 2), (3, 3, 2, 3), strides=2)
    yield c("2d strides same", (1, 9, 8, 2), (3, 3, 2, 3), strides=(2, 3), padding="same")
    yield c("2d strides beyond", (1, 9, 8, 2), (2, 2, 2, 3), strides=3, padding="same")
    yield c("2d dilated same", (1, 7, 8, 2), (3, 2, 2, 3), dilation_rate=(2, 3), padding="same")
    yield c("2d groups", (1, 5, 5, 6), (3, 3, 2, 9), padding="same")
    yield c("2d groups strides first", (1, 4, 7, 6), (3, 3, 2, 4), strides=2, data_format=first)
    yield c("2d product", (2, 4, 4, 5), (1, 1, 5, 3))
    yield c("2d product strides", (2, 5, 4, 5), (1, 1, 5, 3), strides=2)
    yield c("2d same first", (1, 2, 5, 6), (3, 3, 2, 4), padding="same", data_format=first)
    yield c("3d", (1, 4, 5, 4, 2), (2, 3, 2, 2, 3))
    yield c("3d strides same", (1, 4, 5, 6, 2), (3, 2, 3, 2, 2), strides=(1, 2, 3), padding="same")


def depthwise():
    def d(name, x, kernel, **args):
        return case(name, "depthwise_conv", x, kernel, **args)

    def s(name, x, kernel, pointwise, **args):
        return case(name, "separable_conv", x, kernel, pointwise, **args)

    yield d("1d", (2, 7, 3), (3, 3, 2), padding="same")
    yield d("2d", (1, 6, 7, 4), (3, 3, 4, 1))
    yield d("2d strides same", (1, 6, 7, 3), (3, 3, 3, 2), strides=2, padding="same")
    yield d("2d dilated first", (1, 3, 6, 7), (2, 3, 3, 1), dilation_rate=2, data_format="channels_first")
    yield s("1d", (2, 7, 3), (3, 3, 2), (1, 6, 4))
    yield s("2d", (1, 6, 7, 3), (3, 3, 3, 1), (1, 1, 3, 5), padding="same")
    yield s("2d strides first", (1, 3, 7, 7), (3, 2, 3, 2), (1, 1, 6, 4), strides=2, data_format="channels_first")


def transposed():
    def t(name, x, kernel, **args):
        return case(name, "conv_transpose", x, kernel, **args)

    for padding in ("valid", "same"):
        for size, stride in ((1, 2), (2, 1), (2, 3), (3, 2), (4, 2), (3, 3), (5, 2), (2, 4)):
            yield t(f"1d {padding} {size} by {stride}", (1, 4, 2), (size, 3, 2), strides=stride, padding=padding)
    for padding in ("valid", "same"):
        for size, stride, out in ((3, 2, 0), (3, 2, 1), (2, 3, 1), (2, 3, 2), (4, 3, 0), (4, 3, 2)):
            name = f"1d {padding} {size} by {stride} and {out}"
            yield t(name, (1, 4, 2), (size, 3, 2), strides=stride, padding=padding, output_padding=out)
    yield t("1d dilated", (2, 5, 2), (3, 3, 2), dilation_rate=2)
    yield t("1d dilated same", (2, 5, 2), (3, 3, 2), dilation_rate=2, padding="same")
    yield t("2d", (1, 3, 4, 3), (3, 2, 4, 3), strides=(2, 3))
    yield t("2d same", (1, 3, 4, 3), (3, 3, 4, 3), strides=2, padding="same")
    yield t("2d first", (1, 3, 4, 5), (3, 3, 2, 3), strides=2, padding="same", data_format="channels_first")
    yield t("2d more", (1, 3, 4, 3), (3, 3, 4, 3), strides=3, padding="same", output_padding=(1, 2))
    yield t("3d", (1, 2, 3, 2, 2), (2, 3, 2, 3, 2), strides=2)


def pooling():
    for f in ("max_pool", "average_pool"):

        def p(name, x, **args):
            args.setdefault("strides", args["pool_size"])  # without, Keras on JAX fails
            return case(name, f, x, **args)

        yield p("1d", (2, 7, 3), pool_size=2)
        yield p("1d same", (2, 7, 3), pool_size=3, strides=1, padding="same")
        yield p("2d", (2, 6, 4, 3), pool_size=2)
        yield p("2d rest", (2, 7, 5, 3), pool_size=2)
        yield p("2d same", (1, 7, 5, 3), pool_size=2, padding="same")
        yield p("2d overlap same", (1, 7, 8, 3), pool_size=3, strides=2, padding="same")
        yield p("2d beyond", (1, 8, 7, 2), pool_size=(2, 1), strides=3)
        yield p("2d first", (1, 3, 6, 7), pool_size=(3, 2), strides=2, data_format="channels_first")
        yield p("2d ties", (2, 6, 6, 3), pool_size=2, ties=True)
        yield p("2d ties overlap", (2, 6, 7, 3), pool_size=3, strides=1, padding="same", ties=True)
        yield p("3d", (1, 4, 5, 4, 2), pool_size=2, strides=(2, 1, 2))
