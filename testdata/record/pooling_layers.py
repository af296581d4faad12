"""Pooling layers, as in layers.py."""

from functools import partial

from keras import layers as y

from .layers import fresh, one, shapes

SERIES, IMAGE, VOLUME = (2, 7, 3), (2, 5, 6, 2), (1, 4, 5, 3, 2)
SAME, FIRST, KEEP = {"padding": "same"}, {"data_format": "channels_first"}, {"keepdims": True}

# For both kinds of pooling: class, arguments, shape of the input, and of its mask.
LAYERS = {
    "1D": ("{}Pooling1D", {"pool_size": 2}, SERIES),
    "1D same": ("{}Pooling1D", {"pool_size": 3, **SAME}, SERIES),
    "1D strides": ("{}Pooling1D", {"pool_size": 4, "strides": 2, **SAME}, SERIES),
    "1D first": ("{}Pooling1D", {"pool_size": 2, "strides": 1, **FIRST}, SERIES),
    "1D masked": ("{}Pooling1D", {"pool_size": 2}, SERIES, (2, 7)),
    "2D": ("{}Pooling2D", {"pool_size": 2}, IMAGE),
    "2D same": ("{}Pooling2D", {"pool_size": 2, **SAME}, IMAGE),
    "2D overlapping": ("{}Pooling2D", {"pool_size": 3, "strides": 2}, IMAGE),
    "2D overlapping same": ("{}Pooling2D", {"pool_size": 3, "strides": 2, **SAME}, IMAGE),
    "2D axes": ("{}Pooling2D", {"pool_size": (2, 3), "strides": (3, 1)}, IMAGE),
    "2D gaps": ("{}Pooling2D", {"pool_size": 1, "strides": (2, 3), **SAME}, IMAGE),
    "2D first": ("{}Pooling2D", {"pool_size": (2, 1), **SAME, **FIRST}, (2, 2, 5, 6)),
    "3D": ("{}Pooling3D", {"pool_size": 2}, VOLUME),
    "3D same": (
        "{}Pooling3D",
        {"pool_size": (2, 3, 1), "strides": (2, 1, 2), **SAME},
        VOLUME,
    ),
    "3D first": ("{}Pooling3D", {"pool_size": (1, 2, 2), **FIRST}, (1, 2, 2, 5, 4)),
    "global 1D": ("Global{}Pooling1D", {}, SERIES),
    "global 1D masked": ("Global{}Pooling1D", {}, SERIES, (2, 7)),
    "global 1D masked keep": ("Global{}Pooling1D", KEEP, SERIES, (2, 7)),
    "global 1D masked first": ("Global{}Pooling1D", FIRST, SERIES, (2, 3)),
    "global 2D": ("Global{}Pooling2D", {}, IMAGE),
    "global 2D first keep": ("Global{}Pooling2D", {**FIRST, **KEEP}, IMAGE),
    "global 3D keep": ("Global{}Pooling3D", KEEP, VOLUME),
    "global 3D first": ("Global{}Pooling3D", FIRST, VOLUME),
    "adaptive 1D": ("Adaptive{}Pooling1D", {"output_size": 3}, SERIES),
    "adaptive 2D": ("Adaptive{}Pooling2D", {"output_size": (2, 4)}, IMAGE),
    "adaptive 2D even": ("Adaptive{}Pooling2D", {"output_size": 3}, (2, 6, 3, 2)),
    "adaptive 2D first": (
        "Adaptive{}Pooling2D",
        {"output_size": (3, 1), **FIRST},
        (2, 2, 5, 6),
    ),
    "adaptive 3D": ("Adaptive{}Pooling3D", {"output_size": (2, 3, 2)}, VOLUME),
}

# The shapes that come out where sizes aren't known.
OPEN = {
    "1D open": ("{}Pooling1D", {"pool_size": 2}, [(None, None, 3), (None, 7, None)]),
    "1D same open": ("{}Pooling1D", {"pool_size": 3, "strides": 2, **SAME}, [(None, None, 3)]),
    "2D open": (
        "{}Pooling2D",
        {"pool_size": 3, "strides": (2, 1)},
        [(None, None, None, 3), (None, None, 7, 3), (None, 8, None, 3)],
    ),
    "2D first open": ("{}Pooling2D", {"pool_size": 2, **FIRST}, [(None, 3, 5, None)]),
    "2D same open": ("{}Pooling2D", {"pool_size": 3, **SAME}, [(None, None, None, 3)]),
    "3D same open": ("{}Pooling3D", {"pool_size": 2, **SAME}, [(None, None, None, None, 3)]),
    "3D open": ("{}Pooling3D", {"pool_size": 2}, [(None, None, 4, None, 2)]),
    "global 1D open": ("Global{}Pooling1D", {}, [(None, None, 3)]),
    "global 2D open": ("Global{}Pooling2D", KEEP, [(None, None, None, 3), (None, 4, None, 3)]),
    "global 3D open": ("Global{}Pooling3D", FIRST, [(None, 2, None, None, None)]),
    "adaptive 2D open": (
        "Adaptive{}Pooling2D",
        {"output_size": (2, 13)},
        [(None, None, None, 3), (None, 14, None, 3)],
    ),
}


def layer(kind, cls, args):
    return getattr(y, cls.format(kind))(**args)


def cases():
    for kind in ("Max", "Average"):
        for name, (cls, args, *rest) in LAYERS.items():
            yield f"{kind} {name}", partial(fresh, one, layer(kind, cls, args), *rest)
        for name, (cls, args, inputs) in OPEN.items():
            yield f"{kind} {name}", partial(fresh, shapes, layer(kind, cls, args), inputs)
