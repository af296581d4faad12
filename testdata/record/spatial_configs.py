"""Configurations of convolution, pooling and reshaping layers, as in configs.py."""

from functools import partial

from keras import constraints as c
from keras import initializers as i
from keras import layers as y
from keras import regularizers as r

from .configs import one

FIRST = {"data_format": "channels_first", "name": "mine"}


def convolution(rank, **extra):
    """Arguments of a convolution with a kernel."""
    yield {"filters": 3, "kernel_size": 2}
    yield {
        "filters": 4,
        "kernel_size": [2, 3, 4][:rank],
        "strides": [3, 2, 1][:rank],
        "padding": "same",
        "activation": "relu",
        "use_bias": False,
        "kernel_initializer": "he_normal",
        "kernel_regularizer": r.L2(0.02),
        **FIRST,
        **extra,
    }
    yield {
        "filters": 2,
        "kernel_size": 1,
        "dilation_rate": 2,
        "bias_initializer": i.Constant(0.5),
        "bias_regularizer": "l1",
        "activity_regularizer": r.L1L2(0.1, 0.2),
        "kernel_constraint": c.MaxNorm(1.5, axis=1),
        "bias_constraint": "non_neg",
        "trainable": False,
    }


def depthwise(rank, **extra):
    """Arguments of a depthwise convolution."""
    yield {"kernel_size": 2, **extra}
    yield {
        "kernel_size": [2, 3][:rank],
        "strides": 2,
        "padding": "same",
        "depth_multiplier": 2,
        "activation": "relu",
        "use_bias": False,
        "depthwise_initializer": "he_normal",
        "depthwise_regularizer": r.L2(0.02),
        "depthwise_constraint": c.MaxNorm(1.5, axis=1),
        **FIRST,
        **extra,
    }
    yield {"kernel_size": 2, "dilation_rate": [2, 3][:rank], "bias_regularizer": "l2", **extra}


def pooling(rank):
    yield {"pool_size": 2}
    yield {"pool_size": [2, 3, 4][:rank], "strides": 1, "padding": "same", **FIRST}
    yield {"pool_size": 3, "strides": [1, 2, 3][:rank]}


def simple(**args):
    return [args, args | FIRST]


LAYERS = {
    y.Conv1D: [*convolution(1, groups=2), {"filters": 1, "kernel_size": [3], "padding": "causal"}],
    y.Conv2D: convolution(2, groups=2),
    y.Conv3D: convolution(3, groups=4),
    y.Conv1DTranspose: convolution(1, output_padding=[2]),
    y.Conv2DTranspose: convolution(2, output_padding=1),
    y.Conv3DTranspose: convolution(3, output_padding=0),
    y.DepthwiseConv1D: depthwise(1),
    y.DepthwiseConv2D: depthwise(2),
    y.SeparableConv1D: depthwise(1, filters=3, pointwise_initializer="he_uniform"),
    y.SeparableConv2D: depthwise(2, filters=3, pointwise_regularizer="l1"),
    y.MaxPooling1D: [{}, *pooling(1)],
    y.MaxPooling2D: [{}, *pooling(2)],
    y.MaxPooling3D: [{}, *pooling(3)],
    y.AveragePooling1D: pooling(1),
    y.AveragePooling2D: pooling(2),
    y.AveragePooling3D: pooling(3),
    y.GlobalMaxPooling1D: [{}, *simple(keepdims=True)],
    y.GlobalMaxPooling2D: [{}, *simple(keepdims=True)],
    y.GlobalMaxPooling3D: [{}, *simple(keepdims=True)],
    y.GlobalAveragePooling1D: [{}, *simple(keepdims=True)],
    y.GlobalAveragePooling2D: [{}, *simple(keepdims=True)],
    y.GlobalAveragePooling3D: [{}, *simple(keepdims=True)],
    y.AdaptiveMaxPooling1D: simple(output_size=2),
    y.AdaptiveMaxPooling2D: [*simple(output_size=2), {"output_size": [1, 2]}],
    y.AdaptiveMaxPooling3D: [*simple(output_size=2), {"output_size": [1, 2, 3]}],
    y.AdaptiveAveragePooling1D: simple(output_size=2),
    y.AdaptiveAveragePooling2D: [*simple(output_size=2), {"output_size": [1, 2]}],
    y.AdaptiveAveragePooling3D: [*simple(output_size=2), {"output_size": [1, 2, 3]}],
    y.ZeroPadding1D: [{}, {"padding": 0}, {"padding": [1, 2], **FIRST}],
    y.ZeroPadding2D: [
        {},
        {"padding": 0},
        {"padding": [1, 2]},
        {"padding": [[1, 2], [0, 3]], **FIRST},
    ],
    y.ZeroPadding3D: [{}, {"padding": 2}, {"padding": [0, 1, 2], **FIRST}],
    y.Cropping1D: [{}, {"cropping": 0}, {"cropping": [1, 2], "name": "mine"}],
    y.Cropping2D: [
        {},
        {"cropping": 1},
        {"cropping": [1, 2]},
        {"cropping": [[1, 2], [0, 3]], **FIRST},
    ],
    y.Cropping3D: [{}, {"cropping": 0}, {"cropping": [[0, 1], [1, 0], [2, 3]], **FIRST}],
    y.UpSampling1D: [{}, {"size": 3, "name": "mine"}],
    y.UpSampling2D: [{}, {"size": 3, "interpolation": "bilinear"}, {"size": [1, 2], **FIRST}],
    y.UpSampling3D: [{}, {"size": 3}, {"size": [1, 2, 3], **FIRST}],
    y.Permute: [{"dims": [2, 1]}, {"dims": [3, 1, 2], "name": "mine"}],
    y.RepeatVector: [{"n": 3}, {"n": 1, "name": "mine"}],
    y.SpatialDropout1D: [{"rate": 0.5}, {"rate": 0.25, "seed": 3, "name": "mine"}],
    y.SpatialDropout2D: [{"rate": 0.5}, {"rate": 0.25, "seed": 3, **FIRST}],
    y.SpatialDropout3D: [{"rate": 0.5}, {"rate": 0.25, "seed": 3, **FIRST}],
}


def cases():
    for cls, instances in LAYERS.items():
        for n, args in enumerate(instances):
            yield f"layer {cls.__name__} {n}", partial(one, "layer", cls, args)
