"""Functions of keras.ops that make arrays of numbers, the names of all functions, and the
types of results."""

import inspect

import keras
from keras import ops

from .encode import array

MADE = {
    "arange": [(4,)],
    "bartlett": [(1,), (2,), (7,)],
    "blackman": [(1,), (7,)],
    "eye": [(3,), (3, 5), (3, 4, 1), (4, 3, -2)],
    "full": [((2, 3), 1.5)],
    "hamming": [(7,)],
    "hanning": [(7,)],
    "identity": [(3,)],
    "kaiser": [(7, 3.5), (4, 0.0)],
    "ones": [((2, 3),)],
    "tri": [(3,), (3, 5), (3, 4, 1), (4, 3, -2)],
    "zeros": [((2, 3),)],
}

MODULES = {"": ops, "image.": ops.image}


def names():
    found = []
    for prefix, module in MODULES.items():
        found += [
            prefix + n for n, f in inspect.getmembers(module, callable) if not n.startswith("_")
        ]
    return {"names": found}


TYPES = (
    "bool",
    "int8",
    "int16",
    "int32",
    "int64",
    "uint8",
    "uint16",
    "uint32",
    "float32",
    "float64",
)


def types():
    """What arrays of two types become together; of 64 bits there is nothing on JAX."""
    return {"types": [[a, b, keras.backend.result_type(a, b)] for a in TYPES for b in TYPES]}


def cases():
    for name, calls in MADE.items():
        for args in calls:
            yield (
                f"{name}{args}".replace(" ", ""),
                lambda name=name, args=args: {
                    "function": name,
                    "args": [list(a) if isinstance(a, tuple) else a for a in args],
                    "value": array(keras.ops.convert_to_numpy(getattr(ops, name)(*args))),
                },
            )
    yield "names", names
    yield "types", types
