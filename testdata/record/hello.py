"""The hello network, 784-500-500-10, through 20 steps of train_on_batch.

Weights and data come from record/formula.py, so that only results are stored.
"""

from functools import partial

import keras
import numpy as np
from keras import layers
from keras import optimizers as o

from .encode import array, number, serialize
from .formula import integers, signed, unit

BATCH, STEPS, INPUTS, CLASSES = 100, 20, 784, 10
UNITS = (500, 500, 10)

OPTIMIZERS = {
    "sgd": partial(o.SGD, 0.05, momentum=0.9),
    "sgd nesterov": partial(o.SGD, 0.05, momentum=0.9, nesterov=True),
    "rmsprop": partial(o.RMSprop, 0.0005),
    "adagrad": partial(o.Adagrad, 0.01),
    "adadelta": partial(o.Adadelta, 1.0),
    "adam": partial(o.Adam, 0.001),
    "adam amsgrad": partial(o.Adam, 0.001, amsgrad=True),
    "adamw": partial(o.AdamW, 0.001, weight_decay=0.01),
    "adamax": partial(o.Adamax, 0.002),
    "nadam": partial(o.Nadam, 0.001),
    "adam cosine clipnorm": partial(o.Adam, o.schedules.CosineDecay(0.002, 20), clipnorm=0.1),
}


def data():
    """Images: the mean of a picture per class (seed 4) and noise (seed 5). Labels: seed 6."""
    n = BATCH * STEPS
    labels = integers(6, CLASSES, n)
    pictures, noise = unit(4, CLASSES, INPUTS), unit(5, n, INPUTS)
    return (pictures[labels] + noise) / np.float32(2), labels


def network():
    model = keras.Sequential([keras.Input((INPUTS,))], name="hello")
    for units, activation in zip(UNITS, ("sigmoid", "sigmoid", "softmax")):
        model.add(layers.Dense(units, activation=activation))
    return model


def initial():
    """Kernels: signed numbers within Glorot's limit, seeds 1 to 3. Biases: 0."""
    out, rows = [], INPUTS
    for seed, units in enumerate(UNITS, 1):
        limit = np.float32((6 / (rows + units)) ** 0.5)
        out.append({"seed": seed, "limit": number(limit), "shape": [rows, units]})
        rows = units
    return out


def one(make, nudge=0.0):
    x, labels = data()
    y = np.eye(CLASSES, dtype=np.float32)[labels]
    model = network()
    kernels = initial()
    for layer, k in zip(model.layers, kernels):
        w = signed(k["seed"], k["limit"], *k["shape"])
        layer.set_weights([w * np.float32(1 + nudge), layer.bias.numpy()])
    optimizer = make()
    out = {"optimizer": serialize(optimizer), "kernels": kernels, "batch_size": BATCH}
    model.compile(optimizer, "categorical_crossentropy", metrics=["accuracy"])
    results = [
        model.train_on_batch(x[i : i + BATCH], y[i : i + BATCH]) for i in range(0, len(x), BATCH)
    ]
    loss, accuracy = np.array(results, np.float32).T
    return out | {
        "loss": array(loss),
        "accuracy": array(accuracy),
        "weights": [totals(w) for w in model.weights],
        "test_on_batch": array(np.float32(model.test_on_batch(x[:BATCH], y[:BATCH]))),
        "predict": array(model.predict_on_batch(x[:3])),
    }


def totals(w):
    v = np.asarray(w, np.float64)
    return {
        "path": w.path,
        "shape": list(v.shape),
        "sum": v.sum(),
        "abs_sum": np.abs(v).sum(),
        "first": array(np.asarray(w).ravel()[:5]),
    }


def cases():
    for name, make in OPTIMIZERS.items():
        yield name, partial(one, make)
