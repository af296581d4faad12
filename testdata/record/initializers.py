"""Initializers: values of the constant ones, statistics of the random ones."""

from functools import partial

import numpy as np
from keras import initializers as i
from keras.src.initializers.random_initializers import compute_fans

from .encode import array, number, serialize

CONSTANT = {
    "zeros": (i.Zeros(), (2, 3)),
    "ones": (i.Ones(), (2, 3)),
    "constant": (i.Constant(), (2, 3)),
    "constant value": (i.Constant(-2.5), (2, 3)),
    "identity": (i.Identity(), (3, 3)),
    "identity gain": (i.Identity(gain=0.7), (3, 3)),
    "identity tall": (i.Identity(), (4, 2)),
    "identity wide": (i.Identity(gain=2.0), (2, 4)),
    "stft": (i.STFT(), (8, 1, 5)),
    "stft imag": (i.STFT(side="imag"), (8, 1, 5)),
    "stft spectrum periodic": (i.STFT(scaling="spectrum", periodic=True), (8, 1, 5)),
    "stft hamming": (i.STFT(window="hamming"), (16, 1, 9)),
    "stft no window": (i.STFT(window=None, scaling=None), (6, 1, 5)),
}

# Made with seed 1; "default" holds the configuration of the class without arguments.
RANDOM = {
    "random_normal": (i.RandomNormal, {}),
    "random_normal args": (i.RandomNormal, {"mean": 1.0, "stddev": 0.5}),
    "random_uniform": (i.RandomUniform, {}),
    "random_uniform args": (i.RandomUniform, {"minval": -1.0, "maxval": 3.0}),
    "truncated_normal": (i.TruncatedNormal, {}),
    "truncated_normal args": (i.TruncatedNormal, {"mean": -1.0, "stddev": 2.0}),
    "variance_scaling": (i.VarianceScaling, {}),
    "glorot_uniform": (i.GlorotUniform, {}),
    "glorot_normal": (i.GlorotNormal, {}),
    "he_normal": (i.HeNormal, {}),
    "he_uniform": (i.HeUniform, {}),
    "lecun_normal": (i.LecunNormal, {}),
    "lecun_uniform": (i.LecunUniform, {}),
    "orthogonal": (i.Orthogonal, {}),
    "orthogonal gain": (i.Orthogonal, {"gain": 2.0}),
} | {
    f"variance_scaling {mode} {distribution}": (
        i.VarianceScaling,
        {"scale": 2.0, "mode": mode, "distribution": distribution},
    )
    for mode in ("fan_in", "fan_out", "fan_avg")
    for distribution in ("truncated_normal", "untruncated_normal", "uniform")
}
SHAPES = [(400, 300), (3, 3, 16, 32)]


def constant(initializer, shape):
    return {
        "kind": "constant",
        "initializer": serialize(initializer),
        "shape": list(shape),
        "value": array(initializer(shape, dtype="float32")),
    }


def sample(initializer, shape):
    v = np.asarray(initializer(shape, dtype="float32"), np.float64)
    fan_in, fan_out = compute_fans(shape)
    out = {
        "shape": list(shape),
        "fan_in": fan_in,
        "fan_out": fan_out,
        "mean": v.mean(),
        "std": v.std(),
        "min": v.min(),
        "max": v.max(),
    }
    limits = exact(initializer, fan_in, fan_out)
    if limits:
        out |= limits
    return {k: number(x) for k, x in out.items()}


def exact(initializer, fan_in, fan_out):
    """The parameters of the distribution, by Keras's formulas."""
    config = initializer.get_config()
    match type(initializer).__name__:
        case "RandomNormal":
            return normal(config["mean"], config["stddev"])
        case "RandomUniform":
            return uniform(config["minval"], config["maxval"])
        case "TruncatedNormal":
            return truncated(config["mean"], config["stddev"])
        case "Orthogonal":
            return None
    n = {
        "fan_in": fan_in,
        "fan_out": fan_out,
        "fan_avg": (fan_in + fan_out) / 2,
    }[initializer.mode]
    scale = initializer.scale / max(1.0, n)
    match initializer.distribution:
        case "truncated_normal":
            return truncated(0.0, scale**0.5 / 0.8796256610342398)
        case "untruncated_normal":
            return normal(0.0, scale**0.5)
        case "uniform":
            return uniform(-((3 * scale) ** 0.5), (3 * scale) ** 0.5)


def normal(mean, stddev):
    return {"distribution": "normal", "want_mean": mean, "want_std": stddev}


def truncated(mean, stddev):
    return {
        "distribution": "truncated_normal",
        "want_mean": mean,
        "want_std": stddev * 0.8796256610342398,
        "low": mean - 2 * stddev,
        "high": mean + 2 * stddev,
    }


def uniform(low, high):
    return {
        "distribution": "uniform",
        "want_mean": (low + high) / 2,
        "want_std": (high - low) / 12**0.5,
        "low": low,
        "high": high,
    }


def random(cls, args):
    initializer = cls(seed=1, **args)
    return {
        "kind": "random",
        "initializer": serialize(initializer),
        "default": serialize(cls()),
        "samples": [sample(initializer, shape) for shape in SHAPES],
    }


def cases():
    for name, (initializer, shape) in CONSTANT.items():
        yield name, partial(constant, initializer, shape)
    for name, (cls, args) in RANDOM.items():
        yield name, partial(random, cls, args)
