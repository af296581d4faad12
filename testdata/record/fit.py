"""fit, evaluate and predict of small models on the data of fit_data.json.

No shuffling; batches of 32, so that the last one is smaller.
"""

import contextlib
import io
from functools import partial

import keras
import numpy as np
from keras import layers as y
from keras import losses as l
from keras import metrics as m
from keras import optimizers as o
from keras import regularizers as r

from .encode import array, number, plain, serialize
from .fit_data import ARRAYS, INPUTS, TRAIN
from .formula import signed

F = np.float32


def net(*more, units=3, activation="softmax", hidden=None):
    """8-16-units, with what more holds between the two Dense layers."""
    return lambda: [
        y.Dense(16, activation="relu", name="hidden", **(hidden or {})),
        *(make() for make in more),
        y.Dense(units, activation=activation, name="out"),
    ]


def reshaped():
    return [
        y.Rescaling(0.5, offset=0.25, name="rescaling"),
        y.Reshape((4, 2), name="reshape"),
        y.Dense(5, activation="tanh", name="each"),
        y.Flatten(name="flatten"),
        y.Dense(3, name="scores"),
        y.Activation("softmax", name="out"),
    ]


CATEGORICAL = {
    "optimizer": lambda: o.SGD(0.1, momentum=0.9),
    "loss": "categorical_crossentropy",
    "metrics": lambda: ["accuracy"],
}
BOTH = CATEGORICAL | {"weighted_metrics": lambda: ["accuracy"]}
REAL = {"optimizer": lambda: o.Adam(0.01), "loss": "mse", "metrics": lambda: ["mae"]}
ADAM = CATEGORICAL | {"optimizer": lambda: o.Adam(0.01)}
linear = net(activation=None)


def hidden(**args):
    return net(hidden=args)


# name: layers, y, compile's arguments, fit's arguments.
RUNS = {
    "plain": (net(), "one_hot", CATEGORICAL, {}),
    "adam": (net(), "one_hot", ADAM, {}),
    "validation_data": (net(), "one_hot", CATEGORICAL, {"validation_data": True}),
    "validation_batch_size": (
        net(),
        "one_hot",
        CATEGORICAL,
        {"validation_data": True, "validation_batch_size": 7},
    ),
    "validation_split": (net(), "one_hot", CATEGORICAL, {"validation_split": 0.25}),
    "validation_split sample_weight": (
        net(),
        "one_hot",
        BOTH,
        {"validation_split": 0.25, "sample_weight": True},
    ),
    "validation_freq": (
        net(),
        "one_hot",
        CATEGORICAL,
        {"validation_data": True, "validation_freq": 2},
    ),
    "validation_data weights": (
        net(),
        "one_hot",
        BOTH,
        {"validation_data": True, "sample_weight": True, "validation_weight": True},
    ),
    "sample_weight": (net(), "one_hot", CATEGORICAL, {"sample_weight": True}),
    "sample_weight weighted_metrics": (net(), "one_hot", BOTH, {"sample_weight": True}),
    "weighted_metrics without weights": (net(), "one_hot", BOTH, {}),
    "class_weight": (net(), "one_hot", BOTH, {"class_weight": {0: 0.5, 1: 2.0, 2: 1.5}}),
    "class_weight sparse": (
        net(),
        "labels",
        BOTH | {"loss": "sparse_categorical_crossentropy"},
        {"class_weight": {0: 0.5, 2: 3.0}},
    ),
    "kernel_regularizer": (
        hidden(kernel_regularizer=r.L2(0.01)),
        "one_hot",
        CATEGORICAL,
        {"validation_data": True},
    ),
    "bias_regularizer": (hidden(bias_regularizer=r.L1(0.05)), "one_hot", CATEGORICAL, {}),
    "activity_regularizer": (hidden(activity_regularizer=r.L2(0.01)), "one_hot", CATEGORICAL, {}),
    "all regularizers": (
        hidden(
            kernel_regularizer=r.L1L2(0.001, 0.01),
            bias_regularizer=r.L2(0.1),
            activity_regularizer=r.L1(0.002),
        ),
        "one_hot",
        ADAM,
        {"validation_data": True, "sample_weight": True},
    ),
    "dropout rate 0": (net(partial(y.Dropout, 0.0, name="drop")), "one_hot", CATEGORICAL, {}),
    "sparse": (net(), "labels", CATEGORICAL | {"loss": "sparse_categorical_crossentropy"}, {}),
    "sparse logits": (
        linear,
        "labels",
        ADAM | {"loss": l.SparseCategoricalCrossentropy(from_logits=True)},
        {},
    ),
    "categorical logits smoothing": (
        linear,
        "one_hot",
        ADAM | {"loss": l.CategoricalCrossentropy(from_logits=True, label_smoothing=0.1)},
        {},
    ),
    "binary": (
        net(units=1, activation="sigmoid"),
        "bits",
        ADAM | {"loss": "binary_crossentropy", "metrics": lambda: ["acc", m.BinaryCrossentropy()]},
        {"validation_data": True},
    ),
    "mse": (net(activation=None), "real", REAL, {"validation_data": True}),
    "mae": (net(activation=None), "real", REAL | {"loss": "mean_absolute_error"}, {}),
    "reduction sum": (
        linear,
        "real",
        REAL | {"loss": l.MeanSquaredError(reduction="sum"), "optimizer": lambda: o.SGD(0.001)},
        {},
    ),
    "many metrics": (
        net(),
        "one_hot",
        CATEGORICAL
        | {
            "metrics": lambda: [
                "accuracy",
                "mse",
                m.CategoricalCrossentropy(),
                m.MeanAbsoluteError(name="error"),
                m.TopKCategoricalAccuracy(k=2),
            ],
            "weighted_metrics": lambda: ["mse", "categorical_accuracy"],
        },
        {"sample_weight": True, "validation_data": True},
    ),
    "no metrics": (net(), "one_hot", CATEGORICAL | {"metrics": lambda: None}, {}),
    "string optimizer": (net(), "one_hot", CATEGORICAL | {"optimizer": lambda: "rmsprop"}, {}),
    "batch larger than data": (net(), "one_hot", ADAM, {"batch_size": 100}),
    "batch 1": (net(), "one_hot", ADAM, {"batch_size": 1, "epochs": 1}),
    "initial_epoch": (net(), "one_hot", ADAM, {"initial_epoch": 1, "epochs": 4}),
    "steps_per_epoch": (net(), "one_hot", ADAM, {"steps_per_epoch": 1}),
    "schedule": (
        net(),
        "one_hot",
        CATEGORICAL
        | {"optimizer": lambda: o.Adam(o.schedules.ExponentialDecay(0.02, 3, 0.5, staircase=True))},
        {},
    ),
    "use_ema": (
        net(),
        "one_hot",
        CATEGORICAL | {"optimizer": lambda: o.SGD(0.1, use_ema=True, ema_momentum=0.8)},
        {"validation_data": True},
    ),
    "accumulation": (
        net(),
        "one_hot",
        CATEGORICAL | {"optimizer": lambda: o.Adam(0.01, gradient_accumulation_steps=2)},
        {},
    ),
    "weight decay and clipping": (
        net(),
        "one_hot",
        CATEGORICAL | {"optimizer": lambda: o.AdamW(0.01, weight_decay=0.1, global_clipnorm=0.5)},
        {},
    ),
    "reshaped": (reshaped, "one_hot", ADAM, {}),
    "nan": (
        linear,
        "real",
        REAL | {"optimizer": lambda: o.SGD(1e30), "metrics": lambda: ["mse"]},
        {"validation_data": True},
    ),
}


def initialise(model):
    """Weight number i: signed numbers of seed 200+i within 0.5."""
    out = []
    for i, w in enumerate(model.weights):
        w.assign(signed(200 + i, 0.5, *w.shape))
        out.append({"path": w.path, "seed": 200 + i, "limit": 0.5, "shape": list(w.shape)})
    return out


def arguments(target, options):
    """fit's keyword arguments, made from the recorded options."""
    args = {"batch_size": 32, "epochs": 3} | options
    if args.pop("sample_weight", False):
        args["sample_weight"] = ARRAYS["weight"][:TRAIN]
    weighted = args.pop("validation_weight", False)
    if args.pop("validation_data", False):
        held = (ARRAYS["x"][TRAIN:], ARRAYS[target][TRAIN:])
        args["validation_data"] = held + ((ARRAYS["weight"][TRAIN:],) if weighted else ())
    return args


def one(make, target, compiling, options):
    model = keras.Sequential([keras.Input((INPUTS,)), *make()], name="small")
    model.compile(**{k: v() if callable(v) and k != "loss" else v for k, v in compiling.items()})
    out = {"model": serialize(model), "weights": initialise(model), "y": target}
    args = arguments(target, options)
    x, labels = ARRAYS["x"][:TRAIN], ARRAYS[target][:TRAIN]
    with contextlib.redirect_stdout(io.StringIO()):
        history = model.fit(x, labels, shuffle=False, verbose=0, **args)
    weight = args.get("sample_weight")
    results = model.evaluate(x, labels, batch_size=32, verbose=0, sample_weight=weight)
    text = []
    model.summary(print_fn=text.append)
    final = {
        "fit": plain({"batch_size": 32, "epochs": 3} | options | named_classes(options)),
        "epoch": history.epoch,
        "params": plain(history.params),
        "history": [{"name": k, "values": floats(v)} for k, v in history.history.items()],
        "evaluate": evaluated(model, results),
        "predict": array(model.predict(ARRAYS["x"][TRAIN:], batch_size=7, verbose=0)),
        "final": [array(w) for w in model.weights],
        "iterations": int(np.asarray(model.optimizer.iterations)),
        "summary": text[0],
    }
    return out | final


def evaluated(model, results):
    """What evaluate returns, in its order, with the names that Keras has for it."""
    # The dictionary forms are sorted by name; this is Keras's own way to the list.
    logs = model.get_metrics_result()
    names = model._flatten_metrics_in_order({k: k for k in logs})
    if not isinstance(results, list):
        results, names = [results], [names]
    assert len(names) == len(results)
    return [{"name": k, "value": number(F(v))} for k, v in zip(names, results)]


def named_classes(options):
    """JSON has only strings for keys."""
    if "class_weight" not in options:
        return {}
    return {"class_weight": {str(k): v for k, v in options["class_weight"].items()}}


def floats(values):
    return [number(F(v)) for v in values]


def cases():
    for name, run in RUNS.items():
        yield name, partial(one, *run)
