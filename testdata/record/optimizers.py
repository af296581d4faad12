"""Optimizers: two variables after 1, 2, 3, 10 and 20 steps of fixed gradients.

The gradients are in optimizer_inputs.json.
"""

from functools import partial

import jax.numpy as jnp
import keras
from keras import optimizers as o

from .encode import array, serialize
from .optimizer_inputs import GRADIENTS, VARIABLES

SHOWN = (1, 2, 3, 10, 20)

PLAIN = {
    "sgd": (o.SGD, {}),
    "sgd momentum": (o.SGD, {"momentum": 0.9}),
    "sgd nesterov": (o.SGD, {"momentum": 0.9, "nesterov": True}),
    "rmsprop": (o.RMSprop, {}),
    "rmsprop centered": (o.RMSprop, {"centered": True}),
    "adagrad": (o.Adagrad, {}),
    "adadelta": (o.Adadelta, {}),
    "adam": (o.Adam, {}),
    "adam amsgrad": (o.Adam, {"amsgrad": True}),
    "adamw": (o.AdamW, {}),
    "adamax": (o.Adamax, {}),
    "nadam": (o.Nadam, {}),
}

# More arguments of the classes' own.
OWN = {
    "rmsprop momentum": (o.RMSprop, {"momentum": 0.9}),
    "adamw amsgrad": (o.AdamW, {"amsgrad": True}),
    "rmsprop centered momentum": (o.RMSprop, {"centered": True, "momentum": 0.5, "rho": 0.8}),
    "adagrad own": (o.Adagrad, {"initial_accumulator_value": 0.5, "epsilon": 1e-3}),
    "adadelta own": (o.Adadelta, {"rho": 0.8, "epsilon": 1e-4, "learning_rate": 1.0}),
    "adam own": (o.Adam, {"beta_1": 0.5, "beta_2": 0.9, "epsilon": 1e-3}),
    "adamax own": (o.Adamax, {"beta_1": 0.5, "beta_2": 0.9, "epsilon": 1e-3}),
    "nadam own": (o.Nadam, {"beta_1": 0.5, "beta_2": 0.9, "epsilon": 1e-3}),
    "adamw own": (o.AdamW, {"weight_decay": 0.1, "beta_1": 0.5}),
}

# Every one of these with every one of PLAIN.
COMMON = {
    "weight_decay": {"weight_decay": 0.1},
    "clipnorm": {"clipnorm": 1.0},
    "clipvalue": {"clipvalue": 0.5},
    "global_clipnorm": {"global_clipnorm": 1.5},
    "use_ema": {"use_ema": True, "ema_momentum": 0.9},
    "accumulation": {"gradient_accumulation_steps": 4},
}

schedule = o.schedules
MIXED = {
    "ema overwrite": {"use_ema": True, "ema_momentum": 0.8, "ema_overwrite_frequency": 5},
    "accumulation ema": {"gradient_accumulation_steps": 3, "use_ema": True, "ema_momentum": 0.9},
    "accumulation clipnorm weight_decay": {
        "gradient_accumulation_steps": 2,
        "clipnorm": 0.5,
        "weight_decay": 0.05,
    },
    "loss_scale_factor": {"loss_scale_factor": 128.0},
    "exponential": {"learning_rate": schedule.ExponentialDecay(0.1, 5, 0.5)},
    "exponential staircase": {
        "learning_rate": schedule.ExponentialDecay(0.1, 5, 0.5, staircase=True)
    },
    "cosine": {"learning_rate": schedule.CosineDecay(0.1, 15, alpha=0.1)},
    "cosine warmup": {
        "learning_rate": schedule.CosineDecay(0.0, 10, warmup_target=0.1, warmup_steps=5)
    },
    "exponential accumulation weight_decay": {
        "learning_rate": schedule.ExponentialDecay(0.1, 5, 0.5),
        "gradient_accumulation_steps": 2,
        "weight_decay": 0.1,
    },
}


def one(cls, args):
    # Larger than most defaults, so that 20 steps move the variables visibly.
    optimizer = cls(**{"learning_rate": 0.05} | args)
    variables = [keras.Variable(v, name=n) for n, v in VARIABLES.items()]
    optimizer.build(variables)
    steps = []
    for i, gradients in enumerate(GRADIENTS, 1):
        optimizer.apply([jnp.asarray(g) for g in gradients])
        if i in SHOWN:
            steps.append({"step": i, "values": [array(v) for v in variables]})
    out = {
        "optimizer": serialize(optimizer),
        "steps": steps,
        "variables": [
            {"name": v.name, "path": v.path, "value": array(v)} for v in optimizer.variables
        ],
    }
    if optimizer.use_ema:
        optimizer.finalize_variable_values(variables)
        out["finalized"] = [array(v) for v in variables]
    return out


def cases():
    for name, (cls, args) in PLAIN.items():
        yield name, partial(one, cls, args)
        for extra, more in COMMON.items():
            yield f"{name} {extra}", partial(one, cls, args | more)
    for name, (cls, args) in OWN.items():
        yield name, partial(one, cls, args)
    for name in ("sgd momentum", "adam", "nadam"):
        cls, args = PLAIN[name]
        for extra, more in MIXED.items():
            yield f"{name} {extra}", partial(one, cls, args | more)
