"""Records constraints.json: the JSON of real Keras's constraints, and what they make of x.

    KERAS_BACKEND=jax .venv/bin/python constraints/testdata/record.py
"""

import json
import pathlib

import keras
import numpy as np
from keras import constraints as c

MATRIX = np.float32([[1.5, -0.25, 0], [-2, 0.5, 0], [0.5, -0.125, 0], [3, 0.75, 0]])
CUBE = np.linspace(-2, 3, 24, dtype=np.float32).round(2).reshape(2, 3, 4)

CASES = [
    (c.MaxNorm, {}, MATRIX),
    (c.MaxNorm, {"max_value": 0.5, "axis": 1}, MATRIX),
    (c.MaxNorm, {"max_value": 3, "axis": [0, 1]}, CUBE),
    (c.MaxNorm, {"max_value": 0}, MATRIX),
    (c.MinMaxNorm, {}, MATRIX),
    (c.MinMaxNorm, {"min_value": 1.0, "max_value": 2.0, "rate": 0.25, "axis": -1}, CUBE),
    (c.MinMaxNorm, {"min_value": 0.5, "rate": 0.0}, MATRIX),
    (c.NonNeg, {}, CUBE),
    (c.UnitNorm, {}, MATRIX),
    (c.UnitNorm, {"axis": [1, 2]}, CUBE),
]


def array(a):
    a = np.asarray(a)
    return {"shape": list(a.shape), "dtype": str(a.dtype), "data": [float(str(v)) for v in a.ravel()]}


def case(cls, args, x):
    made = cls(**args)
    return {
        "name": f"{cls.__name__} {args}",
        "args": args,
        "object": keras.saving.serialize_keras_object(made),
        "x": array(x),
        "value": array(made(x)),
    }


path = pathlib.Path(__file__).with_name("constraints.json")
lines = (json.dumps(case(*a)) for a in CASES)
path.write_text("[\n" + ",\n".join(lines) + "\n]\n", encoding="utf-8")
