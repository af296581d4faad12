"""Configurations: Keras's JSON of default and other instances of every class."""

from functools import partial

import keras
from keras import initializers as i
from keras import layers as y
from keras import losses as l
from keras import metrics as m
from keras import optimizers as o
from keras import regularizers as r
from keras.optimizers import schedules as s

from .encode import plain, serialize

# class: the arguments of each instance.
LAYERS = {
    y.Dense: [
        {"units": 3},
        {
            "units": 4,
            "activation": "relu",
            "use_bias": False,
            "kernel_initializer": "he_normal",
            "kernel_regularizer": r.L2(0.02),
            "name": "digits",
            "trainable": False,
        },
        {
            "units": 2,
            "activation": "softmax",
            "kernel_initializer": i.RandomUniform(-0.1, 0.2, seed=7),
            "bias_initializer": i.Constant(0.5),
            "bias_regularizer": "l1",
            "activity_regularizer": r.L1L2(0.1, 0.2),
        },
    ],
    y.Activation: [
        {"activation": "relu"},
        {"activation": "log_softmax", "name": "out"},
        {"activation": None},
    ],
    y.Dropout: [{"rate": 0.5}, {"rate": 0.25, "noise_shape": [None, 1], "seed": 3, "name": "d"}],
    y.Flatten: [{}, {"data_format": "channels_first", "name": "f"}],
    y.Reshape: [{"target_shape": [3, 4]}, {"target_shape": [-1, 2], "name": "r"}],
    y.Rescaling: [
        {"scale": 0.5},
        {"scale": 1 / 255, "offset": -1.0, "name": "r"},
        {"scale": [0.5, 2.0], "offset": [0.0, 1.0]},
    ],
    y.InputLayer: [
        {"shape": [784], "name": "in"},
        {"shape": [None, 3], "batch_size": 5, "dtype": "int32", "name": "in"},
        {"batch_shape": [None, 2, 2], "sparse": False, "name": "in", "optional": True},
    ],
}
LOSS = [{}, {"reduction": "sum", "name": "mine"}, {"reduction": "none"}, {"reduction": "mean"}]
LOSSES = {
    l.CategoricalCrossentropy: LOSS
    + [{"from_logits": True, "label_smoothing": 0.1, "axis": 1}],
    l.SparseCategoricalCrossentropy: LOSS
    + [{"from_logits": True, "ignore_class": 255}, {"ignore_class": -1, "axis": 1}],
    l.BinaryCrossentropy: LOSS + [{"from_logits": True, "label_smoothing": 0.1, "axis": 1}],
    l.MeanSquaredError: LOSS,
    l.MeanAbsoluteError: LOSS,
    l.Dice: LOSS + [{"axis": 1}, {"axis": [1, 2]}],
    l.Tversky: LOSS + [{"alpha": 0.0, "beta": 1.0, "axis": [0, 1]}],
    l.Circle: LOSS + [{"gamma": 8.0, "margin": 0.0, "remove_diagonal": False}],
    l.CategoricalGeneralizedCrossEntropy: LOSS + [{"q": 0.25}],
    l.CTC: LOSS,
}
METRIC = [{}, {"name": "mine"}, {"dtype": "float64"}]
METRICS = {
    m.Mean: METRIC,
    m.Sum: METRIC,
    m.Accuracy: METRIC,
    m.BinaryAccuracy: METRIC + [{"threshold": 0.25}],
    m.CategoricalAccuracy: METRIC,
    m.SparseCategoricalAccuracy: METRIC,
    m.TopKCategoricalAccuracy: METRIC + [{"k": 3}],
    m.SparseTopKCategoricalAccuracy: METRIC + [{"k": 3, "from_sorted_ids": True}],
    m.CategoricalCrossentropy: METRIC
    + [{"from_logits": True, "label_smoothing": 0.1, "axis": 1}],
    m.SparseCategoricalCrossentropy: METRIC + [{"from_logits": True, "ignore_class": 0, "axis": 1}],
    m.BinaryCrossentropy: METRIC + [{"from_logits": True, "label_smoothing": 0.1}],
    m.MeanSquaredError: METRIC,
    m.MeanAbsoluteError: METRIC,
    m.RootMeanSquaredError: METRIC,
}
OPTIMIZER = [
    {},
    {"learning_rate": 0.5, "weight_decay": 0.01, "clipnorm": 1.0, "name": "mine"},
    {"clipvalue": 0.5, "use_ema": True, "ema_momentum": 0.9, "ema_overwrite_frequency": 10},
    {"global_clipnorm": 2.0, "gradient_accumulation_steps": 4, "loss_scale_factor": 128.0},
    {"learning_rate": s.ExponentialDecay(0.1, 100, 0.96)},
]
OPTIMIZERS = {
    o.SGD: OPTIMIZER + [{"momentum": 0.9, "nesterov": True}],
    o.RMSprop: OPTIMIZER + [{"rho": 0.8, "momentum": 0.5, "epsilon": 1e-5, "centered": True}],
    o.Adagrad: OPTIMIZER + [{"initial_accumulator_value": 0.5, "epsilon": 1e-5}],
    o.Adadelta: OPTIMIZER + [{"rho": 0.8, "epsilon": 1e-5}],
    o.Adam: OPTIMIZER + [{"beta_1": 0.5, "beta_2": 0.9, "epsilon": 1e-5, "amsgrad": True}],
    o.AdamW: OPTIMIZER + [{"weight_decay": 0.1, "amsgrad": True}, {"beta_1": 0.0}],
    o.Adamax: OPTIMIZER + [{"beta_1": 0.5, "beta_2": 0.9, "epsilon": 1e-5}],
    o.Nadam: OPTIMIZER + [{"beta_1": 0.5, "beta_2": 0.9, "epsilon": 1e-5}],
    o.Adafactor: OPTIMIZER
    + [
        {
            "beta_2_decay": 0.0,
            "epsilon_1": 1e-5,
            "epsilon_2": 0.0,
            "clip_threshold": 0.5,
            "relative_step": False,
        }
    ],
    o.Ftrl: OPTIMIZER
    + [
        {
            "learning_rate_power": 0.0,
            "initial_accumulator_value": 0.0,
            "l1_regularization_strength": 0.1,
            "l2_regularization_strength": 0.2,
            "l2_shrinkage_regularization_strength": 0.3,
            "beta": 0.4,
        }
    ],
    o.Lamb: OPTIMIZER + [{"beta_1": 0.0, "beta_2": 0.9, "epsilon": 1e-5}],
    o.Lion: OPTIMIZER + [{"beta_1": 0.5, "beta_2": 0.0}],
    o.Muon: OPTIMIZER
    + [
        {"weight_decay": None, "adam_weight_decay": None, "rms_rate": None},
        {
            "adam_beta_1": 0.0,
            "adam_beta_2": 0.9,
            "adam_weight_decay": 0.1,
            "adam_lr_ratio": 0.5,
            "epsilon": 1e-5,
            "exclude_layers": ["head", "embed.*"],
            "exclude_embeddings": False,
            "muon_a": 3.0,
            "muon_b": -4.0,
            "muon_c": 2.0,
            "momentum": 0.0,
            "ns_steps": 3,
            "nesterov": False,
            "rms_rate": 0.5,
        },
    ],
    o.ScheduleFreeAdamW: OPTIMIZER
    + [{"beta_1": 0.5, "beta_2": 0.9, "epsilon": 1e-5, "warmup_steps": 10}],
}
SCHEDULE = {"initial_learning_rate": 0.1, "decay_steps": 100}
SCHEDULES = {
    s.ExponentialDecay: [
        SCHEDULE | {"decay_rate": 0.96},
        SCHEDULE | {"decay_rate": 0.5, "staircase": True, "name": "mine"},
    ],
    s.PiecewiseConstantDecay: [
        {"boundaries": [10, 20], "values": [0.1, 0.05, 0.01]},
        {"boundaries": [10.5], "values": [0.1, 0.0], "name": "mine"},
    ],
    s.PolynomialDecay: [
        SCHEDULE,
        SCHEDULE | {"end_learning_rate": 0.0, "power": 2.0, "cycle": True, "name": "mine"},
    ],
    s.InverseTimeDecay: [
        SCHEDULE | {"decay_rate": 0.5},
        SCHEDULE | {"decay_rate": 0.5, "staircase": True, "name": "mine"},
    ],
    s.CosineDecay: [
        SCHEDULE,
        SCHEDULE | {"alpha": 0.1, "name": "mine", "warmup_target": 0.2, "warmup_steps": 10},
    ],
    s.CosineDecayRestarts: [
        {"initial_learning_rate": 0.1, "first_decay_steps": 100},
        {
            "initial_learning_rate": 0.1,
            "first_decay_steps": 100,
            "t_mul": 1.5,
            "m_mul": 0.9,
            "alpha": 0.1,
            "name": "mine",
        },
    ],
}
SEED = [{}, {"seed": 7}]
SCALED = SEED + [{"input_axes": [0], "output_axes": [1, 2]}]
INITIALIZERS = {
    i.Zeros: [{}],
    i.Ones: [{}],
    i.Constant: [{}, {"value": 2.5}],
    i.Identity: [{}, {"gain": 0.5}],
    i.RandomNormal: SEED + [{"mean": 1.0, "stddev": 0.5}],
    i.RandomUniform: SEED + [{"minval": -1.0, "maxval": 0.0}],
    i.TruncatedNormal: SEED + [{"mean": 1.0, "stddev": 0.5}],
    i.VarianceScaling: SCALED + [{"scale": 2.0, "mode": "fan_avg", "distribution": "uniform"}],
    i.GlorotUniform: SCALED,
    i.GlorotNormal: SCALED,
    i.HeNormal: SCALED,
    i.HeUniform: SCALED,
    i.LecunNormal: SCALED,
    i.LecunUniform: SCALED,
    i.Orthogonal: SEED + [{"gain": 2.0}],
    i.STFT: [{}, {"side": "imag", "window": None, "scaling": None, "periodic": True}],
}
REGULARIZERS = {
    r.L1: [{}, {"l1": 0.5}],
    r.L2: [{}, {"l2": 0.5}],
    r.L1L2: [{}, {"l1": 0.1, "l2": 0.2}],
    r.OrthogonalRegularizer: [{}, {"factor": 0.5, "mode": "columns"}],
}
KINDS = {
    "layer": LAYERS,
    "loss": LOSSES,
    "metric": METRICS,
    "optimizer": OPTIMIZERS,
    "schedule": SCHEDULES,
    "initializer": INITIALIZERS,
    "regularizer": REGULARIZERS,
}


def one(kind, cls, args):
    return {
        "kind": kind,
        "class": cls.__name__,
        "args": {k: argument(v) for k, v in args.items()},
        "object": serialize(cls(**args)),
    }


def argument(v):
    plain_types = (type(None), bool, int, float, str, list)
    return plain(v) if isinstance(v, plain_types) else serialize(v)


def network(**compile_args):
    model = keras.Sequential(
        [keras.Input((4,), name="in"), y.Dense(3, "relu", name="a"), y.Dense(2, name="b")],
        name="net",
    )
    if compile_args:
        model.compile(**compile_args)
    return model


def sequential(**compile_args):
    model = network(**compile_args)
    out = {"kind": "model", "class": "Sequential", "args": {}, "object": serialize(model)}
    return out


COMPILED = {
    "strings": {"optimizer": "adam", "loss": "categorical_crossentropy", "metrics": ["accuracy"]},
    "objects": {
        "optimizer": o.SGD(0.1, momentum=0.9),
        "loss": l.MeanSquaredError(),
        "metrics": [m.MeanAbsoluteError(name="err"), "mse"],
        "weighted_metrics": ["mae"],
    },
}


def cases():
    for kind, classes in KINDS.items():
        for cls, instances in classes.items():
            for n, args in enumerate(instances):
                yield f"{kind} {cls.__name__} {n}", partial(one, kind, cls, args)
    yield "model Sequential", sequential
    for name, args in COMPILED.items():
        yield f"model Sequential compiled {name}", partial(sequential, **args)
