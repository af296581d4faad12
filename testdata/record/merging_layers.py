"""Layers that merge several inputs, as in normalization_layers.py."""

from functools import partial

from keras import layers as y

from .normalization_layers import fresh

ROWS, CUBE = (4, 3), (3, 2, 4)
BOTH = {"masks": [(3, 2), (3, 2)]}
SIMPLE = {
    "Add": y.Add,
    "Multiply": y.Multiply,
    "Average": y.Average,
    "Maximum": y.Maximum,
    "Minimum": y.Minimum,
}
PAIR = {
    "rows": ([ROWS, ROWS],),
    "broadcast": ([CUBE, (3, 1, 4)],),
    "ranks": ([CUBE, (3, 4)],),
    "masked": ([CUBE, CUBE], BOTH),
    "half masked": ([CUBE, CUBE], {"masks": [(3, 2), None]}),
    "other half masked": ([CUBE, CUBE], {"masks": [None, (3, 2)]}),
}

LAYERS = {f"{name} {case}": (cls(), *args) for name, cls in SIMPLE.items() for case, args in PAIR.items()}
LAYERS |= {f"Subtract {case}": (y.Subtract(), *args) for case, args in PAIR.items()}
LAYERS |= {
    f"{name} three": (cls(), [CUBE, (3, 2, 1), CUBE], {"masks": [(3, 2)] * 3})
    for name, cls in SIMPLE.items()
}
LAYERS |= {
    "Add integers": (y.Add(), [None, None]),
    "Average integers": (y.Average(), [None, None]),
    "Add far ranks": (y.Add(), [(2, 4), (2, 2, 3, 4)]),
    "Add activity": (y.Add(activity_regularizer="l2"), [ROWS, ROWS]),
    "Concatenate": (y.Concatenate(), [ROWS, (4, 2)]),
    "Concatenate axis": (y.Concatenate(axis=1), [CUBE, (3, 3, 4), (3, 1, 4)]),
    "Concatenate axis -2": (y.Concatenate(axis=-2), [CUBE, (3, 3, 4)]),
    "Concatenate masked": (y.Concatenate(), [CUBE, (3, 2, 1)], BOTH),
    "Concatenate half masked": (y.Concatenate(), [CUBE, CUBE], {"masks": [(3, 2), None]}),
    "Concatenate axis masked": (y.Concatenate(axis=1), [CUBE, (3, 3, 4)], {"masks": [(3, 2), (3, 3)]}),
    "Concatenate axis half masked": (y.Concatenate(axis=1), [CUBE, (3, 3, 4)], {"masks": [None, (3, 3)]}),
    "Concatenate rows masked": (y.Concatenate(), [ROWS, ROWS], {"masks": [(4,), (4,)]}),
    "Dot rows": (y.Dot(axes=1), [ROWS, ROWS]),
    "Dot last": (y.Dot(axes=-1), [CUBE, (3, 5, 4)]),
    "Dot axes": (y.Dot(axes=(1, 2)), [CUBE, (3, 4, 2)]),
    "Dot axes -": (y.Dot(axes=(-1, -2)), [CUBE, (3, 4, 2)]),
    "Dot vector": (y.Dot(axes=(2, 1)), [CUBE, (3, 4)]),
    "Dot vector first": (y.Dot(axes=(1, 1)), [(3, 2), CUBE]),
    "Dot ranks": (y.Dot(axes=(3, 1)), [(2, 3, 2, 4), (2, 4, 3)]),
    "Dot many": (y.Dot(axes=(2, 2)), [(2, 3, 4, 2), (2, 2, 4, 3)]),
    "Dot normalize": (y.Dot(axes=1, normalize=True), [ROWS, ROWS]),
    "Dot normalize axes": (y.Dot(axes=(2, 1), normalize=True), [CUBE, (3, 4, 2)]),
    "Dot masked": (y.Dot(axes=2), [CUBE, CUBE], BOTH),
}


def cases():
    for name, args in LAYERS.items():
        yield name, partial(fresh, *args)
