"""Configurations of normalization, merging, activation, noise, preprocessing and core
layers, as in configs.py."""

from functools import partial

from keras import initializers as i
from keras import layers as y
from keras import ops
from keras import regularizers as r

from .configs import one
from .more_layers import scaled

MINE = {"name": "mine"}
AFFINE = {
    "epsilon": 0.01,
    "center": False,
    "scale": False,
    "beta_initializer": "ones",
    "gamma_initializer": i.Constant(0.5),
    "beta_regularizer": "l1",
    "gamma_regularizer": r.L2(0.1),
    "beta_constraint": "non_neg",
    "gamma_constraint": "non_neg",
}

LAYERS = {
    y.BatchNormalization: [
        {},
        {
            "axis": 1,
            "momentum": 0.9,
            "moving_mean_initializer": "ones",
            "moving_variance_initializer": i.Constant(2.0),
            "trainable": False,
            **AFFINE,
            **MINE,
        },
        {"renorm": True, "renorm_clipping": {"rmax": 3.0, "rmin": 0.5, "dmax": 5.0}, "renorm_momentum": 0.9},
        {"axis": 0, "momentum": 0.0, "epsilon": 0.0},
    ],
    y.LayerNormalization: [
        {},
        {"axis": 1, **AFFINE, **MINE},
        {"axis": [1, 2], "rms_scaling": True},
        {"axis": [-1]},
    ],
    y.GroupNormalization: [{}, {"groups": 4, "axis": 1, **AFFINE, **MINE}, {"groups": -1}],
    y.RMSNormalization: [{}, {"axis": [1, 2], "epsilon": 0.1, **MINE}, {"axis": 1}],
    y.UnitNormalization: [{}, {"axis": 1, **MINE}, {"axis": [1, 2]}],
    y.SpectralNormalization: [
        {"layer": y.Dense(3, name="d")},
        {"layer": y.Dense(3, name="d", use_bias=False), "power_iterations": 3, **MINE},
    ],
    y.Add: [{}, MINE],
    y.Subtract: [{}, MINE],
    y.Multiply: [{}, MINE],
    y.Average: [{}, MINE],
    y.Maximum: [{}, MINE],
    y.Minimum: [{}, MINE],
    y.Concatenate: [{}, {"axis": 1, **MINE}, {"axis": 0}],
    y.Dot: [{"axes": 1}, {"axes": [1, 2], "normalize": True, **MINE}, {"axes": -1}],
    y.ReLU: [{}, {"max_value": 6.0, "negative_slope": 0.1, "threshold": 0.5, **MINE}, {"max_value": 0.0}],
    y.LeakyReLU: [{}, {"negative_slope": 0.1, **MINE}, {"negative_slope": 0.0}],
    y.PReLU: [
        {},
        {
            "alpha_initializer": i.Constant(0.25),
            "alpha_regularizer": "l2",
            "alpha_constraint": "non_neg",
            "shared_axes": [1, 2],
            **MINE,
        },
    ],
    y.ELU: [{}, {"alpha": 0.5, **MINE}, {"alpha": 0.0}],
    y.Softmax: [{}, {"axis": 1, **MINE}, {"axis": [1, 2]}],
    y.GaussianNoise: [{"stddev": 0.5}, {"stddev": 0.0, "seed": 3, **MINE}],
    y.GaussianDropout: [{"rate": 0.5}, {"rate": 0.25, "seed": 3, **MINE}],
    y.AlphaDropout: [{"rate": 0.5}, {"rate": 0.25, "seed": 3, "noise_shape": [None, 1], **MINE}],
    y.ActivityRegularization: [{}, {"l1": 0.1, "l2": 0.2, **MINE}],
    y.Normalization: [
        {},
        {"axis": [1, 2], "invert": True, **MINE},
        {"mean": 0.0, "variance": 1.0},
        {"mean": [1.0, 2.0], "variance": [3.0, 4.0]},
        {"axis": [1, 2], "mean": [[1.0, 2.0]], "variance": [[3.0, 4.0]]},
        {"axis": []},
    ],
    y.CategoryEncoding: [{"num_tokens": 4}, {"num_tokens": 3, "output_mode": "count", **MINE}],
    y.Resizing: [
        {"height": 3, "width": 4},
        {
            "height": 2,
            "width": 2,
            "interpolation": "bicubic",
            "pad_to_aspect_ratio": True,
            "fill_value": 0.5,
            "antialias": True,
            "data_format": "channels_first",
            **MINE,
        },
        {"height": 2, "width": 3, "crop_to_aspect_ratio": True},
    ],
    y.CenterCrop: [{"height": 3, "width": 4}, {"height": 2, "width": 2, "data_format": "channels_first", **MINE}],
    y.Discretization: [
        {"num_bins": 3},
        {"bin_boundaries": [0.0, 1.5], "output_mode": "one_hot", **MINE},
        {"num_bins": 4, "epsilon": 0.1, "output_mode": "count"},
    ],
    y.Identity: [{}, MINE],
    y.Lambda: [
        {"function": scaled},
        {"function": ops.relu, "output_shape": [3, None], "arguments": {"factor": 3, "more": [1.5]}, **MINE},
    ],
    y.Masking: [{}, {"mask_value": -1.0, **MINE}],
}


def cases():
    for cls, instances in LAYERS.items():
        for n, args in enumerate(instances):
            yield f"layer {cls.__name__} {n}", partial(one, "layer", cls, args)
