"""Convolution layers, as in layers.py."""

from functools import partial

from keras import constraints as c
from keras import layers as y
from keras import regularizers as r

from .layers import fresh, one, shapes

SERIES, IMAGE, VOLUME = (2, 7, 3), (2, 5, 6, 2), (1, 4, 5, 3, 2)
FIRST, SAME = {"data_format": "channels_first"}, {"padding": "same"}

LAYERS = {
    "Conv1D": (y.Conv1D(4, 3), SERIES),
    "Conv1D same": (y.Conv1D(2, 2, **SAME), SERIES),
    "Conv1D same strides": (y.Conv1D(2, 3, strides=2, **SAME), SERIES),
    "Conv1D causal": (y.Conv1D(2, 3, padding="causal"), SERIES),
    "Conv1D causal dilation": (y.Conv1D(2, 2, padding="causal", dilation_rate=3), SERIES),
    "Conv1D causal strides": (y.Conv1D(2, 3, strides=3, padding="causal"), SERIES),
    "Conv1D causal first": (y.Conv1D(2, 3, padding="causal", **FIRST), (2, 3, 5)),
    "Conv1D dilation": (y.Conv1D(2, 3, dilation_rate=2), SERIES),
    "Conv1D groups": (y.Conv1D(6, 2, groups=3), SERIES),
    "Conv1D masked": (y.Conv1D(2, 3, **SAME), SERIES, (2, 7)),
    "Conv1D pointwise relu": (y.Conv1D(5, 1, activation="relu"), SERIES),
    "Conv2D": (y.Conv2D(3, 3), IMAGE),
    "Conv2D even": (y.Conv2D(3, (2, 4), **SAME), IMAGE),
    "Conv2D relu": (y.Conv2D(4, 3, activation="relu", **SAME), IMAGE),
    "Conv2D softmax first": (y.Conv2D(3, 2, activation="softmax", **FIRST), (2, 2, 5, 4)),
    "Conv2D no bias": (y.Conv2D(3, (3, 2), use_bias=False), IMAGE),
    "Conv2D strides": (y.Conv2D(3, 3, strides=2), IMAGE),
    "Conv2D strides same": (y.Conv2D(3, 3, strides=(2, 3), **SAME), IMAGE),
    "Conv2D strides same even": (y.Conv2D(2, 2, strides=2, **SAME), (2, 7, 6, 2)),
    "Conv2D strides over kernel": (y.Conv2D(2, (1, 2), strides=3, **SAME), IMAGE),
    "Conv2D dilation": (y.Conv2D(3, 2, dilation_rate=(2, 3)), IMAGE),
    "Conv2D dilation same": (y.Conv2D(3, 3, dilation_rate=2, **SAME), IMAGE),
    "Conv2D groups": (y.Conv2D(4, 3, groups=2, **SAME), (2, 4, 5, 4)),
    "Conv2D groups strides first": (
        y.Conv2D(4, 2, strides=2, groups=2, **FIRST),
        (2, 4, 5, 4),
    ),
    "Conv2D first same": (y.Conv2D(3, 3, strides=2, **SAME, **FIRST), (2, 2, 5, 6)),
    "Conv2D pointwise": (y.Conv2D(4, 1), IMAGE),
    "Conv2D whole": (y.Conv2D(2, (5, 6)), IMAGE),
    "Conv2D regularizers": (
        y.Conv2D(
            2,
            3,
            kernel_regularizer=r.L2(0.1),
            bias_regularizer="l1",
            activity_regularizer=r.L1(0.2),
            activation="tanh",
        ),
        IMAGE,
    ),
    "Conv2D constraints": (
        y.Conv2D(2, 3, kernel_constraint=c.MaxNorm(0.5, axis=[0, 1, 2]), bias_constraint="non_neg"),
        IMAGE,
    ),
    "Conv3D": (y.Conv3D(3, 2), VOLUME),
    "Conv3D same strides": (y.Conv3D(2, (3, 2, 3), strides=(2, 1, 2), **SAME), VOLUME),
    "Conv3D dilation": (y.Conv3D(2, 2, dilation_rate=(1, 3, 2)), VOLUME),
    "Conv3D groups first": (y.Conv3D(4, (1, 2, 2), groups=2, **FIRST), (1, 2, 3, 4, 3)),
    "Conv1DTranspose": (y.Conv1DTranspose(2, 3), SERIES),
    "Conv1DTranspose strides": (y.Conv1DTranspose(2, 3, strides=2), SERIES),
    "Conv1DTranspose same": (y.Conv1DTranspose(2, 3, strides=2, **SAME), SERIES),
    "Conv1DTranspose output padding": (
        y.Conv1DTranspose(2, 3, strides=3, output_padding=1),
        SERIES,
    ),
    "Conv1DTranspose dilation": (y.Conv1DTranspose(2, 3, dilation_rate=2), SERIES),
    "Conv1DTranspose first": (y.Conv1DTranspose(2, 2, strides=2, **FIRST), (2, 3, 4)),
    "Conv2DTranspose": (y.Conv2DTranspose(3, 3), IMAGE),
    "Conv2DTranspose same": (y.Conv2DTranspose(3, 3, strides=2, **SAME), IMAGE),
    "Conv2DTranspose same even": (y.Conv2DTranspose(2, (2, 4), strides=(2, 3), **SAME), IMAGE),
    "Conv2DTranspose strides over kernel": (y.Conv2DTranspose(2, 1, strides=2), IMAGE),
    "Conv2DTranspose output padding": (
        y.Conv2DTranspose(2, 3, strides=2, output_padding=(0, 1), **SAME),
        IMAGE,
    ),
    "Conv2DTranspose output padding valid": (
        y.Conv2DTranspose(2, (2, 3), strides=(2, 3), output_padding=(1, 2)),
        IMAGE,
    ),
    "Conv2DTranspose dilation": (y.Conv2DTranspose(2, 2, dilation_rate=(2, 3), **SAME), IMAGE),
    "Conv2DTranspose first": (
        y.Conv2DTranspose(3, 3, strides=2, activation="relu", use_bias=False, **FIRST),
        (2, 2, 3, 4),
    ),
    "Conv3DTranspose": (y.Conv3DTranspose(2, 2, strides=(1, 2, 2)), (1, 2, 3, 2, 2)),
    "Conv3DTranspose same": (y.Conv3DTranspose(2, 3, strides=2, **SAME), (1, 2, 2, 3, 2)),
    "Conv3DTranspose output padding first": (
        y.Conv3DTranspose(2, 2, strides=2, output_padding=1, **FIRST),
        (1, 2, 2, 2, 3),
    ),
    "DepthwiseConv1D": (y.DepthwiseConv1D(3), SERIES),
    "DepthwiseConv1D strides": (
        y.DepthwiseConv1D(2, strides=2, depth_multiplier=2, **SAME),
        SERIES,
    ),
    "DepthwiseConv1D first": (y.DepthwiseConv1D(2, depth_multiplier=3, **FIRST), (2, 3, 5)),
    "DepthwiseConv2D": (y.DepthwiseConv2D(3), IMAGE),
    "DepthwiseConv2D multiplier": (y.DepthwiseConv2D((2, 3), depth_multiplier=3, **SAME), IMAGE),
    "DepthwiseConv2D strides": (
        y.DepthwiseConv2D(3, strides=2, activation="relu", **SAME),
        IMAGE,
    ),
    "DepthwiseConv2D dilation": (y.DepthwiseConv2D(2, dilation_rate=2, use_bias=False), IMAGE),
    "DepthwiseConv2D first": (
        y.DepthwiseConv2D(3, depth_multiplier=2, **SAME, **FIRST),
        (2, 2, 4, 5),
    ),
    "SeparableConv1D": (y.SeparableConv1D(4, 3), SERIES),
    "SeparableConv1D strides": (
        y.SeparableConv1D(2, 3, strides=2, depth_multiplier=2, **SAME),
        SERIES,
    ),
    "SeparableConv2D": (y.SeparableConv2D(3, 3), IMAGE),
    "SeparableConv2D multiplier": (
        y.SeparableConv2D(3, (3, 2), depth_multiplier=3, strides=2, activation="tanh", **SAME),
        IMAGE,
    ),
    "SeparableConv2D dilation": (
        y.SeparableConv2D(3, 2, dilation_rate=(2, 1), use_bias=False),
        IMAGE,
    ),
    "SeparableConv2D first": (y.SeparableConv2D(3, 2, **FIRST), (2, 2, 4, 5)),
    "SeparableConv2D regularizers": (
        y.SeparableConv2D(
            2,
            2,
            depthwise_regularizer=r.L2(0.1),
            pointwise_regularizer="l1",
            bias_regularizer="l2",
        ),
        IMAGE,
    ),
}

# The shapes that come out where sizes aren't known.
OPEN = {
    "Conv1D open": (y.Conv1D(4, 3, strides=2), [(None, None, 3), (None, 7, 3)]),
    "Conv1D causal open": (y.Conv1D(4, 3, padding="causal"), [(None, None, 3)]),
    "Conv2D open": (
        y.Conv2D(4, 3, strides=(1, 2)),
        [(None, None, None, 3), (None, None, 7, 3), (2, 8, None, 3)],
    ),
    "Conv2D same open": (
        y.Conv2D(4, 3, strides=3, **SAME),
        [(None, None, None, 3), (None, None, 7, 3)],
    ),
    "Conv2D first open": (y.Conv2D(4, 3, **FIRST), [(None, 3, None, 7)]),
    "Conv3D open": (y.Conv3D(4, 2, dilation_rate=2), [(None, None, 5, None, 2)]),
    "Conv1DTranspose open": (y.Conv1DTranspose(4, 3, strides=2), [(None, None, 3)]),
    "Conv2DTranspose open": (
        y.Conv2DTranspose(4, 3, strides=2, **SAME),
        [(None, None, None, 3), (None, None, 7, 3)],
    ),
    "Conv2DTranspose output padding open": (
        y.Conv2DTranspose(4, 3, strides=2, output_padding=1, **FIRST),
        [(None, 3, None, 7)],
    ),
    "DepthwiseConv2D open": (
        y.DepthwiseConv2D(3, depth_multiplier=2),
        [(None, None, None, 3), (None, 7, None, 3)],
    ),
    "SeparableConv2D open": (y.SeparableConv2D(5, 3, strides=2), [(None, None, None, 3)]),
}


def cases():
    for name, args in LAYERS.items():
        yield name, partial(fresh, one, *args)
    for name, args in OPEN.items():
        yield name, partial(fresh, shapes, *args)
