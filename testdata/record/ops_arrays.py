"""Operations on axes: reductions, shapes, order, parts."""

import numpy as np

from .formula import integers, short
from .ops_elementwise import INTEGERS, case, possible

R = short(1, 3, 2, 5)
S = short(2, 3, 2, 5)
CUBE = short(3, 3, 2, 3, 4)
V = short(4, 3, 6)
M = short(5, 3, 4, 4)
NAN = np.array(
    [[1, np.nan, 3, 0.5], [np.nan, np.nan, np.nan, np.nan], [2, -1, np.nan, 4]], np.float32
)
WHOLE = integers(6, 5, 2, 6)
ROW = np.array([2, 0, 1, 3, 1], np.int32)

REDUCTIONS = (
    "Sum", "Mean", "Max", "Min", "Amax", "Amin", "Prod", "Var", "Std", "Ptp", "Median", "Logsumexp",
    "All", "Any", "Nansum", "Nanmean", "Nanmax", "Nanmin", "Nanprod", "Nanvar", "Nanstd",
)  # fmt: skip
INTEGER_REDUCTIONS = ("Sum", "Mean", "Max", "Min", "Prod", "Var", "All", "Any", "Ptp", "Median")


def reductions():
    for name in REDUCTIONS:
        yield case("all", name, R)
        yield case("axis", name, CUBE, axis=1)
        yield case("axes kept", name, CUBE, axis=[0, -1], keepdims=True)
        if name in INTEGER_REDUCTIONS:
            for dtype, x in INTEGERS.items():
                yield case(dtype, name, x, axis=-1, open_axes=0)
        if name.startswith("Nan"):
            yield case("nan", name, NAN, axis=1, gradient=False)
    yield case("initial", "Max", R, axis=1, initial=0.5)
    yield case("initial", "Min", R, axis=1, initial=-0.5)
    yield case("dtype", "Prod", INTEGERS["int32"], axis=1, dtype="float32")
    yield case("odd", "Prod", np.array([[2, 0, 3, 0, 5], [1, 0, 2, 2, 7]], np.float32), axis=1)
    yield case("all", "CountNonzero", INTEGERS["int32"])
    yield case("axis", "CountNonzero", R, axis=1)
    yield case("all", "Average", R)
    yield case("axis", "Average", R, axis=0)
    yield case("weights", "Average", R, np.abs(S[0]), axis=1, open_axes=0)
    yield case("weights each", "Average", R, np.abs(S), axis=1)
    yield case("", "Corrcoef", R, open_axes=0)
    for name in ("Quantile", "Percentile"):
        k = np.float32(100 if name == "Percentile" else 1)
        yield case("", name, CUBE, np.float32(0.3) * k, axis=1)
        yield case("all", name, R, np.array([0.1, 0.5, 1], np.float32) * k, open_axes=0)
        yield case(
            "kept",
            name,
            CUBE,
            np.array([0.25, 0.6], np.float32) * k,
            axis=[0, 2],
            keepdims=True,
            open_axes=0,
        )
        for method in ("lower", "higher", "midpoint", "nearest"):
            yield case(method, name, R, np.float32(0.4) * k, axis=1, method=method)
    yield case("nan", "Quantile", NAN, np.float32(0.5), axis=1, gradient=False)
    yield case("ints", "Median", WHOLE, axis=1)
    numbers = NAN[[0, 2]]
    yield case("", "Nanmedian", R, axis=1)
    yield case("nan", "Nanmedian", numbers, axis=1, gradient=False)
    yield case("all kept", "Nanmedian", numbers, keepdims=True, gradient=False)
    for name, k in (("Nanquantile", np.float32(1)), ("Nanpercentile", np.float32(100))):
        yield case("", name, CUBE, np.array([0.25, 0.6], np.float32) * k, axis=1, open_axes=0)
        yield case("nan", name, numbers, np.float32(0.4) * k, axis=1, gradient=False)
        yield case("all", name, NAN, np.array([0.3, 1], np.float32) * k, keepdims=True, gradient=False, open_axes=0)


def order():
    for name in ("Argmax", "Argmin", "Nanargmax", "Nanargmin"):
        yield case("all", name, R, open_axes=0)
        yield case("axis", name, CUBE, axis=1)
        yield case("kept", name, CUBE, axis=-1, keepdims=True)
        yield case("ints", name, WHOLE, axis=1)
    yield case("nan", "Argmax", NAN[:1], axis=1)
    yield case("nan", "Nanargmax", NAN[[0, 2]], axis=1)
    yield case("nan", "Nanargmin", NAN[[0, 2]], axis=1)
    for name in ("Sort", "Argsort"):
        yield case("", name, R)
        yield case("axis", name, CUBE, axis=1)
        yield case("ints", name, WHOLE)
        yield case("bool", name, INTEGERS["bool"])
        yield case("nan", name, NAN, gradient=False)
    yield case("", "Argpartition", np.sort(R)[:, :1], kth=0)
    yield case("", "TopK", R, k=2)
    yield case("ints", "TopK", WHOLE, k=3)
    yield case("unsorted", "TopK", R, k=1, sorted=False)
    yield case("", "InTopK", np.array([1, 3], np.int32), R, k=2)
    yield case("first", "InTopK", np.array([0, 4], np.int32), R, k=1)
    yield case("", "TakeAlongAxis", R, ROW[None, :3], axis=1, open_axes=0)
    yield case("negative", "TakeAlongAxis", R, np.array([[-1, 0], [2, -3]], np.int32), axis=1)
    yield case("flat", "TakeAlongAxis", R, ROW, open_axes=0)
    yield case("", "Take", R, ROW, axis=1, open_axes=0)
    yield case("flat", "Take", R, np.array([[1, -1]], np.int32), open_axes=0)
    for side in ("left", "right"):
        yield case(
            side, "SearchSorted", np.array([1, 2, 2, 5], np.float32), V, side=side, open_axes=0
        )
        yield case(
            f"{side} ints",
            "SearchSorted",
            np.array([1, 2, 3], np.int32),
            WHOLE,
            side=side,
            open_axes=0,
        )
    yield case("", "Digitize", V, np.array([-1, 0.5, 2], np.float32), open_axes=0)
    yield case("", "Bincount", WHOLE[0], minlength=6, open_axes=0)
    yield case("batch", "Bincount", WHOLE, minlength=6, open_axes=0)
    yield case("", "Histogram", V, open_axes=0, bins=4)
    yield case("", "UnravelIndex", np.array([3, 7, 0, 11], np.int32), shape=[3, 4])
    for name in ("Cumsum", "Cumprod", "Nancumsum", "Nancumprod"):
        yield case("", name, R, axis=1)
        yield case("first", name, CUBE, axis=0)
        yield case("flat", name, R, open_axes=0)
        yield case("ints", name, INTEGERS["int32"], axis=1)
        yield case("bool", name, INTEGERS["bool"], axis=1)
        yield case("dtype", name, INTEGERS["int8"], axis=1, dtype="float32")
    yield case("nan", "Nancumsum", NAN, axis=1, gradient=False)
    yield case("nan", "Nancumprod", NAN, axis=1, gradient=False)
    yield case("zeros", "Cumprod", np.array([[2, 0, 3, 0, 5]], np.float32), axis=1)
    yield case("", "Diff", R)
    yield case("twice", "Diff", CUBE, n=2, axis=1)
    yield case("bool", "Diff", INTEGERS["bool"])
    yield case("", "Trapezoid", R)
    yield case("dx", "Trapezoid", CUBE, dx=0.5, axis=1)
    yield case("", "Vander", V, open_axes=0)
    yield case("increasing", "Vander", V[:3], N=4, increasing=True, open_axes=0)


def shapes():
    yield case("", "Reshape", CUBE, newshape=[-1, 6])
    yield case("row", "Reshape", R, newshape=[-1])
    yield case("", "Ravel", R)
    yield case("", "ExpandDims", R, axis=1)
    yield case("last", "ExpandDims", R, axis=-1)
    yield case("two", "ExpandDims", R, axis=[0, 2])
    yield case("", "Squeeze", R[:, :1, None], axis=1)
    yield case("all", "Squeeze", R[:, None, :, None])
    yield case("two", "Squeeze", R[:, None, :, None], axis=[1, 3])
    yield case("", "Transpose", CUBE)
    yield case("axes", "Transpose", CUBE, axes=[0, 2, 1])
    yield case("", "Moveaxis", CUBE, source=0, destination=-1)
    yield case("two", "Moveaxis", CUBE, source=[0, 1], destination=[2, 0])
    yield case("", "Swapaxes", CUBE, axis1=1, axis2=-1)
    yield case("", "BroadcastTo", R[:, :1], shape=[3, 2, 4], open_axes=0)
    for name, axis in (("Concatenate", {"axis": 1}), ("Stack", {"axis": 1})):
        yield case("", name, [R, S], **axis)
        yield case("last", name, [R, S, R], axis=-1)
        yield case("mixed", name, [INTEGERS["int32"], INTEGERS["bool"]], axis=0, open_axes=0)
    for name in ("Hstack", "Vstack", "Dstack"):
        yield case("", name, [R, S], open_axes=0)
        yield case("vectors", name, [V, V], open_axes=0)
        yield case("cubes", name, [CUBE, CUBE], open_axes=0)
    yield case("", "Append", R, S, axis=1)
    yield case("flat", "Append", R, V, open_axes=0)
    yield case("", "Split", CUBE, indices_or_sections=2, axis=2)
    yield case("places", "Split", CUBE, indices_or_sections=[1, 3], axis=-1)
    yield case("", "ArraySplit", V, indices_or_sections=4, axis=0, open_axes=0)
    yield case("", "Hsplit", M, indices_or_sections=2)
    yield case("", "Vsplit", M, indices_or_sections=[1], open_axes=0)
    yield case("", "Dsplit", CUBE, indices_or_sections=2)
    yield case("", "Unstack", CUBE, axis=1)
    yield case("num", "Unstack", CUBE, num=4, axis=-1)
    yield case("", "Repeat", R, repeats=3, axis=1)
    yield case("flat", "Repeat", R, repeats=2)
    yield case("each", "Repeat", R, repeats=[2, 0, 1, 3, 1], axis=1)
    yield case("", "Tile", R, repeats=[2, 3])
    yield case("longer", "Tile", R, repeats=[2, 1, 3])
    yield case("shorter", "Tile", CUBE, repeats=[2])
    yield case("", "Roll", R, shift=2, axis=1)
    yield case("flat", "Roll", R, shift=-3)
    yield case("two", "Roll", CUBE, shift=[1, -1], axis=[1, 2])
    yield case("", "Flip", CUBE, axis=1)
    yield case("all", "Flip", R)
    yield case("two", "Flip", CUBE, axis=[0, 2])
    yield case("", "Fliplr", R)
    yield case("", "Flipud", R)
    for k in (1, 2, 3, -1):
        yield case(f"{k}", "Rot90", CUBE, k=k, open_axes=int(k != 2))
    yield case("axes", "Rot90", CUBE, k=1, axes=[2, 1])
    for mode in (
        "constant",
        "edge",
        "reflect",
        "symmetric",
        "wrap",
        "maximum",
        "minimum",
        "mean",
        "linear_ramp",
    ):
        yield case(mode, "Pad", R, pad_width=[[0, 0], [1, 2]], mode=mode)
        yield case(f"{mode} ints", "Pad", WHOLE, pad_width=[[1, 0], [2, 3]], mode=mode, open_axes=0)
    yield case(
        "value", "Pad", CUBE, np.float32(1.5), pad_width=[[0, 0], [1, 0], [0, 2]], open_axes=0
    )
    yield case("number", "Pad", R, pad_width=1)
    yield case("far", "Pad", R, pad_width=[[3, 3], [7, 9]], mode="reflect", open_axes=0)
    yield case(
        "far symmetric", "Pad", R[:, :2], pad_width=[[3, 3], [7, 9]], mode="symmetric", open_axes=1
    )
    yield case("", "Slice", M, rest=([1, 0],), shape=[2, 3], open_axes=0)
    yield case("", "SliceUpdate", M, np.array([1, 0], np.int32), short(7, 2, 2, 3), open_axes=0)
    yield case(
        "outside", "SliceUpdate", M, np.array([3, 2], np.int32), short(7, 2, 2, 3), open_axes=0
    )
    for label, key in {
        "column": (slice(None), 0),
        "negative": (slice(None), -2),
        "ranges": (slice(None), slice(1, 3), slice(None, None, 2)),
        "backwards": (slice(None), slice(None, None, -1), slice(3, None, -2)),
        "new axis": (slice(None), None, Ellipsis, 1),
        "number": 1,
        "clipped": (slice(None), slice(-9, 99)),
    }.items():
        yield case(label, "GetItem", CUBE, rest=(key,))


def matrices():
    for k in (0, 1, -2):
        yield case(f"{k}", "Diag", M, k=k, open_axes=0)
        yield case(f"vector {k}", "Diag", V, k=k, open_axes=0)
        yield case(f"{k}", "Tril", CUBE, k=k)
        yield case(f"{k}", "Triu", CUBE, k=k)
        yield case(f"{k}", "Diagonal", R, offset=k, open_axes=0)
        yield case(f"{k}", "Trace", M, offset=k, open_axes=0)
    yield case("", "Diagflat", R, k=1, open_axes=0)
    yield case("axes", "Diagonal", CUBE, offset=1, axis1=1, axis2=2)
    yield case("axes", "Trace", CUBE, axis1=-1, axis2=1)
    yield case("ints", "Trace", INTEGERS["int8"], open_axes=0)
    yield case("", "Matmul", R, short(8, 2, 5, 3), open_axes=0)
    yield case("batch", "Matmul", CUBE, short(9, 2, 2, 4, 2))
    yield case("broadcast", "Matmul", CUBE, short(9, 2, 4, 2), open_axes=0)
    yield case("vectors", "Matmul", V, V, open_axes=0)
    yield case("row", "Matmul", V, short(9, 2, 6, 2), open_axes=0)
    yield case("ints", "Matmul", INTEGERS["int32"], INTEGERS["int32"].T.copy(), open_axes=0)
    yield case("", "Outer", R, V, open_axes=0)
    yield case("", "Inner", R, S, open_axes=0)
    yield case("", "Vdot", R, S, open_axes=0)
    yield case("", "Kron", R, M, open_axes=0)
    yield case("ranks", "Kron", V[:2], M, open_axes=0)
    yield case("", "Cross", short(10, 2, 4, 3), short(11, 2, 4, 3))
    yield case("two", "Cross", short(10, 2, 4, 2), short(11, 2, 4, 2))
    yield case("two three", "Cross", short(10, 2, 4, 2), short(11, 2, 4, 3))
    yield case("axis", "Cross", short(10, 2, 3, 4), short(11, 2, 3, 4), axis=0, open_axes=0)
    for name in ("Linspace", "Geomspace", "Logspace"):
        a, b = np.float32(0.5), np.float32(4)
        yield case("", name, a, b, num=5, open_axes=0)
        yield case(
            "arrays",
            name,
            np.array([1, 2], np.float32),
            np.array([3, 5], np.float32),
            num=4,
            axis=-1,
            open_axes=0,
        )
        yield case("open", name, a, b, num=4, endpoint=False, open_axes=0)
    for indexing in ("xy", "ij"):
        yield case(indexing, "Meshgrid", V[:2], V[:3], V[:4], indexing=indexing, open_axes=0)
    flags = R > 0
    yield case("", "Select", [flags, S > 0], [R, S], np.float32(7), open_axes=0)
    yield case("1", "Norm", R, ord=1, axis=1)
    yield case("3", "Norm", R, ord=3, axis=1)
    yield case("0", "Norm", R, ord=0, axis=1, gradient=False)
    yield case("", "Norm", R)
    yield case("kept", "Norm", CUBE, axis=[1, 2], keepdims=True)
    yield case("fro", "Norm", CUBE, ord="fro", axis=[1, 2])
    yield case("matrix 1", "Norm", CUBE, ord=1, axis=[1, 2])
    yield case("ints", "Norm", WHOLE, axis=1)
    yield case("", "CDist", R, short(12, 2, 3, 5), open_axes=0)
    yield case("", "ExtractSequences", short(13, 2, 2, 9), sequence_length=4, sequence_stride=2)
    yield case(
        "",
        "Scatter",
        np.array([[1], [3], [1]], np.int32),
        short(14, 2, 3, 2),
        shape=[5, 2],
        open_axes=0,
    )
    for reduction in (None, "add", "max", "min"):
        yield case(
            f"{reduction}",
            "ScatterUpdate",
            M,
            np.array([[1, 0], [3, 2]], np.int32),
            short(15, 9, 2),
            reduction=reduction,
            open_axes=0,
        )
    for name in ("SegmentSum", "SegmentMax", "SegmentMin"):
        yield case(
            "",
            name,
            short(16, 3, 5, 2),
            np.array([0, 1, 0, 2, 2], np.int32),
            num_segments=3,
            open_axes=0,
        )
    yield case("", "Einsum", R, S, subscripts="ij,kj->ik", open_axes=0)


def cases():
    for group in (reductions, order, shapes, matrices):
        yield from possible(group())
