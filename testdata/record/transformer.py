"""Training of a small transformer: losses of steps, and the weights they lead to."""

import keras
import numpy as np
from keras import layers as y
from keras import optimizers as o

from .encode import array, plain, serialize
from .formula import integers, short

WORDS, TOKENS, WIDTH = 11, 5, 6


def block(x):
    z = y.MultiHeadAttention(2, 3, name="attention")(x, x)
    x = y.LayerNormalization(epsilon=1e-6, name="norm1")(y.Add(name="add1")([x, z]))
    z = y.Dense(7, activation="relu", name="hidden")(x)
    z = y.Dense(WIDTH, name="back")(z)
    return y.LayerNormalization(epsilon=1e-6, name="norm2")(y.Add(name="add2")([x, z]))


def network(optimizer, mask_zero):
    tokens = keras.Input((TOKENS,), dtype="int32", name="tokens")
    x = y.Embedding(WORDS, WIDTH, mask_zero=mask_zero, name="words")(tokens)
    x = y.GlobalAveragePooling1D(name="pool")(block(x))
    x = y.Dense(3, activation="softmax", name="classes")(x)
    model = keras.Model(tokens, x, name="transformer")
    model.compile(loss="sparse_categorical_crossentropy", optimizer=optimizer)
    return model


def one(optimizer, mask_zero):
    model = network(optimizer(), mask_zero)
    out = {"model": serialize(model)}
    for i, v in enumerate(model.weights):
        v.assign(short(10 + i, 0.5, *v.shape))
    out["weights"] = [array(v) for v in model.weights]
    x, labels = integers(1, WORDS, 4, TOKENS), integers(2, 3, 4, 1)
    out |= {"x": array(x), "y": array(labels), "predict": array(model.predict_on_batch(x))}
    out["losses"] = [plain(np.float32(model.train_on_batch(x, labels))) for _ in range(3)]
    return out | {"final": [array(v) for v in model.weights]}


def cases():
    yield "SGD", lambda: one(lambda: o.SGD(0.2), False)
    yield "SGD masked", lambda: one(lambda: o.SGD(0.2, momentum=0.9), True)
    yield "Adam", lambda: one(lambda: o.Adam(0.01), False)
