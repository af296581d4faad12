"""Embedding, EinsumDense and attention layers: several inputs, with masks and arguments.

The gradients are of the sum over outputs of sum(value * w), plus the layer's losses.
"""

from functools import partial

import jax
import jax.numpy as jnp
import keras
import numpy as np
from keras import constraints as c
from keras import layers as y
from keras import regularizers as r
from keras.src.backend import get_keras_mask, set_keras_mask

from .encode import array, plain, serialize
from .formula import integers, short

MHA, GQA = y.MultiHeadAttention, y.GroupQueryAttention

# Shapes of queries, values and keys.
QUERY, VALUE, KEY = (2, 3, 5), (2, 4, 6), (2, 4, 7)
SELF = [(2, 4, 5)] * 2
CROSS = [QUERY, VALUE]
THREE = [QUERY, VALUE, KEY]
PLANES, VOLUMES = [(2, 3, 4, 5)] * 2, [(2, 3, 2, 3, 4)] * 2
ALIKE = [(2, 3, 5), (2, 4, 5)]
ALIKE3 = [(2, 3, 5), (2, 4, 5), (2, 4, 5)]
SCORES = {"return_attention_scores": True}
CAUSAL = {"use_causal_mask": True}


def mask(*shape, seed=3):
    return integers(seed, 3, *shape) > 0


def blind(*shape):
    """A mask of which some queries see nothing."""
    m = mask(*shape)
    m[:, 1] = False
    return m


HEADS = {"num_heads": 2, "key_dim": 3}
GROUPS = {"head_dim": 3, "num_query_heads": 4, "num_key_value_heads": 2}
REGULAR = {
    "kernel_regularizer": r.L1L2(0.1, 0.2),
    "bias_regularizer": "l2",
    "activity_regularizer": r.L2(0.3),
}
CONSTRAINED = {"kernel_constraint": c.MaxNorm(0.5), "bias_constraint": "non_neg"}

# What attentions with projections have in common: arguments of the layer, shapes of
# the inputs, masks of the inputs, arguments of the call.
BOTH = {
    "self": ({}, SELF),
    "cross": ({}, CROSS),
    "three inputs": ({}, THREE),
    "no bias": ({"use_bias": False}, CROSS),
    "gate": ({"use_gate": True}, SELF),
    "gate scores": ({"use_gate": True}, SELF, None, SCORES),
    "scores": ({}, CROSS, None, SCORES),
    "dropout": ({"dropout": 0.5}, SELF),
    "dropout scores": ({"dropout": 0.5}, SELF, None, SCORES | CAUSAL),
    "dropout blind": ({"dropout": 0.5}, CROSS, None, {"attention_mask": blind(2, 3, 4)}),
    "causal": ({}, SELF, None, CAUSAL),
    "causal cross": ({}, CROSS, None, CAUSAL),
    "causal scores": ({}, CROSS, None, CAUSAL | SCORES),
    "window": ({"sliding_window": 2}, SELF),
    "window causal": ({"sliding_window": 2}, SELF, None, CAUSAL),
    "window causal scores": ({"sliding_window": 1}, CROSS, None, CAUSAL | SCORES),
    "query mask": ({}, CROSS, [mask(2, 3), None]),
    "value mask": ({}, CROSS, [None, mask(2, 4)]),
    "key mask": ({}, THREE, [None, None, mask(2, 4)]),
    "all masks": ({}, THREE, [mask(2, 3), mask(2, 4, seed=4), mask(2, 4)]),
    "all masks scores": ({}, THREE, [mask(2, 3), mask(2, 4, seed=4), mask(2, 4)], SCORES),
    "all masks causal": ({}, THREE, [mask(2, 3), mask(2, 4, seed=4), mask(2, 4)], CAUSAL),
    "attention mask": ({}, CROSS, None, {"attention_mask": mask(2, 3, 4)}),
    "attention mask scores": ({}, CROSS, None, {"attention_mask": mask(2, 3, 4)} | SCORES),
    "attention mask shared": ({}, CROSS, None, {"attention_mask": mask(1, 3, 4)}),
    "attention mask flat": ({}, CROSS, None, {"attention_mask": mask(3, 4)}),
    "attention mask numbers": ({}, CROSS, None, {"attention_mask": mask(2, 3, 4).astype("int32")}),
    "attention mask causal": ({}, SELF, None, {"attention_mask": mask(2, 4, 4)} | CAUSAL),
    "attention mask heads": ({}, CROSS, None, {"attention_mask": mask(2, 1, 3, 4)}),
    "blind": ({}, CROSS, None, {"attention_mask": blind(2, 3, 4)}),
    "blind scores": ({}, CROSS, None, {"attention_mask": blind(2, 3, 4)} | SCORES),
    "explicit value mask": ({}, CROSS, None, {"value_mask": mask(2, 4)}),
    "explicit query mask": ({}, CROSS, None, {"query_mask": mask(2, 3)}),
    "explicit key mask": ({}, THREE, None, {"key_mask": mask(2, 4)}),
    "regularizers": (REGULAR, CROSS),
    "constraints": (CONSTRAINED, CROSS),
    "frozen": ({"trainable": False}, CROSS),
    "flash": ({"flash_attention": False}, CROSS),
}
HEADED = {
    "value dim": ({"value_dim": 4}, CROSS, None, SCORES),
    "output shape": ({"output_shape": (4,)}, CROSS),
    "output shapes": ({"output_shape": (2, 3)}, CROSS, None, SCORES),
    "planes": ({}, PLANES),
    "planes rows": ({"attention_axes": (2,)}, PLANES),
    "planes columns": ({"attention_axes": (1,)}, PLANES, None, SCORES),
    "planes from the end": ({"attention_axes": (-2,)}, PLANES, None, SCORES),
    "planes mask": (
        {"attention_axes": (1, 2)},
        PLANES,
        None,
        {"attention_mask": mask(2, 3, 4, 3, 4)} | SCORES,
    ),
    "planes gate": ({"attention_axes": (2,), "use_gate": True}, PLANES),
    "volumes": ({"attention_axes": (1, 3)}, VOLUMES),
}
GROUPED = {
    "one head": ({"num_key_value_heads": 1}, CROSS),
    "as many heads": ({"num_key_value_heads": 4}, CROSS, None, SCORES),
}
LUONG = {
    "self": ({}, SELF),
    "cross": ({}, ALIKE),
    "three inputs": ({}, ALIKE3),
    "scale": ({"use_scale": True}, ALIKE),
    "concat": ({"score_mode": "concat"}, ALIKE),
    "concat scale": ({"score_mode": "concat", "use_scale": True}, ALIKE3, None, SCORES),
    "other values": ({}, [(2, 3, 5), (2, 4, 6), (2, 4, 5)]),
}
ADDITIVE = {
    "self": ({}, SELF),
    "cross": ({}, ALIKE),
    "three inputs": ({}, ALIKE3),
    "no scale": ({"use_scale": False}, ALIKE),
}
PLAIN = {
    "scores": ({}, ALIKE, None, SCORES),
    "causal": ({}, SELF, None, CAUSAL),
    "masks": ({}, ALIKE, [mask(2, 3), mask(2, 4)]),
    "value mask": ({}, ALIKE, [None, mask(2, 4)]),
    "three masks": ({}, ALIKE3, [mask(2, 3), mask(2, 4), mask(2, 4, seed=5)]),
    "masks causal": ({}, SELF, [mask(2, 4), mask(2, 4, seed=5)], CAUSAL | SCORES),
    "blind": ({}, ALIKE, [None, np.zeros((2, 4), bool)]),
    "dropout": ({"dropout": 0.5}, ALIKE),
    "float mask": ({}, ALIKE, [mask(2, 3), mask(2, 4)], SCORES),
}


def whole(limit, *shape):
    return integers(7, limit, *shape).astype("int32")


TABLE = {"input_dim": 5, "output_dim": 3}
NUMBERS = {
    "rows": (TABLE, [whole(5, 2, 3)]),
    "flat": (TABLE, [whole(5, 4)]),
    "cube": (TABLE, [whole(5, 2, 3, 2)]),
    "long": (TABLE, [whole(5, 2, 3).astype("int64")]),
    "floats": (TABLE, [whole(5, 2, 3) + np.float32(0.6)]),
    "repeated": (TABLE, [np.int32([[1, 1, 1], [4, 1, 0]])]),
    "mask zero": (TABLE | {"mask_zero": True}, [whole(3, 2, 3)]),
    "mask zero floats": (TABLE | {"mask_zero": True}, [whole(3, 2, 3) * np.float32(0.4)]),
    "masked input": (TABLE, [whole(3, 2, 3)], [mask(2, 3)]),
    "out of range": (TABLE, [np.int32([[5, -1, 2], [-5, -6, 100]])]),
    "regularizers": (
        TABLE | {"embeddings_regularizer": r.L2(0.1), "activity_regularizer": "l1"},
        [whole(5, 2, 3)],
    ),
    "constraint": (TABLE | {"embeddings_constraint": "unit_norm"}, [whole(5, 2, 3)]),
    "frozen": (TABLE | {"trainable": False}, [whole(5, 2, 3)]),
}


VECTORS = [(2, 3, 3)]
BACK = {"reverse": True}
REVERSIBLE = {
    "rows": (TABLE, [whole(5, 2, 3)]),
    "mask zero": (TABLE | {"mask_zero": True}, [whole(3, 2, 3)]),
    "back": (TABLE, VECTORS, None, BACK),
    "back masked": (TABLE | {"mask_zero": True}, VECTORS, [mask(2, 3)], BACK),
    "back untied": (TABLE | {"tie_weights": False}, VECTORS, None, BACK),
    "untied": (TABLE | {"tie_weights": False}, [whole(5, 2, 3)]),
    "back capped": (TABLE | {"logit_soft_cap": 1.5}, VECTORS, None, BACK),
    "back dtype": (TABLE | {"reverse_dtype": "float32"}, VECTORS, None, BACK),
}


def dense(equation, output_shape, bias_axes=None, **more):
    return {
        "equation": equation,
        "output_shape": output_shape,
        "bias_axes": bias_axes,
        **more,
    }


EINSUM = {
    "dense": (dense("ab,bc->ac", 3, "c", activation="relu"), [(4, 5)]),
    "sequence": (dense("abc,cd->abd", (None, 3), "d"), [(2, 3, 4)]),
    "left": (dense("...x,xy->...y", 3, "y"), [(2, 3, 4)]),
    "left flat": (dense("...x,xy->...y", 3), [(2, 4)]),
    "left wide": (dense("...x,xy->...y", 3, "y"), [(2, 3, 2, 4)]),
    "left two": (dense("...bc,cd->...bd", (3, 3), "bd"), [(2, 3, 4)]),
    "right": (dense("ab...,bc->ac...", 3, "c"), [(2, 4, 3, 2)]),
    "heads": (dense("abc,cde->abde", (None, 2, 3), "de"), [(2, 3, 4)]),
    "heads back": (dense("abcd,cde->abe", (None, 5), "e"), [(2, 3, 2, 4)]),
    "heads swapped": (dense("abcd,dce->abe", (None, 5), "e"), [(2, 3, 2, 4)]),
    "swapped": (dense("abc,dc->adb", (3, None), "d"), [(2, 3, 4)]),
    "each its own": (dense("abc,bcd->abd", (3, 2), "bd"), [(2, 3, 4)]),
    "scaled": (dense("abc,c->abc", (3, 4), "c", activation="tanh"), [(2, 3, 4)]),
    "bias of the middle": (dense("abc,cde->abde", (None, 2, 3), "d"), [(2, 3, 4)]),
    "regularizers": (dense("abc,cd->abd", (None, 3), "d", **REGULAR), [(2, 3, 4)]),
    "constraints": (dense("abc,cd->abd", (None, 3), "d", **CONSTRAINED), [(2, 3, 4)]),
    "masked": (dense("abc,cd->abd", (None, 3), "d"), [(2, 3, 4)], [mask(2, 3)]),
}


def fill(layer):
    for i, v in enumerate(layer.weights):
        v.assign(short(10 + i, 1, *v.shape))


def one(new, listed, inputs, masks=None, args=None):
    layer = new()
    args = args or {}
    xs = [jnp.asarray(short(1 + i, 2, *x) if isinstance(x, tuple) else x) for i, x in enumerate(inputs)]
    masks = masks or [None] * len(xs)

    def call(xs):
        xs = [x + 0 if jnp.issubdtype(x.dtype, jnp.floating) else jnp.array(x) for x in xs]
        for x, m in zip(xs, masks):
            if m is not None:
                set_keras_mask(x, jnp.asarray(m))
        out = layer(xs, **args) if listed else layer(*xs, **args)
        return out if isinstance(out, tuple) else (out,)

    call(xs)
    fill(layer)
    values = call(xs)
    out_masks = [get_keras_mask(v) for v in values]
    ws = [short(20 + i, 1, *v.shape) for i, v in enumerate(values)]
    trainable = [v.value for v in layer.trainable_variables]
    floats = [i for i, x in enumerate(xs) if jnp.issubdtype(x.dtype, jnp.floating)]

    def total(trainable, some):
        inputs = list(xs)
        for i, x in zip(floats, some):
            inputs[i] = x
        variables = zip(layer.trainable_variables, trainable)
        with keras.StatelessScope(list(variables), collect_losses=True):
            out = call(inputs)
            return sum((v * w).sum() for v, w in zip(out, ws)) + sum(layer.losses)

    by_weights, by_inputs = jax.grad(total, (0, 1))(trainable, [xs[i] for i in floats])
    gradients = [None] * len(xs)
    for i, g in zip(floats, by_inputs):
        gradients[i] = array(g)
    call(xs)
    out = {
        "layer": serialize(layer),
        "inputs": [array(x) for x in xs],
        "masks": [m if m is None else array(m) for m in masks],
        "args": {k: v if isinstance(v, bool) else array(v) for k, v in args.items()},
        "weights": [{"name": v.name, "path": v.path, "value": array(v)} for v in layer.weights],
        "values": [array(v) for v in values],
        "output_masks": [m if m is None else array(m) for m in out_masks],
        "w": [array(w) for w in ws],
        "losses": [plain(np.asarray(loss)[()]) for loss in layer.losses],
        "gradients": [array(g) for g in by_weights],
        "input_gradients": gradients,
    }
    if any(v.constraint for v in layer.weights):
        out["constrained"] = [array(v.constraint(v)) if v.constraint else array(v) for v in layer.weights]
    return out


def cases():
    def of(name, cls, listed, table, common=None):
        for case, (args, *rest) in table.items():
            args = (common or {}) | args | {"name": "layer"}
            yield f"{name} {case}", partial(one, partial(cls, **args), listed, *rest)

    yield from of("MultiHeadAttention", MHA, False, BOTH | HEADED, HEADS)
    yield from of("GroupQueryAttention", GQA, False, BOTH | GROUPED, GROUPS)
    yield from of("Attention", y.Attention, True, LUONG | PLAIN)
    yield from of("AdditiveAttention", y.AdditiveAttention, True, ADDITIVE | PLAIN)
    yield from of("Embedding", y.Embedding, False, NUMBERS)
    yield from of("ReversibleEmbedding", y.ReversibleEmbedding, False, REVERSIBLE)
    yield from of("EinsumDense", y.EinsumDense, False, EINSUM)
