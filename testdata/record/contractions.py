"""Operations of several values: einsum, tensordot, take, scatter, segments, attention.

The gradients are of sum(value * w) by every input of floating-point numbers.
"""

from functools import partial

import jax
import jax.numpy as jnp
import numpy as np
from keras import ops

from .encode import array, plain
from .formula import integers, short

# Equation and shapes of the operands.
EINSUM = {
    "product": ("ij,jk->ik", (3, 4), (4, 2)),
    "product implicit": ("ij,jk", (3, 4), (4, 2)),
    "implicit order": ("ba", (3, 4)),
    "product transposed": ("ij,kj->ki", (3, 4), (2, 4)),
    "product both transposed": ("ji,kj->ik", (4, 3), (2, 4)),
    "batch": ("bij,bjk->bik", (2, 3, 4), (2, 4, 5)),
    "batch behind": ("ijb,jkb->ikb", (3, 4, 2), (4, 5, 2)),
    "batch of one": ("bij,bjk->bik", (2, 3, 4), (1, 4, 5)),
    "ellipsis": ("...ij,...jk->...ik", (2, 3, 4), (2, 4, 5)),
    "ellipsis broadcast": ("...ij,...jk->...ik", (6, 2, 3, 4), (2, 4, 5)),
    "ellipsis of one": ("...ij,...jk->...ik", (6, 1, 3, 4), (1, 2, 4, 5)),
    "ellipsis transpose": ("...ij->...ji", (2, 3, 4)),
    "ellipsis in the middle": ("a...b,b...->a...", (2, 3, 4), (4, 3)),
    "ellipsis summed": ("...i->...", (2, 3, 4)),
    "ellipsis implicit": ("i...,i...", (3, 4), (3, 4)),
    "heads": ("abc,cde->abde", (2, 3, 4), (4, 2, 5)),
    "heads back": ("abcd,cde->abe", (2, 3, 4, 2), (4, 2, 5)),
    "scores": ("aecd,abcd->acbe", (2, 3, 4, 5), (2, 6, 4, 5)),
    "combine": ("acbe,aecd->abcd", (2, 4, 6, 3), (2, 3, 4, 5)),
    "trace": ("ii->", (4, 4)),
    "trace implicit": ("ii", (4, 4)),
    "diagonal": ("ii->i", (4, 4)),
    "diagonal of a cube": ("aba->ab", (3, 2, 3)),
    "diagonal of three": ("aaa->a", (3, 3, 3)),
    "diagonal product": ("iij,jk->ik", (3, 3, 4), (4, 2)),
    "sum": ("ij->", (3, 4)),
    "sum columns": ("ij->j", (3, 4)),
    "transpose": ("abc->cab", (2, 3, 4)),
    "outer": ("i,j->ij", (3,), (4,)),
    "outer transposed": ("i,j->ji", (3,), (4,)),
    "dot": ("i,i->", (4,), (4,)),
    "rows": ("bi,bi->b", (3, 4), (3, 4)),
    "elements": ("ij,ij->ij", (3, 4), (3, 4)),
    "scaled": ("ij,j->ij", (3, 4), (4,)),
    "summed before": ("ijk,jl->il", (3, 4, 2), (4, 5)),
    "vector": ("ij,j->i", (3, 4), (4,)),
    "three": ("ij,jk,kl->il", (3, 4), (4, 2), (2, 5)),
    "three shared": ("bi,bj,bij->b", (2, 3), (2, 4), (2, 3, 4)),
    "four": ("a,b,c,d->dcba", (2,), (3,), (2,), (3,)),
    "bilinear": ("bn,anm,bm->ba", (2, 3), (5, 3, 4), (2, 4)),
    "scalar": (",i->i", (), (3,)),
    "one": ("i->i", (3,)),
    "sizes of one": ("ij,jk->ik", (3, 1), (4, 2)),
    "spaces": ("i j , j k -> i k", (3, 4), (4, 2)),
    "capitals": ("Bij,Bjk->Bik", (2, 3, 4), (2, 4, 5)),
}
TENSORDOT = {
    "two": (2, (2, 3, 4), (3, 4, 5)),
    "none": (0, (2, 3), (4,)),
    "one": (1, (2, 3), (3, 4)),
    "lists": (([1, 0], [0, 2]), (2, 3, 4), (3, 5, 2)),
    "from the end": (([-1], [-2]), (2, 3), (4, 3, 5)),
}
DOT = {
    "numbers": ((), (3,)),
    "vectors": ((3,), (3,)),
    "matrices": ((2, 3), (3, 4)),
    "matrix and vector": ((2, 3), (3,)),
    "wide": ((2, 3, 4), (5, 4, 2)),
}
X = (5, 3, 2)
FAR = np.int32([[5, -1, 2], [-5, -6, 0]])
TAKE = {
    "rows": (0, X, np.int32([3, 0, 3])),
    "matrix": (0, X, np.int32([[3, 0], [1, 1]])),
    "axis": (1, X, np.int32([2, 2, 0])),
    "last": (-1, X, np.int32([1])),
    "scalar": (1, X, np.int32(2)),
    "flat": (None, X, np.int32([29, 0, -1])),
    "far": (0, X, FAR),
}
PAIRS = np.int32([[0, 1], [2, 0], [0, 1]])
SCATTER = {
    "rows": (np.int32([[3], [0], [3]]), (3, 2), (4, 2)),
    "elements": (PAIRS, (3,), (3, 2)),
    "slices": (PAIRS, (3, 4), (3, 2, 4)),
    "far": (np.int32([[3], [-1], [9], [-9]]), (4, 2), (4, 2)),
}
IDS = np.int32([0, 2, 2, -1, 7, 0])


def case(f, inputs, **extra):
    xs = [jnp.asarray(short(1 + i, 2, *x) if isinstance(x, tuple) else x) for i, x in enumerate(inputs)]
    value = f(*xs)
    w = short(9, 1, *value.shape)
    out = {**extra, "inputs": [array(x) for x in xs], "value": array(value), "w": array(w)}
    floats = [i for i, x in enumerate(xs) if jnp.issubdtype(x.dtype, jnp.floating)]

    def total(some):
        all = list(xs)
        for i, x in zip(floats, some):
            all[i] = x
        return (f(*all) * w).sum()

    if jnp.issubdtype(value.dtype, jnp.floating):
        finite = jnp.isfinite(value)
        w = jnp.where(finite, w, 0)
        grads = jax.grad(total)([xs[i] for i in floats])
        out["gradients"] = [None] * len(xs)
        for i, g in zip(floats, grads):
            out["gradients"][i] = array(g)
    return out


def attention(inputs, bias=None, mask=None, **kw):
    extra = [m for m in (bias, mask) if m is not None]

    def op(q, k, v, *more):
        more = list(more)
        kw["bias"] = more.pop(0) if bias is not None else None
        kw["mask"] = more.pop(0) if mask is not None else None
        return ops.dot_product_attention(q, k, v, **kw)

    settings = {k: v for k, v in kw.items()}
    settings |= {"bias": bias is not None, "mask": mask is not None}
    return case(op, [*inputs, *extra], op="attention", args=plain(settings))


Q, K = (2, 3, 4, 5), (2, 6, 4, 5)
SHARED = (2, 6, 2, 5)


def mask(*shape):
    return integers(3, 3, *shape) > 0


ATTENTION = {
    "plain": ([Q, K, K], {}),
    "scale": ([Q, K, K], {"scale": 0.3}),
    "causal": ([Q, K, K], {"is_causal": True}),
    "mask": ([Q, K, K], {"mask": mask(2, 4, 3, 6)}),
    "mask shared": ([Q, K, K], {"mask": mask(2, 1, 1, 6)}),
    "mask causal": ([Q, K, K], {"mask": mask(1, 1, 3, 6), "is_causal": True}),
    "blind": ([Q, K, K], {"mask": np.zeros((1, 1, 3, 6), bool)}),
    "bias": ([Q, K, K], {"bias": (2, 4, 3, 6)}),
    "bias shared": ([Q, K, K], {"bias": (1, 1, 3, 6)}),
    "bias mask causal": ([Q, K, K], {"bias": (1, 4, 3, 6), "mask": mask(2, 1, 3, 6), "is_causal": True}),
    "groups": ([Q, SHARED, SHARED], {}),
    "groups causal": ([Q, SHARED, SHARED], {"is_causal": True}),
    "groups bias": ([Q, SHARED, SHARED], {"bias": (2, 4, 3, 6)}),
}


def cases():
    for name, (equation, *shapes) in EINSUM.items():
        yield f"einsum {name}", partial(case, partial(ops.einsum, equation), shapes, op="einsum", args={"subscripts": equation})
    yield "einsum integers", partial(
        case, partial(ops.einsum, "ij,jk->ik"), [integers(1, 9, 2, 3), integers(2, 9, 3, 4)], op="einsum", args={"subscripts": "ij,jk->ik"}
    )
    for name, (axes, *shapes) in TENSORDOT.items():
        yield f"tensordot {name}", partial(case, partial(ops.tensordot, axes=axes), shapes, op="tensordot", args={"axes": axes})
    for name, shapes in DOT.items():
        yield f"dot {name}", partial(case, ops.dot, shapes, op="dot", args={})
    for name, (axis, x, at) in TAKE.items():
        yield f"take {name}", partial(case, lambda x, i, a=axis: ops.take(x, i, axis=a), [x, at], op="take", args={"axis": axis})
    for dtype in ("int32", "bool"):
        x = integers(1, 2, 5, 2).astype(dtype)
        yield f"take far {dtype}", partial(case, partial(ops.take, axis=0), [x, FAR], op="take", args={"axis": 0})
    for name, (at, values, shape) in SCATTER.items():
        yield f"scatter {name}", partial(
            case, lambda i, v, s=shape: ops.scatter(i, v, s), [at, values], op="scatter", args={"shape": list(shape)}
        )
        for reduction in ("add", "max", "min"):
            yield f"scatter_update {reduction} {name}", partial(
                case,
                lambda x, i, v, r=reduction: ops.scatter_update(x, i, v, reduction=r),
                [shape, at, values],
                op="scatter_update",
                args={"reduction": reduction},
            )
    yield "scatter_update", partial(
        case, ops.scatter_update, [(4, 2), np.int32([[3], [0]]), (2, 2)], op="scatter_update", args={"reduction": ""}
    )
    for name in ("sum", "max", "min"):
        op = getattr(ops, f"segment_{name}")
        for kind, data in {"rows": (6, 2), "numbers": (6,), "integers": integers(3, 9, 6, 2)}.items():
            yield f"segment_{name} {kind}", partial(
                case, lambda x, i, op=op: op(x, i, num_segments=4), [data, IDS], op=f"segment_{name}", args={"num_segments": 4}
            )
    for name, (inputs, kw) in ATTENTION.items():
        yield f"attention {name}", partial(attention, inputs, **kw)
