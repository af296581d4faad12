"""What the cases of more_optimizers.json start from and are fed."""

import numpy as np

from .encode import array
from .formula import short

# A wide and a tall matrix, one whose name says that it is an embedding's, and a scalar.
SHAPES = {
    "kernel": (3, 4),
    "bias": (4,),
    "tall": (5, 2),
    "embeddings": (3, 2),
    "filter": (2, 2, 3),
    "filters": (2, 1, 2, 2),
    "scale": (),
}
VARIABLES = {n: short(200 + i, 1, *s) for i, (n, s) in enumerate(SHAPES.items())}


def gradients(step):
    """Gradients of varying size, with an element that is always 0 and a step that is all 0."""
    scale = np.float32([1, 0.1, 3, 0.01][step % 4])
    out = []
    for i, shape in enumerate(SHAPES.values()):
        g = (short(210 + 10 * step + i, 2, *shape) * scale).round(4)
        out.append(g * np.float32(step != 5))
    out[0][0, 0] = 0
    return out


GRADIENTS = [gradients(i) for i in range(8)]


def one():
    return {
        "variables": [{"name": n, "value": array(v)} for n, v in VARIABLES.items()],
        "gradients": [[array(g) for g in step] for step in GRADIENTS],
    }


def cases():
    yield "inputs", one
