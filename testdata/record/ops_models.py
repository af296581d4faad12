"""Models in which operations stand between layers: their JSON, and what they compute.

Operations whose calls have arguments beside the values, in all forms that there are.
"""

import json
from functools import partial

import keras
import numpy as np
from keras import ops

from .encode import array
from .formula import short

X, Y, V = short(1, 3, 2, 3, 4), short(2, 3, 2, 3, 4), short(3, 3, 2, 4)


def one(make):
    x, y, v = (
        keras.Input((3, 4), name="x"),
        keras.Input((3, 4), name="y"),
        keras.Input((4,), name="v"),
    )
    model = keras.Model([x, y, v], make(x, y, v))
    out = model([X, Y, V])
    return {
        "model": json.loads(model.to_json()),
        "inputs": [array(a) for a in (X, Y, V)],
        "outputs": [array(a) for a in (out if isinstance(out, list) else [out])],
    }


scale, offset = short(4, 2, 4), short(5, 2, 4)

MODELS = {
    "get item": lambda x, y, v: x[:, 1, ::2, None] + v[..., 0, None, None],
    "get item number": lambda x, y, v: ops.reshape(ops.transpose(x)[-1], (-1, 3)),
    "slice": lambda x, y, v: ops.slice(ops.transpose(v), (1, 0), (2, 2)),
    "slice update": lambda x, y, v: ops.slice_update(
        ops.transpose(v), (1, 0), np.ones((1, 1), "float32")
    ),
    "pad": lambda x, y, v: ops.pad(x, ((0, 0), (1, 0), (2, 1)), constant_values=2.0),
    "pad edge": lambda x, y, v: ops.pad(x, ((0, 0), (1, 0), (2, 1)), mode="edge"),
    "where": lambda x, y, v: ops.where(x > y, x * 2, 1 - y),
    "like": lambda x, y, v: ops.full_like(x, 2.0) * ops.ones_like(y) + ops.zeros_like(x),
    "close": lambda x, y, v: ops.cast(ops.isclose(x, y, rtol=0.5, atol=1.0), "float32"),
    "take": lambda x, y, v: ops.take(x, [0, 2], axis=-1),
    "split": lambda x, y, v: list(ops.split(x, [1, 3], axis=-1)),
    "join": lambda x, y, v: ops.concatenate([x, ops.stack([v, v, v], axis=1)], axis=-1),
    "unstack": lambda x, y, v: ops.unstack(x, axis=1)[2] ** 2,
    "select": lambda x, y, v: ops.select([x > 0, y > 0], [x, y], 0.5),
    "layer norm": lambda x, y, v: (
        ops.layer_normalization(x, axis=-1) + ops.layer_normalization(y, None, offset)
    ),
    "batch norm": lambda x, y, v: ops.batch_normalization(x, offset, scale**2, -1, scale=scale),
    "rms norm": lambda x, y, v: ops.rms_normalization(x, scale) + ops.rms_normalization(y),
    "average": lambda x, y, v: ops.average(x, axis=1, weights=np.array([1, 2, 3], "float32")),
    "reductions": lambda x, y, v: (
        ops.mean(x, axis=(1, 2), keepdims=True) + ops.max(y, axis=-1, keepdims=True)
    ),
    "one hot": lambda x, y, v: ops.one_hot(ops.argmax(x, axis=-1), 4),
    "types": lambda x, y, v: (
        ops.cast(ops.cast(2 * x, "int32"), "float32")
        * ops.cast(ops.one_hot(ops.argmax(x, axis=-1), x.shape[-1], dtype="int8"), "float32")
        + ops.ones_like(y, dtype="int32")
    ),
    "top k": lambda x, y, v: ops.top_k(v, 2)[0],
    "image": lambda x, y, v: ops.image.resize(ops.expand_dims(x, -1), (5, 2)),
    "operators": lambda x, y, v: -abs(x) / (y * y + 1.5) - (x // 2) % 3,
    "einsum": lambda x, y, v: ops.einsum("bij,bj->bi", x, v),
    "relu": lambda x, y, v: ops.relu(x) + ops.gelu(y) + ops.swish(x) + ops.softmax(y, axis=(1, 2)),
}


def cases():
    for name, make in MODELS.items():
        yield name, partial(one, make)
