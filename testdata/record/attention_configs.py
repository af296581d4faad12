"""Configurations of embedding, einsum and attention layers, as in configs.py."""

from functools import partial

from keras import constraints as c
from keras import initializers as i
from keras import layers as y
from keras import regularizers as r

from .configs import one

PROJECTED = {
    "dropout": 0.25,
    "use_bias": False,
    "use_gate": True,
    "sliding_window": 3,
    "kernel_initializer": "he_normal",
    "bias_initializer": i.Constant(0.5),
    "kernel_regularizer": r.L2(0.02),
    "bias_regularizer": "l1",
    "activity_regularizer": r.L1L2(0.1, 0.2),
    "kernel_constraint": c.MaxNorm(3.0, axis=1),
    "bias_constraint": "non_neg",
    "seed": 3,
    "name": "mine",
}
HEADS = {"num_heads": 2, "key_dim": 4, "value_dim": 4}
GROUPS = {"head_dim": 4, "num_query_heads": 4, "num_key_value_heads": 2}
TABLE = {"input_dim": 10, "output_dim": 4}
LAYERS = {
    y.Embedding: [
        TABLE,
        TABLE
        | {
            "embeddings_initializer": "glorot_normal",
            "embeddings_regularizer": "l2",
            "embeddings_constraint": c.UnitNorm(axis=1),
            "activity_regularizer": r.L1(0.1),
            "mask_zero": True,
            "name": "mine",
        },
        TABLE | {"embeddings_initializer": i.RandomUniform(-0.1, 0.2, seed=7), "trainable": False},
    ],
    y.ReversibleEmbedding: [
        TABLE,
        TABLE
        | {
            "tie_weights": False,
            "reverse_dtype": "float32",
            "logit_soft_cap": 30.0,
            "mask_zero": True,
            "name": "mine",
        },
    ],
    y.EinsumDense: [
        {"equation": "ab,bc->ac", "output_shape": [4]},
        {
            "equation": "abc,cd->abd",
            "output_shape": [None, 4],
            "bias_axes": "d",
            "activation": "relu",
            "kernel_initializer": "he_normal",
            "bias_initializer": i.Constant(0.5),
            "kernel_regularizer": r.L2(0.02),
            "bias_regularizer": "l1",
            "activity_regularizer": r.L1L2(0.1, 0.2),
            "kernel_constraint": c.MaxNorm(3.0, axis=1),
            "bias_constraint": "non_neg",
            "name": "mine",
        },
    ],
    y.MultiHeadAttention: [
        HEADS,
        HEADS | {"value_dim": 5, "output_shape": [3, 2], "attention_axes": [2], **PROJECTED},
        HEADS | {"output_shape": [6], "attention_axes": [1, -2]},
    ],
    y.GroupQueryAttention: [GROUPS, GROUPS | PROJECTED],
    y.Attention: [
        {},
        {"use_scale": True, "score_mode": "concat", "dropout": 0.5, "seed": 3, "name": "mine"},
    ],
    y.AdditiveAttention: [{}, {"use_scale": False, "dropout": 0.5, "seed": 3, "name": "mine"}],
}


def named(cls, args):
    """one, with the name of the class in files, which isn't always that in Python."""
    out = one("layer", cls, args)
    return out | {"class": out["object"]["class_name"]}


def cases():
    for cls, instances in LAYERS.items():
        for n, args in enumerate(instances):
            yield f"layer {cls.__name__} {n}", partial(named, cls, args)
