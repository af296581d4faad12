"""The text of model.summary() on a terminal-less standard output, 80 and 120 columns wide."""

import contextlib
import io
import os
from functools import partial

import keras
import numpy as np
from keras import Input, layers as y, ops
from keras import optimizers as o

from .encode import serialize


def seq(*parts, name="model"):
    return lambda: keras.Sequential(list(parts_of(parts)), name=name)


def parts_of(parts):
    return (p() if callable(p) and not isinstance(p, y.Layer) else p for p in parts)


def dense(units, name, **args):
    return partial(y.Dense, units, name=name, **args)


def hello():
    return seq(
        partial(Input, (784,)),
        dense(500, "dense"),
        partial(y.Activation, "sigmoid", name="activation"),
        dense(500, "dense_1", activation="sigmoid"),
        dense(10, "dense_2", activation="softmax"),
        name="sequential",
    )()


def every():
    return seq(
        partial(Input, (28, 28), name="in"),
        partial(y.Rescaling, 1 / 255, name="rescaling"),
        partial(y.Flatten, name="flatten"),
        partial(y.Reshape, (7, 112), name="reshape"),
        dense(3, "dense", use_bias=False),
        partial(y.Dropout, 0.5, name="dropout"),
        partial(y.Activation, "relu", name="activation"),
        name="every_layer",
    )()


def small():
    return seq(partial(Input, (4,)), dense(3, "a"), dense(2, "b"), name="small")()


def fitted(optimizer, **args):
    model = small()
    model.compile(optimizer(), "mse", **args)
    model.fit(np.zeros((4, 4), "float32"), np.zeros((4, 2), "float32"), verbose=0)
    return model


def compiled():
    model = small()
    model.compile("adam", "mse", metrics=["mae"])
    return model


def frozen():
    model = small()
    model.layers[0].trainable = False
    model.compile(o.Adam(), "mse")
    model.optimizer.build(model.trainable_variables)
    return model


def called_twice():
    layer, i = y.Dense(4, name="twice"), Input((4,), name="in")
    return keras.Model(i, layer(layer(i)), name="again")


def with_constant():
    i = Input((4,), name="in")
    return keras.Model(i, ops.matmul(i, np.ones((4, 3), "float32")) / 2, name="constant")


def einsum():
    return seq(
        partial(Input, (8, 3)),
        partial(y.EinsumDense, "abc,cd->abd", (8, 2), name="said"),
        partial(y.EinsumDense, "...c,cd->...d", 2, name="elided"),
        partial(y.EinsumDense, "abc,cd->abd", (None, 5), name="open"),
        partial(y.EinsumDense, "...bc,cd->...bd", (None, 5), name="elided_open"),
        name="einsum",
    )()


def numbers():
    i = Input((4, 6), name="in")
    x = y.GroupQueryAttention(3, 2, 1, name="heads")(i, i)
    return keras.Model(i, [ops.max(x, axis=(1, 2)), x], name="numbers")


LONG = "a_layer_whose_name_is_longer_than_the_column_that_it_stands_in"
MODELS = {
    "hello": hello,
    "every layer": every,
    "empty": seq(name="empty"),
    "unbuilt": seq(dense(5, "first"), partial(y.Dropout, 0.1, name="drop"), name="unbuilt"),
    "compiled": compiled,
    "fitted sgd": partial(fitted, o.SGD),
    "fitted momentum": partial(fitted, partial(o.SGD, momentum=0.9)),
    "fitted adam": partial(fitted, o.Adam),
    "fitted schedule": partial(
        fitted, lambda: o.RMSprop(o.schedules.ExponentialDecay(0.1, 10, 0.5))
    ),
    "frozen": frozen,
    "long names": seq(
        partial(Input, (12,)),
        dense(3, LONG),
        dense(3, "batch of words in a name of a layer that is long"),
        dense(3, "exactly_fitting_name_aaaaaa"),
        dense(4, "the_longest_name_that_wraps"),
        name="a_model_name_that_is_" + "very_" * 16 + "long",
    ),
    "wide": seq(
        partial(Input, (1000, 1000, 1000)), dense(100000, "wide"), dense(1024, "mega"), name="wide"
    ),
    "batch size": seq(
        partial(Input, (3,), batch_size=16), dense(2, "a"), partial(y.Flatten, name="f"), name="b"
    ),
    "unknown length": seq(partial(Input, (None, 3)), dense(2, "a"), name="steps"),
    "int32 input": seq(
        partial(Input, (2, 3), dtype="int32"), partial(y.Flatten, name="flat"), name="ints"
    ),
    "half precision": seq(partial(Input, (64,)), dense(300, "half", dtype="float16"), name="half"),
    "nested": seq(partial(Input, (4,)), small, dense(2, "head"), name="outer"),
    "called twice": called_twice,
    "with constant": with_constant,
    "einsum": einsum,
    "numbers": numbers,
    "brackets": seq(partial(Input, (4,)), dense(1, "a[b]"), name="m[bold]"),
}
OPTIONS = {
    "line_length": ("every layer", {"line_length": 60}),
    "narrow": ("every layer", {"line_length": 30}),
    "positions": ("every layer", {"positions": [0.3, 0.8, 1.0]}),
    "show_trainable": ("frozen", {"show_trainable": True}),
    "layer_range": ("every layer", {"layer_range": ["flatten", "dense"]}),
    "expand_nested": ("nested", {"expand_nested": True}),
}


def text(model, columns, **options):
    before, os.environ["COLUMNS"] = os.environ["COLUMNS"], str(columns)
    out = io.StringIO()
    try:
        with contextlib.redirect_stdout(out):
            model.summary(**options)
    finally:
        os.environ["COLUMNS"] = before
    return out.getvalue()


def one(make, columns, options):
    model = make()
    return {
        "columns": columns,
        "options": options,
        "model": serialize(model),
        "text": text(model, columns, **options),
    }


def cases():
    for name, make in MODELS.items():
        for columns in (80, 120):
            yield f"{name} {columns}", partial(one, make, columns, {})
    for name, (model, options) in OPTIONS.items():
        yield f"{model} {name}", partial(one, MODELS[model], 80, options)
