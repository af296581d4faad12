"""The models that roundtrip.py saves from Keras: those of models.go."""

import facts
import keras
import numpy as np
from keras import activations, constraints, initializers, layers, losses, metrics, optimizers, regularizers
from keras.optimizers import schedules

SAMPLES = 40  # not all batches are full


def points():
    """Rows of 6 numbers, and of which of 3 classes they are, as rows of 0 and 1."""
    f = labeled()
    return f | {"y": np.eye(3, dtype="float32")[f["y"][:, 0]]}


def floats(seed, low, high, *shape):
    return np.random.default_rng(seed).uniform(low, high, shape).astype("float32")


def labeled():
    return {"x": floats(1, -1, 1, SAMPLES, 6), "y": floats(2, 0, 3, SAMPLES, 1).astype("int32")}


def binary():
    return {"x": floats(1, -1, 1, SAMPLES, 6), "y": np.floor(floats(2, 0, 2, SAMPLES, 1))}


def numeric():
    return {"x": floats(1, -1, 1, SAMPLES, 6), "y": floats(2, -1, 1, SAMPLES, 3)}


def weighted():
    return numeric() | {"weight": floats(3, 0, 2, SAMPLES)}


def pictures():
    """4 by 4 bytes of 2 colours."""
    return points() | {"x": floats(1, 0, 256, SAMPLES, 4, 4, 2).astype("uint8")}


def classifier():
    return keras.Sequential([keras.Input((6,)), layers.Dense(5, "tanh"), layers.Dense(3, "softmax")])


def regressor():
    return keras.Sequential([keras.Input((6,)), layers.Dense(5, "tanh"), layers.Dense(3)])


def logistic(activation):
    return keras.Sequential([keras.Input((6,)), layers.Dense(1, activation)])


def trained_by(optimizer):
    return facts.TRAINED, points(), classifier(), {
        "optimizer": optimizer,
        "loss": losses.CategoricalCrossentropy(),
        "metrics": ["accuracy"],
    }


BY_OPTIMIZER = {
    "sgd": lambda: optimizers.SGD(),
    "sgd_momentum": lambda: optimizers.SGD(0.1, momentum=0.9),
    "sgd_nesterov": lambda: optimizers.SGD(0.1, momentum=0.9, nesterov=True),
    "rmsprop": lambda: optimizers.RMSprop(0.01, rho=0.8),
    "rmsprop_centered": lambda: optimizers.RMSprop(momentum=0.5, centered=True),
    "adagrad": lambda: optimizers.Adagrad(0.1, initial_accumulator_value=0.2),
    "adadelta": lambda: optimizers.Adadelta(1.0),
    "adam": lambda: optimizers.Adam(),
    "adam_amsgrad": lambda: optimizers.Adam(0.01, beta_1=0.8, beta_2=0.99, epsilon=1e-5, amsgrad=True),
    "adamw": lambda: optimizers.AdamW(0.01, weight_decay=0.1),
    "adamax": lambda: optimizers.Adamax(0.01),
    "nadam": lambda: optimizers.Nadam(0.01),
    "adafactor": lambda: optimizers.Adafactor(0.1),
    "ftrl": lambda: optimizers.Ftrl(0.1, l1_regularization_strength=0.01, beta=0.1),
    "lamb": lambda: optimizers.Lamb(0.01),
    "lion": lambda: optimizers.Lion(0.01, beta_1=0.8),
    "muon": lambda: optimizers.Muon(0.01, rms_rate=None, exclude_layers=["dense_1"]),
    "schedule_free": lambda: optimizers.ScheduleFreeAdamW(0.01, warmup_steps=3),
    "by_name": lambda: "nadam",
    "weight_decay": lambda: optimizers.SGD(0.1, weight_decay=0.1, name="slowly"),
    "clipnorm": lambda: optimizers.SGD(0.1, clipnorm=0.1),
    "clipvalue": lambda: optimizers.Adam(clipvalue=0.05),
    "global_clipnorm": lambda: optimizers.RMSprop(global_clipnorm=0.2),
    "ema": lambda: optimizers.SGD(0.1, use_ema=True, ema_momentum=0.9),
    "ema_overwrite": lambda: optimizers.Adam(0.01, use_ema=True, ema_overwrite_frequency=2),
    "accumulation": lambda: optimizers.Adam(0.01, gradient_accumulation_steps=4),
    "loss_scale": lambda: optimizers.SGD(0.1, loss_scale_factor=128),
    "all_options": lambda: optimizers.AdamW(0.01, clipnorm=0.5, use_ema=True, gradient_accumulation_steps=2),
    "exponential_decay": lambda: optimizers.SGD(schedules.ExponentialDecay(0.1, 3, 0.5), momentum=0.9),
    "staircase": lambda: optimizers.Adam(schedules.ExponentialDecay(0.1, 4, 0.5, staircase=True)),
    "cosine_decay": lambda: optimizers.Adam(schedules.CosineDecay(0.1, 12, alpha=0.1)),
    "cosine_warmup": lambda: optimizers.RMSprop(schedules.CosineDecay(0.01, 20, warmup_target=0.1, warmup_steps=5)),
    "piecewise_decay": lambda: optimizers.SGD(schedules.PiecewiseConstantDecay([3, 6], [0.1, 0.05, 0.01])),
}


def judged_by(model, samples, loss, *metrics, **options):
    return facts.TRAINED, samples, model, {
        "optimizer": optimizers.SGD(0.1), "loss": loss, "metrics": list(metrics) or None, **options,
    }


BY_LOSS = {
    "names": lambda: judged_by(classifier(), points(), "categorical_crossentropy", "accuracy", "mse"),
    "label_smoothing": lambda: judged_by(
        classifier(), points(), losses.CategoricalCrossentropy(label_smoothing=0.1), metrics.CategoricalCrossentropy()
    ),
    "from_logits": lambda: judged_by(
        regressor(), points(), losses.CategoricalCrossentropy(from_logits=True),
        metrics.CategoricalAccuracy(), metrics.CategoricalCrossentropy(from_logits=True, label_smoothing=0.2),
    ),
    "sparse": lambda: judged_by(
        classifier(), labeled(), losses.SparseCategoricalCrossentropy(), "accuracy", metrics.SparseCategoricalCrossentropy()
    ),
    "sparse_from_logits": lambda: judged_by(
        regressor(), labeled(), losses.SparseCategoricalCrossentropy(from_logits=True, ignore_class=2), "acc"
    ),
    "binary": lambda: judged_by(
        logistic("sigmoid"), binary(), losses.BinaryCrossentropy(label_smoothing=0.1),
        "accuracy", metrics.BinaryAccuracy(threshold=0.4), metrics.BinaryCrossentropy(),
    ),
    "binary_from_logits": lambda: judged_by(logistic(None), binary(), losses.BinaryCrossentropy(from_logits=True)),
    "dice": lambda: judged_by(logistic("sigmoid"), binary(), "dice"),
    "tversky": lambda: judged_by(classifier(), points(), losses.Tversky(alpha=0.3, axis=(0, 1))),
    "circle": lambda: judged_by(sequential(layers.Dense(3), layers.UnitNormalization()), labeled(), losses.Circle(gamma=4.0)),
    "ctc": lambda: judged_by(sequential(layers.Dense(12), layers.Reshape((4, 3))), labeled(), losses.CTC()),
    "mean_squared_error": lambda: judged_by(
        regressor(), numeric(), losses.MeanSquaredError(), metrics.MeanAbsoluteError(), metrics.MeanSquaredError(name="squares")
    ),
    "mean_absolute_error": lambda: judged_by(regressor(), numeric(), "mae", "mse", "mae"),
    "loss_sum": lambda: judged_by(regressor(), numeric(), losses.MeanSquaredError("sum", name="total")),
    "weighted": lambda: judged_by(
        regressor(), weighted(), "mse", "mae", loss_weights=[0.5], weighted_metrics=["mse", "mae"]
    ),
}

INITIALIZERS = [
    initializers.Zeros(), initializers.Ones(), initializers.Constant(0.3), initializers.Identity(0.7),
    initializers.RandomNormal(seed=1), initializers.RandomUniform(-0.2, 0.3), initializers.TruncatedNormal(stddev=0.2),
    initializers.VarianceScaling(0.5, "fan_avg", "uniform"), initializers.GlorotNormal(), initializers.GlorotUniform(seed=3),
    initializers.HeNormal(), initializers.HeUniform(), initializers.LecunNormal(), initializers.LecunUniform(),
    initializers.Orthogonal(1.1), "glorot_normal",
]  # fmt: skip


def sequential(*stack, **options):
    return keras.Sequential([keras.Input((6,)), *stack], **options)


def regularized():
    return sequential(
        layers.Dense(5, "tanh", kernel_regularizer=regularizers.L1(0.02), bias_regularizer=regularizers.L2()),
        layers.Dense(4, kernel_regularizer="l2", activity_regularizer=regularizers.L1L2(0.01, 0.02)),
        layers.Activation("sigmoid", activity_regularizer=regularizers.L2(0.1)),
        layers.Dense(3),
    )


def constrained():
    return sequential(
        layers.Dense(5, "tanh", kernel_constraint=constraints.MaxNorm(0.5), bias_constraint=constraints.NonNeg()),
        layers.Dense(4, kernel_constraint=constraints.UnitNorm()),
        layers.Dense(3, kernel_constraint=constraints.MinMaxNorm(0.3, 0.6, 0.9)),
    )


def initialized():
    return sequential(
        *(layers.Dense(6, "tanh", kernel_initializer=i, bias_initializer=initializers.Constant(0.1)) for i in INITIALIZERS),
        layers.Dense(3, "softmax"),
    )


def nested():
    return sequential(
        keras.Sequential([layers.Dense(4, "tanh"), layers.Dense(4)]),
        keras.Sequential([keras.Input((4,)), keras.Sequential([layers.Dense(5), layers.Activation("sigmoid")]), layers.Dense(4)]),
        layers.Dense(3),
    )


def own_names():
    return sequential(
        layers.Dense(4, "tanh", name="hidden"),
        keras.Sequential([layers.Dense(4, name="dense_7"), layers.Dense(4)], name="The Inner-1"),
        layers.Dense(4),
        layers.Dense(3, name="Output.Layer"),
        name="Digits of mine",
    )


def of_pictures():
    return keras.Sequential([
        keras.Input((4, 4, 2), dtype="uint8"), layers.Rescaling(1 / 255, -0.5), layers.Reshape((8, -1)),
        layers.Dense(2, "relu"), layers.Flatten(), layers.Dense(3), layers.Activation("softmax"),
    ])  # fmt: skip


def of_colours():
    return keras.Sequential([
        keras.Input((4, 4, 2)), layers.Rescaling([1 / 255, 1 / 127], [0, -1]), layers.Flatten(), layers.Dense(3, "softmax"),
    ])  # fmt: skip


def dropout():
    model = sequential(
        layers.Dense(8, "tanh"), layers.Dropout(0.3, seed=7), layers.Dropout(0.5, noise_shape=(None, 1)),
        layers.Dropout(0), layers.Dense(3, "softmax"),
    )  # fmt: skip
    options = {"optimizer": optimizers.Adam(), "loss": losses.CategoricalCrossentropy(), "metrics": ["accuracy"]}
    return facts.UNSTEADY, points(), model, options


def every_activation():
    """All activations but glu, which halves the last axis, beside each other: in a
    chain tanh_shrink and its like make rounding errors large."""
    others = "deserialize", "get", "glu", "serialize", "threshold"
    names = sorted(name for name in vars(activations) if name[0].islower() and name not in others)
    x = keras.Input((6,))
    return keras.Model(x, layers.Concatenate()([layers.Dense(4, name)(x) for name in names]))


def without_input():
    return keras.Sequential([layers.Dense(5, "tanh"), layers.Dense(3)])


def frozen():
    within = keras.Sequential([layers.Dense(4, "tanh"), layers.BatchNormalization()])
    model = keras.Sequential([within, layers.Dense(4)])
    model.trainable = False
    return model


BY_LAYER = {
    "regularizers": lambda: judged_by(regularized(), numeric(), "mse", "mse"),
    "constraints": lambda: judged_by(constrained(), numeric(), "mse"),
    "initializers": lambda: judged_by(initialized(), points(), losses.CategoricalCrossentropy()),
    "no_bias": lambda: judged_by(sequential(layers.Dense(3, use_bias=False)), numeric(), "mse"),
    "pictures": lambda: judged_by(of_pictures(), pictures(), losses.CategoricalCrossentropy(), "accuracy"),
    "rescaling_colours": lambda: judged_by(of_colours(), pictures(), losses.CategoricalCrossentropy()),
    "dropout": dropout,
    "nested": lambda: judged_by(nested(), numeric(), "mse", "mae"),
    "own_names": lambda: judged_by(own_names(), numeric(), "mse"),
    "frozen": lambda: judged_by(sequential(layers.Dense(4, "tanh", trainable=False), layers.Dense(3)), numeric(), "mse"),
    "frozen_model": lambda: judged_by(sequential(frozen(), layers.Dense(3)), numeric(), "mse"),
    "activations": lambda: (facts.UNCOMPILED, numeric(), every_activation(), None),
}

BY_STATE = {
    "uncompiled": lambda: (facts.UNCOMPILED, points(), classifier(), None),
    "unbuilt": lambda: (facts.UNBUILT, points(), without_input(), None),
    "without_input": lambda: judged_by(without_input(), numeric(), "mse"),
}


def models():
    """Yields the name, the kind, the samples, the model and how to compile it."""
    for name, optimizer in BY_OPTIMIZER.items():
        yield name, *trained_by(optimizer())
    for name, case in (BY_LOSS | BY_LAYER | BY_STATE).items():
        yield name, *case()
