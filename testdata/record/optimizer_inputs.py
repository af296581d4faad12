"""What the cases of optimizers.json start from and are fed."""

import numpy as np

from .encode import array
from .formula import short

VARIABLES = {"kernel": short(50, 1, 3, 4), "bias": short(51, 1, 4)}


def gradients(step):
    """Gradients of varying size, with an element that is always 0 and a step that is all 0."""
    scale = np.float32([1, 0.1, 3, 0.01][step % 4])
    kernel, bias = short(52 + step, 2, 3, 4) * scale, short(92 + step, 2, 4) * scale
    kernel[0, 0] = 0
    if step == 6:
        kernel[:], bias[:] = 0, 0
    return [kernel.round(4), bias.round(4)]


GRADIENTS = [gradients(i) for i in range(20)]


def one():
    return {
        "variables": [{"name": n, "value": array(v)} for n, v in VARIABLES.items()],
        "gradients": [[array(g) for g in step] for step in GRADIENTS],
    }


def cases():
    yield "inputs", one
