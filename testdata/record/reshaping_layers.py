"""Padding, cropping, enlarging, permuting and repeating layers, as in layers.py."""

from functools import partial

from keras import layers as y

from .layers import fresh, one, shapes

ROWS, SERIES, IMAGE, VOLUME = (3, 4), (2, 5, 3), (2, 4, 5, 2), (1, 3, 4, 3, 2)
FIRST = {"data_format": "channels_first"}

LAYERS = {
    "ZeroPadding1D": (y.ZeroPadding1D(), SERIES),
    "ZeroPadding1D sides": (y.ZeroPadding1D((0, 2)), SERIES),
    "ZeroPadding1D first": (y.ZeroPadding1D(2, **FIRST), SERIES),
    "ZeroPadding1D masked": (y.ZeroPadding1D(1), SERIES, (2, 5)),
    "ZeroPadding2D": (y.ZeroPadding2D(), IMAGE),
    "ZeroPadding2D axes": (y.ZeroPadding2D((1, 2)), IMAGE),
    "ZeroPadding2D sides": (y.ZeroPadding2D(((1, 0), (2, 1))), IMAGE),
    "ZeroPadding2D first": (y.ZeroPadding2D(((0, 1), (2, 0)), **FIRST), IMAGE),
    "ZeroPadding2D none": (y.ZeroPadding2D(0), IMAGE),
    "ZeroPadding3D": (y.ZeroPadding3D(), VOLUME),
    "ZeroPadding3D sides": (y.ZeroPadding3D(((0, 1), (1, 0), (2, 1)), **FIRST), VOLUME),
    "Cropping1D": (y.Cropping1D(), SERIES),
    "Cropping1D sides": (y.Cropping1D((0, 3)), SERIES),
    "Cropping1D masked": (y.Cropping1D((1, 1)), SERIES, (2, 5)),
    "Cropping2D": (y.Cropping2D(), IMAGE),
    "Cropping2D axes": (y.Cropping2D((1, 2)), IMAGE),
    "Cropping2D sides": (y.Cropping2D(((1, 0), (0, 3))), IMAGE),
    "Cropping2D first": (y.Cropping2D(((3, 1), (0, 1)), **FIRST), (2, 3, 5, 2)),
    "Cropping3D": (y.Cropping3D(), (1, 3, 4, 5, 2)),
    "Cropping3D first": (y.Cropping3D(((0, 1), (1, 0), (0, 0)), **FIRST), VOLUME),
    "UpSampling1D": (y.UpSampling1D(), SERIES),
    "UpSampling1D 3": (y.UpSampling1D(3), SERIES),
    "UpSampling2D": (y.UpSampling2D(), IMAGE),
    "UpSampling2D axes": (y.UpSampling2D((1, 3)), IMAGE),
    "UpSampling2D first": (y.UpSampling2D((3, 2), **FIRST), IMAGE),
    "UpSampling2D bilinear": (y.UpSampling2D((2, 3), interpolation="bilinear"), IMAGE),
    "UpSampling2D bilinear first": (
        y.UpSampling2D(2, interpolation="bilinear", **FIRST),
        IMAGE,
    ),
    "UpSampling2D bicubic": (y.UpSampling2D((3, 2), interpolation="bicubic"), IMAGE),
    "UpSampling2D lanczos3": (y.UpSampling2D(2, interpolation="lanczos3"), IMAGE),
    "UpSampling2D lanczos5": (y.UpSampling2D((2, 1), interpolation="lanczos5"), IMAGE),
    "UpSampling3D": (y.UpSampling3D(), (1, 2, 3, 2, 2)),
    "UpSampling3D first": (y.UpSampling3D((1, 2, 3), **FIRST), (1, 2, 3, 2, 2)),
    "Permute": (y.Permute((2, 1)), SERIES),
    "Permute image": (y.Permute((3, 1, 2)), IMAGE),
    "Permute masked": (y.Permute((2, 1)), SERIES, (2, 5)),
    "RepeatVector": (y.RepeatVector(3), ROWS),
    "SpatialDropout1D masked": (y.SpatialDropout1D(0.5), SERIES, (2, 5)),
    "SpatialDropout2D": (y.SpatialDropout2D(0.5), IMAGE),
    "SpatialDropout3D first": (y.SpatialDropout3D(0.5, **FIRST), VOLUME),
}

# The shapes that come out where sizes aren't known.
OPEN = {
    "ZeroPadding1D open": (y.ZeroPadding1D((1, 2)), [(None, None, 3), (None, 4, None)]),
    "ZeroPadding2D open": (
        y.ZeroPadding2D(((1, 0), (2, 1))),
        [(None, None, None, 3), (None, None, 5, 3), (None, 4, None, 3)],
    ),
    "ZeroPadding2D first open": (y.ZeroPadding2D(1, **FIRST), [(None, 3, None, 5)]),
    "ZeroPadding3D open": (y.ZeroPadding3D(), [(None, None, 4, None, 2)]),
    "Cropping1D open": (y.Cropping1D(2), [(None, None, 3), (None, 5, 3)]),
    "Cropping2D open": (y.Cropping2D(((1, 0), (0, 3))), [(None, None, 5, 3), (2, 4, None, 3)]),
    "Cropping3D first open": (y.Cropping3D(1, **FIRST), [(None, 2, None, 4, 5)]),
    "UpSampling1D open": (y.UpSampling1D(3), [(None, None, 3)]),
    "UpSampling2D open": (y.UpSampling2D((2, 3)), [(None, None, 5, 3), (None, 4, None, 3)]),
    "UpSampling2D bilinear open": (
        y.UpSampling2D((2, 3), interpolation="bilinear"),
        [(None, None, 5, 3), (None, None, None, 3)],
    ),
    "UpSampling3D open": (y.UpSampling3D(2, **FIRST), [(None, 3, None, 2, None)]),
    "Permute open": (y.Permute((2, 1)), [(None, None, 3)]),
    "RepeatVector open": (y.RepeatVector(3), [(None, None), (None, 4)]),
    "SpatialDropout1D open": (y.SpatialDropout1D(0.5), [(None, None, 3)]),
    "SpatialDropout2D open": (y.SpatialDropout2D(0.5), [(None, None, None, 3)]),
}


def cases():
    for name, args in LAYERS.items():
        yield name, partial(fresh, one, *args)
    for name, args in OPEN.items():
        yield name, partial(fresh, shapes, *args)
