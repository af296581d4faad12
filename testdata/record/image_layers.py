"""Layers that give images another size and categories another form, as in layers.py."""

from functools import partial

from keras import layers as y

from .formula import integers
from .layers import fresh, one, shapes

IMAGE, TALL = (2, 5, 7, 2), (1, 9, 4, 1)
FIRST = {"data_format": "channels_first"}
PICTURE = integers(3, 256, *IMAGE).astype("uint8")
LABELS = integers(5, 6, 3, 4)

LAYERS = {
    "Resizing": (y.Resizing(3, 4), IMAGE),
    "Resizing larger": (y.Resizing(8, 10, interpolation="bicubic"), IMAGE),
    "Resizing nearest": (y.Resizing(4, 9, interpolation="nearest"), IMAGE),
    "Resizing lanczos": (y.Resizing(7, 3, interpolation="lanczos3", antialias=True), IMAGE),
    "Resizing antialias": (y.Resizing(3, 2, antialias=True), TALL),
    "Resizing crop": (y.Resizing(4, 4, crop_to_aspect_ratio=True), IMAGE),
    "Resizing pad": (y.Resizing(4, 4, pad_to_aspect_ratio=True, fill_value=0.5), IMAGE),
    "Resizing first": (y.Resizing(3, 4, **FIRST), IMAGE),
    "Resizing integers": (y.Resizing(3, 4), PICTURE),
    "CenterCrop": (y.CenterCrop(3, 4), IMAGE),
    "CenterCrop all": (y.CenterCrop(5, 7), IMAGE),
    "CenterCrop narrower": (y.CenterCrop(6, 3), TALL),
    "CenterCrop larger": (y.CenterCrop(8, 6), IMAGE),
    "CenterCrop wide": (y.CenterCrop(2, 8), TALL),
    "CenterCrop first": (y.CenterCrop(4, 2, **FIRST), IMAGE),
    "CenterCrop integers": (y.CenterCrop(3, 4), PICTURE),
    "CategoryEncoding": (y.CategoryEncoding(6), LABELS),
    "CategoryEncoding short": (y.CategoryEncoding(4), LABELS),
    "CategoryEncoding one_hot": (y.CategoryEncoding(6, output_mode="one_hot"), LABELS),
    "CategoryEncoding one_hot one": (y.CategoryEncoding(6, output_mode="one_hot"), LABELS[:, :1]),
    "CategoryEncoding count": (y.CategoryEncoding(6, output_mode="count"), LABELS),
}

OPEN = {
    "Resizing open": (y.Resizing(3, 4), [(None, None, None, 3), (None, 8, None, 1)]),
    "Resizing first open": (y.Resizing(3, 4, **FIRST), [(None, 2, None, 5)]),
    "CenterCrop open": (y.CenterCrop(3, 4), [(None, None, None, 3), (None, 8, None, 1)]),
    "CategoryEncoding open": (y.CategoryEncoding(5), [(None, None), (None, 3)]),
}


def cases():
    for name, args in LAYERS.items():
        yield name, partial(fresh, one, *args)
    for name, args in OPEN.items():
        yield name, partial(fresh, shapes, *args)
