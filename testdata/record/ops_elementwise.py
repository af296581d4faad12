"""Operations, element by element: values, gradients, symbolic shapes.

`case` is what the other families of operations are made with, too.
"""

import importlib
from functools import partial

import jax
import jax.numpy as jnp
import keras
import numpy as np
from keras.src.saving import serialization_lib

from .encode import array, plain
from .formula import short

MODULES = ("numpy", "nn", "math", "core", "image", "linalg")


# What the class of an operation can't do on JAX, and its function can.
EAGER = {
    "Histogram": lambda op, x: keras.ops.histogram(x, bins=op.bins, range=op.range),
    "ConvTranspose": lambda op, x, k: keras.ops.conv_transpose(
        x, k, op.strides, op.padding, op.output_padding, op.data_format, op.dilation_rate
    ),
    "Nanpercentile": lambda op, x, q: keras.ops.nanpercentile(x, q, op.axis, op.method, op.keepdims),
    "Nanquantile": lambda op, x, q: keras.ops.nanquantile(x, q, op.axis, op.method, op.keepdims),
    "Quantile": lambda op, x, q: keras.ops.quantile(x, q, op.axis, op.method, op.keepdims),
}


def find(name):
    """The class of an operation and its module."""
    for m in MODULES:
        module = importlib.import_module(f"keras.src.ops.{m}")
        if hasattr(module, name):
            return getattr(module, name), module.__name__
    raise KeyError(name)


def listed(x):
    return x if isinstance(x, list) else [x]


def symbolic(x, open_axes):
    """x as Keras sees it while a model is declared: its first axis, or all, unknown."""
    if isinstance(x, list):
        return [symbolic(v, open_axes) for v in x]
    if x is None:
        return None
    shape = [None if i < open_axes else d for i, d in enumerate(np.shape(x))]
    return keras.KerasTensor(shape, str(x.dtype))


def kind(x):
    return {"shape": list(x.shape), "dtype": keras.backend.standardize_dtype(x.dtype)}


def record(name, inputs, config, rest, gradient, open_axes):
    cls, module = find(name)
    op = cls(**config)
    settings = op.get_config()
    settings.pop("name", None)
    for key, v in vars(op).items():
        if isinstance(v, list):  # of which JAX wants tuples, and repeats as an array
            setattr(op, key, np.asarray(v) if key == "repeats" else tuple(v))
    flat = [x for a in inputs if a is not None for x in listed(a)]

    def args(values):
        values = iter(values)
        out = []
        for a in inputs:
            if a is None:
                out.append(None)
            elif isinstance(a, list):
                out.append([next(values) for _ in a])
            else:
                out.append(next(values))
        return [*out, *rest]

    def call(*values):
        out = EAGER.get(name, type(op).call)(op, *args(values))
        return list(out) if isinstance(out, (list, tuple)) else [out]

    outputs = call(*[jnp.asarray(x) for x in flat])
    case = {
        "class": name,
        "module": module,
        "config": plain(serialization_lib.serialize_keras_object(settings)),
        "inputs": [array(x) for x in flat],
        "missing": [i for i, a in enumerate(inputs) if a is None],
        "args": plain(serialization_lib.serialize_keras_object(list(rest))),
        "outputs": [array(y) for y in outputs],
    }
    by = tuple(i for i, x in enumerate(flat) if x.dtype.kind == "f")
    smooth = [i for i, y in enumerate(outputs) if np.asarray(y).dtype.kind == "f"]
    if gradient and by and smooth:
        w = [short(90 + i, 2, *np.shape(y)) for i, y in enumerate(outputs)]

        def total(*values):
            out = call(*values)
            return sum((out[i] * w[i]).sum() for i in smooth)

        grads = jax.grad(total, by)(*[jnp.asarray(x) for x in flat])
        case["w"] = [array(v) for v in w]
        case["gradients"] = [None] * len(flat)
        for i, g in zip(by, grads):
            case["gradients"][i] = array(g)
    if open_axes:
        try:
            out = op.compute_output_spec(*[symbolic(a, open_axes) for a in inputs], *rest)
        except Exception:
            return case
        case["open"] = {
            "inputs": [kind(symbolic(x, open_axes)) for x in flat],
            "outputs": [kind(y) for y in (out if isinstance(out, (list, tuple)) else [out])],
        }
    return case


def case(label, name, *inputs, rest=(), gradient=True, open_axes=1, **config):
    """A case of the operation of a name, with its settings."""
    return f"{name} {label}", partial(record, name, inputs, config, rest, gradient, open_axes)


R = short(1, 3, 2, 5)
S = short(2, 3, 2, 5)
POSITIVE = np.abs(R) + np.float32(0.25)
INSIDE = (R / np.float32(3.2)).astype(np.float32)
OUTSIDE = POSITIVE + np.float32(1)
EXTREMES = np.array([0, -0.0, np.inf, -np.inf, np.nan, 1, -1, 30, -30], np.float32)
INTEGERS = {
    "int32": np.array([[-3, 0, 7], [2, -1, 5]], np.int32),
    "int8": np.array([[-3, 0, 7], [2, -1, 5]], np.int8),
    "uint8": np.array([[3, 0, 7], [200, 1, 5]], np.uint8),
    "bool": np.array([[True, False, True], [False, False, True]]),
}

UNARY = {
    "Absolute": R, "Arccos": INSIDE, "Arccosh": OUTSIDE, "Arcsin": INSIDE, "Arcsinh": R,
    "Arctan": R, "Arctanh": INSIDE, "BitwiseNot": None, "Cbrt": R, "Ceil": R, "Copy": R, "Cos": R,
    "Cosh": R, "Deg2rad": R, "Erf": R, "Erfc": R, "Erfinv": INSIDE, "Exp": R, "Exp2": R,
    "Expm1": R, "Fabs": R, "Floor": R, "Isfinite": R, "Isinf": R, "Isnan": R, "Isneginf": R,
    "Isposinf": R, "Isreal": R, "Log": POSITIVE, "Log10": POSITIVE, "Log1p": POSITIVE,
    "Log2": POSITIVE, "LogicalNot": R, "Negative": R, "OnesLike": R, "Rad2deg": R,
    "Reciprocal": R, "Rsqrt": POSITIVE, "Sign": R, "Signbit": R, "Sin": R, "Sinc": R, "Sinh": R,
    "Sqrt": POSITIVE, "Square": R, "StopGradient": R, "Tan": R, "Tanh": R, "Trunc": R,
    "ZerosLike": R,
    "HardSigmoid": R, "HardSilu": R, "HardTanh": R, "LogSigmoid": R, "Relu": R, "Relu6": R,
    "Selu": R, "Sigmoid": R, "Silu": R, "Softplus": R, "Softsign": R, "SparsePlus": R,
    "SparseSigmoid": R, "TanhShrink": R,
}  # fmt: skip

# Operations with settings: what they are, on R.
SET = {
    "Cast": [{"dtype": "int32"}, {"dtype": "bool"}, {"dtype": "float32"}],
    "Celu": [{}, {"alpha": 0.5}],
    "Clip": [{"x_min": -1.0, "x_max": 1.5}],
    "Elu": [{}, {"alpha": 0.5}],
    "FullLike": [{}, {"dtype": "int32"}],
    "Gelu": [{}, {"approximate": False}],
    "HardShrink": [{}, {"threshold": 1.0}],
    "LeakyRelu": [{}, {"negative_slope": 0.5}],
    "NanToNum": [{}, {"nan": 3.0, "posinf": 9.0, "neginf": -9.0}],
    "Round": [{}, {"decimals": 1}, {"decimals": -1}],
    "SaturateCast": [{"dtype": "uint8"}, {"dtype": "int8"}, {"dtype": "float32"}],
    "SoftShrink": [{}, {"threshold": 1.0}],
    "Squareplus": [{}, {"b": 1.0}],
    "Threshold": [{"threshold": 0.5, "default_value": 0.25}],
}

BINARY = {
    "Add": (R, S), "Arctan2": (R, S), "BitwiseAnd": None, "BitwiseLeftShift": None,
    "BitwiseOr": None, "BitwiseRightShift": None, "BitwiseXor": None, "Divide": (R, S), "TrueDivide": (R, S),
    "DivideNoNan": (R, S), "Equal": (R, S), "FloorDivide": (R, S), "Fmax": (R, S), "Fmin": (R, S),
    "Fmod": (R, S), "Greater": (R, S), "GreaterEqual": (R, S), "Heaviside": (R, S), "Hypot": (R, S),
    "Less": (R, S), "LessEqual": (R, S), "LogicalAnd": (R, S), "LogicalOr": (R, S),
    "LogicalXor": (R, S), "Logaddexp": (R, S), "Logaddexp2": (R, S), "Maximum": (R, S),
    "Minimum": (R, S), "Mod": (R, S), "Multiply": (R, S), "NotEqual": (R, S),
    "Power": (POSITIVE, S), "Subtract": (R, S),
}  # fmt: skip

PAIRS = np.array(
    [[0, 0, np.inf, np.inf, np.nan, 1, -np.inf, 2, 5], [0, 1, 1, np.inf, 1, np.nan, np.inf, 2, -3]],
    np.float32,
)
RIGHT = {
    "int32": np.array([[2, 1, 3], [2, 4, 5]], np.int32),
    "int8": np.array([[2, 1, 3], [2, 4, 5]], np.int8),
    "uint8": np.array([[2, 1, 3], [2, 4, 5]], np.uint8),
    "bool": np.array([[True, True, False], [False, True, True]]),
}


# What comes out of Keras by accident: of overflow, or of a division by 0.
ACCIDENTS = {
    "BitwiseLeftShift bool", "BitwiseRightShift bool", "FloorDivide bool", "HardTanh bool",
    "LogSigmoid uint8", "Mod bool", "SaturateCast 2 int32", "Squareplus 0 uint8",
    "Squareplus 1 uint8",
}  # fmt: skip


def possible(cases):
    """The cases that Keras can do."""
    for name, make in cases:
        if name in ACCIDENTS:
            continue
        try:
            made = make()
        except Exception:
            continue
        yield name, partial(dict, made)


def unary():
    for name, x in UNARY.items():
        if x is not None:
            yield case("", name, x)
            yield case("extremes", name, EXTREMES, gradient=False, open_axes=0)
        for dtype, x in INTEGERS.items():
            yield case(dtype, name, x, open_axes=0)
    for name, settings in SET.items():
        for i, config in enumerate(settings):
            x = [R] if name != "FullLike" else [R, np.float32(2)]
            yield case(f"{i}", name, *x, **config)
            for dtype, v in INTEGERS.items():
                x = [v] if name != "FullLike" else [v, np.float32(2)]
                yield case(f"{i} {dtype}", name, *x, open_axes=0, **config)
            if name not in ("FullLike", "Cast", "SaturateCast"):
                yield case(f"{i} extremes", name, EXTREMES, gradient=False, open_axes=0, **config)


def binary():
    for name, x in BINARY.items():
        if x is not None:
            yield case("", name, *x)
            yield case("broadcast", name, x[0], x[1][0], open_axes=0)
            yield case("column", name, x[0][:, :1], x[1], open_axes=0)
            yield case("scalar", name, x[0], np.float32(1.5))
            yield case("extremes", name, *PAIRS, gradient=False, open_axes=0)
            yield case("mixed", name, np.abs(INTEGERS["int32"][:, :2]), x[1][:, :2], open_axes=0)
        for dtype, v in INTEGERS.items():
            yield case(dtype, name, v, RIGHT[dtype], open_axes=0)
        yield case("int8 int32", name, INTEGERS["int8"], RIGHT["int32"], open_axes=0)
    flags = R > 0
    yield case("", "Where", flags, R, S)
    yield case("broadcast", "Where", flags, R[:1], np.float32(2), open_axes=0)
    yield case("int32", "Where", INTEGERS["bool"], INTEGERS["int32"], RIGHT["int32"])
    yield case("numbers", "Where", INTEGERS["int32"], INTEGERS["uint8"], RIGHT["bool"])
    yield case("", "Ldexp", R, INTEGERS["int32"][0, :1], open_axes=0)
    near = R + np.float32(1e-6)
    yield case("", "Isclose", R, near, rest=(1e-5, 1e-8))
    yield case("wide", "Isclose", R, S, rest=(0.0, 2.0))
    yield case("nan", "Isclose", *PAIRS, rest=(1e-5, 1e-8), equal_nan=True)
    yield case("", "AllClose", R, near)
    yield case("far", "AllClose", R, S, atol=0.5)
    yield case("", "IsIn", INTEGERS["int32"], RIGHT["int32"])
    yield case("invert", "IsIn", R, R[:, 2:4], invert=True)


def cases():
    yield from possible(unary())
    yield from possible(binary())
