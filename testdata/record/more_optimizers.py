"""Further optimizers: weights of up to four axes after 1, 2, 3 and 8 steps of fixed gradients.

The gradients are in more_optimizer_inputs.json. A case with fewer weights has the first of them.
"""

from functools import partial

import jax.numpy as jnp
import keras
from keras import optimizers as o

from .encode import array, serialize
from .more_optimizer_inputs import GRADIENTS, VARIABLES

SHOWN = (1, 2, 3, 8)

PLAIN = {
    "adafactor": (o.Adafactor, {}),
    "ftrl": (o.Ftrl, {}),
    "lamb": (o.Lamb, {}),
    "lion": (o.Lion, {}),
    "muon": (o.Muon, {}),
    "schedule free": (o.ScheduleFreeAdamW, {}),
}

# Arguments of the classes' own.
OWN = {
    "adafactor absolute": (o.Adafactor, {"relative_step": False, "learning_rate": 0.5}),
    "adafactor own": (
        o.Adafactor,
        {
            "beta_2_decay": -0.5,
            "epsilon_1": 1e-6,
            "epsilon_2": 0.01,
            "clip_threshold": 0.5,
            "learning_rate": 2.0,
        },
    ),
    # At small rates, differences of powers are of few digits.
    "ftrl power": (
        o.Ftrl,
        {"learning_rate": 0.5, "learning_rate_power": -0.25, "initial_accumulator_value": 0.5},
    ),
    "ftrl constant": (o.Ftrl, {"learning_rate_power": 0.0, "initial_accumulator_value": 0.0}),
    "ftrl own": (
        o.Ftrl,
        {
            "l1_regularization_strength": 0.1,
            "l2_regularization_strength": 0.2,
            "l2_shrinkage_regularization_strength": 0.3,
            "beta": 0.4,
        },
    ),
    "lamb own": (o.Lamb, {"beta_1": 0.5, "beta_2": 0.9, "epsilon": 1e-3}),
    "lion own": (o.Lion, {"beta_1": 0.5, "beta_2": 0.9}),
    "muon adam": (
        o.Muon,
        {
            "adam_beta_1": 0.5,
            "adam_beta_2": 0.9,
            "epsilon": 1e-3,
            "adam_lr_ratio": 0.5,
            "adam_weight_decay": 0.1,
            "exclude_layers": ["t[ao]ll", "none"],
        },
    ),
    "muon own": (
        o.Muon,
        {
            "weight_decay": 0.2,
            "momentum": 0.5,
            "ns_steps": 2,
            "nesterov": False,
            "rms_rate": 0.5,
            "muon_a": 3.0,
            "muon_b": -4.0,
            "muon_c": 1.5,
            "exclude_embeddings": False,
        },
    ),
    "muon none": (o.Muon, {"rms_rate": None, "weight_decay": None, "adam_weight_decay": None}),
    "schedule free own": (o.ScheduleFreeAdamW, {"beta_1": 0.5, "beta_2": 0.9, "epsilon": 1e-3}),
    "schedule free warmup": (o.ScheduleFreeAdamW, {"warmup_steps": 4, "weight_decay": 0.1}),
}

# Every one of these with every one of PLAIN.
COMMON = {
    "weight_decay": {"weight_decay": 0.1},
    "clipnorm": {"clipnorm": 1.0},
    "clipvalue": {"clipvalue": 0.5},
    "global_clipnorm": {"global_clipnorm": 1.5},
    "ema": {"use_ema": True, "ema_momentum": 0.8, "ema_overwrite_frequency": 3},
    "accumulation": {"gradient_accumulation_steps": 2, "use_ema": True, "ema_momentum": 0.9},
    "loss_scale_factor": {"loss_scale_factor": 128.0},
    "exponential": {"learning_rate": o.schedules.ExponentialDecay(0.1, 5, 0.5)},
}


def one(cls, args, n=len(VARIABLES)):
    # Larger than most defaults, so that the steps move the variables visibly.
    optimizer = cls(**{"learning_rate": 0.05} | args)
    variables = [keras.Variable(v, name=k) for k, v in list(VARIABLES.items())[:n]]
    optimizer.build(variables)
    steps = []
    for i, gradients in enumerate(GRADIENTS, 1):
        optimizer.apply([jnp.asarray(g) for g in gradients[:n]])
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
    for name, (cls, args) in (PLAIN | OWN).items():
        yield name, partial(one, cls, args)
    for name, (cls, args) in PLAIN.items():
        for extra, more in COMMON.items():
            yield f"{name} {extra}", partial(one, cls, args | more, 2)
