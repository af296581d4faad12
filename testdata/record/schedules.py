"""Learning rate schedules: the rate at some steps."""

from functools import partial

import jax.numpy as jnp
import numpy as np
from keras.optimizers import schedules as s

from .encode import array, serialize

STEPS = [0, 1, 5, 10, 50, 99, 100, 101, 250, 1000]

SCHEDULES = {
    "exponential": s.ExponentialDecay(0.1, 100, 0.96),
    "exponential staircase": s.ExponentialDecay(0.1, 10, 0.5, staircase=True),
    "exponential fast": s.ExponentialDecay(1.0, 7, 0.9),
    "piecewise two": s.PiecewiseConstantDecay([100], [0.1, 0.01]),
    "piecewise": s.PiecewiseConstantDecay([5, 100, 250], [1.0, 0.5, 0.1, 0.05]),
    "piecewise floats": s.PiecewiseConstantDecay([5.0, 99.5], [1.0, 0.5, 0.1]),
    "polynomial": s.PolynomialDecay(0.1, 100),
    "polynomial power": s.PolynomialDecay(0.1, 100, end_learning_rate=0.01, power=0.5),
    "polynomial cycle": s.PolynomialDecay(0.1, 40, end_learning_rate=0.01, power=2.0, cycle=True),
    "inverse time": s.InverseTimeDecay(0.1, 100, 0.5),
    "inverse time staircase": s.InverseTimeDecay(0.1, 10, 0.5, staircase=True),
    "cosine": s.CosineDecay(0.1, 100),
    "cosine alpha": s.CosineDecay(0.1, 250, alpha=0.1),
    "cosine warmup": s.CosineDecay(0.0, 100, warmup_target=0.1, warmup_steps=50),
    "cosine warmup alpha": s.CosineDecay(
        0.01, 200, alpha=0.05, warmup_target=0.2, warmup_steps=10
    ),
    "cosine restarts": s.CosineDecayRestarts(0.1, 50),
    "cosine restarts all": s.CosineDecayRestarts(0.1, 10, t_mul=1.5, m_mul=0.9, alpha=0.1),
    "cosine restarts even": s.CosineDecayRestarts(0.1, 30, t_mul=1.0, m_mul=0.5),
}


def one(schedule):
    rates = [np.asarray(schedule(jnp.int32(i)), np.float32) for i in STEPS]
    return {"schedule": serialize(schedule), "steps": STEPS, "rates": array(rates)}


def cases():
    for name, schedule in SCHEDULES.items():
        yield name, partial(one, schedule)
