"""JSON for arrays and numbers: NaN and infinities as strings, float32 short."""

import json
import math

import keras
import numpy as np


def number(v):
    """A Python number, or "nan", "inf", "-inf"."""
    if isinstance(v, np.float32):
        v = float(str(v))  # the fewest digits that give this float32 again
    elif isinstance(v, np.generic):
        v = v.item()
    if isinstance(v, float) and not math.isfinite(v):
        return str(v)
    return v


def array(a):
    """{"shape", "dtype", "data"}, row-major."""
    a = np.asarray(a)
    return {
        "shape": list(a.shape),
        "dtype": str(a.dtype),
        "data": [number(v) for v in a.ravel()],
    }


def plain(v):
    """v with every number in a form JSON has."""
    if isinstance(v, dict):
        return {k: plain(x) for k, x in v.items()}
    if isinstance(v, (list, tuple)):
        return [plain(x) for x in v]
    return number(v)


def serialize(thing):
    """Keras's own JSON of an object, as it stands in a .keras file."""
    return plain(keras.saving.serialize_keras_object(thing))


def text(cases):
    """The golden file: one case per line."""
    lines = (json.dumps(c, ensure_ascii=False, allow_nan=False) for c in cases)
    return "[\n" + ",\n".join(lines) + "\n]\n"
