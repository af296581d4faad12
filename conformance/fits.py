"""What keras fit and keras evaluate can be told: weights of samples and of classes, samples to
validate with, epochs and steps, files of either format, numbers of every type. verbs.py
holds them to Keras.

A fit is a function without arguments that returns a [Fit]; its name is the function's.
"""

import dataclasses
import json

import keras
import numpy as np
from keras import layers as y
from keras import ops

N = 21

FITS = {}


@dataclasses.dataclass
class Fit:
    model: keras.Model
    x: object
    y: object
    arrays: dict  # of the file
    weights: object = None
    flags: tuple = ()
    options: dict = dataclasses.field(default_factory=dict)  # the same, of model.fit
    validation: dict = None  # arrays of that file
    ending: str = ".keras"
    epochs: int = 2


def fit(f):
    FITS[f.__name__] = f
    return f


def normal(*shape):
    return np.random.default_rng(sum(shape)).normal(size=shape).astype("float32")


def numbers(most, *shape):
    return np.random.default_rng(most).integers(0, most, shape)


def uniform(*shape):
    return np.random.default_rng(7).uniform(size=shape)


def classifier(loss="sparse_categorical_crossentropy", optimizer="adam", **options):
    m = keras.Sequential([keras.Input((5,), name="features"), y.Dense(8, activation="tanh"), y.Dense(4, activation="softmax", name="classes")])
    m.compile(optimizer, loss, metrics=["accuracy"], **options)
    return m


CLASS_WEIGHT = {0: 1.0, 1: 2.5, 2: 0.1, 3: 0.0}
CLASS_WEIGHTS = ("--class-weight", json.dumps(CLASS_WEIGHT)), {"class_weight": CLASS_WEIGHT}


@fit
def outputs():
    i = {"left": keras.Input((4,), name="left"), "right": keras.Input((3,), name="right")}
    h = y.Dense(6, activation="relu")(y.Concatenate()(list(i.values())))
    m = keras.Model(i, {"score": y.Dense(1, name="score")(h), "kind": y.Dense(3, activation="softmax", name="kind")(h)})
    m.compile(
        "adam", {"score": "mse", "kind": "sparse_categorical_crossentropy"}, loss_weights={"score": 0.3, "kind": 2.0},
        metrics={"score": ["mae", "mse"], "kind": ["accuracy"]}, weighted_metrics={"kind": ["accuracy"]})
    x, t = {"left": normal(N, 4), "right": normal(N, 3)}, {"score": normal(N, 1), "kind": numbers(3, N)}
    w = {"score": uniform(N), "kind": uniform(N) + 1}
    return Fit(m, x, t, {**x, **t, **{"sample_weight_" + k: v for k, v in w.items()}}, w, ("--validation-split", 0.25), {"validation_split": 0.25})


@fit
def some_targets():
    a = keras.Input((4,), name="a")
    m = keras.Model(a, [y.Dense(2, name="u")(a), y.Dense(3, name="v")(a)])
    m.compile("sgd", ["mae", None])
    x, t = normal(N, 4), normal(N, 2)
    return Fit(m, x, [t, None], {"a": x, "u": t})


@fit
def sparse_class_weight():
    x, t = normal(N, 5), numbers(4, N).astype("uint8")
    return Fit(classifier(optimizer=keras.optimizers.SGD(0.1, momentum=0.9, nesterov=True)), x, t, {"x": x, "y": t}, None, *CLASS_WEIGHTS)


@fit
def one_hot_class_weight():
    x, t = normal(N, 5).astype("float64"), np.eye(4)[numbers(4, N)]
    v = normal(9, 5), np.eye(4)[numbers(4, 9)], uniform(9)
    flags, options = CLASS_WEIGHTS
    return Fit(
        classifier("categorical_crossentropy", "adamw"), x, t, {"features": x, "classes": t}, None, (*flags, "--initial-epoch", 2),
        {**options, "initial_epoch": 2, "validation_data": v}, {"x": v[0], "y": v[1], "sample_weight": v[2]}, epochs=5)


@fit
def steps():
    x, t, w = normal(N, 5), numbers(4, N, 1), uniform(N).astype("float16")
    return Fit(classifier(optimizer="rmsprop", weighted_metrics=["sparse_top_k_categorical_accuracy"]), x, t, {"x": x, "y": t, "sample_weight": w}, w, ("--steps-per-epoch", 1), {"steps_per_epoch": 1})


@fit
def weights_in_time():
    m = keras.Sequential([keras.Input((6, 3)), y.LSTM(4, return_sequences=True), y.Dense(2, activation="softmax")])
    m.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    x, t, w = normal(N, 6, 3), numbers(2, N, 6), uniform(N, 6)
    return Fit(m, x, t, {"x": x, "y": t, "sample_weight": w}, w)


@fit
def bytes_in():
    i = keras.Input((6, 6, 3), dtype="uint8", name="image")
    m = keras.Model(i, y.Dense(3, activation="softmax")(y.Flatten()(y.BatchNormalization()(y.Conv2D(4, 3)(y.Rescaling(1 / 255)(i))))))
    m.compile("adam", keras.losses.SparseCategoricalCrossentropy(), metrics=[keras.metrics.SparseCategoricalAccuracy("right")])
    x, t = numbers(256, N, 6, 6, 3).astype("uint8"), numbers(3, N, 1)
    return Fit(m, x, t, {"image": x, "y": t}, None, ("--validation-split", 0.2), {"validation_split": 0.2})


@fit
def types():
    a, b = keras.Input((4,), name="a"), keras.Input((4,), name="b", dtype="bool")
    m = keras.Model([a, b], y.Dense(2, kernel_regularizer="l2", activity_regularizer="l1")(a * ops.cast(b, "float32")))
    m.compile("nadam", "mse", metrics=["mae"])
    x, t = [normal(N, 4).astype("float16"), numbers(2, N, 4).astype(bool)], normal(N, 2).astype("float64")
    return Fit(m, x, t, {"a": x[0], "b": x[1], "y": np.asfortranarray(t.astype(">f8"))})


@fit
def truth():
    m = keras.Sequential([keras.Input((5,)), y.Dense(8), y.Dense(1, activation="sigmoid")])
    m.compile("adam", "binary_crossentropy", metrics=["accuracy", "mse"], weighted_metrics=["accuracy"])
    x, t, w = normal(N, 5), numbers(2, N).astype(bool), uniform(N, 1)
    return Fit(m, x, t, {"whatever": x, "y": t, "sample_weight": w}, w)


@fit
def older_format():
    m = keras.Sequential([keras.Input((7,), dtype="int32"), y.Embedding(20, 6, mask_zero=True), y.Bidirectional(y.GRU(4)), y.Dense(1)])
    m.compile(keras.optimizers.Adam(0.01), "huber", metrics=["mae"])
    x, t = numbers(20, N, 7), normal(N)
    m.fit(x, t, verbose=0)
    return Fit(m, x, t, {"x": x.astype("int16"), "y": t}, ending=".h5")
