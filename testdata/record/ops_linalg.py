"""Operations of linear algebra, and products along axes."""

import numpy as np

from .formula import short
from .ops_elementwise import case, possible

A = (short(1, 1, 2, 3, 3) + 2 * np.eye(3)).astype(np.float32)
P = (A @ np.swapaxes(A, -1, -2)).astype(np.float32)
L = np.round(np.linalg.cholesky(P), 2).astype(np.float32)
B, V = short(2, 2, 2, 3, 2), short(3, 2, 2, 3)
SWAP = np.array([[0, 2, 1], [1, 0, 0], [0, 0, 3]], np.float32)


def all_of_them():
    for name in ("Inv", "Det", "Slogdet"):
        yield case("", name, A, open_axes=int(name != "Slogdet"))
        yield case("exchanged", name, SWAP, open_axes=0)
    yield case("", "Logdet", P)
    yield case("", "Solve", A, B)
    yield case("vectors", "Solve", A, V)
    yield case("one", "Solve", SWAP, V[0], open_axes=0)
    for lower in (False, True):
        yield case(f"{lower}", "SolveTriangular", A, B, lower=lower)
        yield case(f"{lower} vectors", "SolveTriangular", A, V, lower=lower)
    for upper in (False, True):
        yield case(f"{upper}", "Cholesky", P, upper=upper)
        yield case(
            f"{upper}",
            "CholeskyInverse",
            L[0].T.copy() if upper else L[0],
            upper=upper,
            open_axes=0,
        )


def products():
    x, y = short(4, 2, 2, 3, 4), short(5, 2, 4, 3, 2)
    yield case("", "Tensordot", x, short(6, 2, 3, 4, 2), open_axes=0)
    yield case("0", "Tensordot", V, V, axes=0, open_axes=0)
    yield case("axes", "Tensordot", x, y, axes=[[1, 2], [1, 0]], open_axes=0)
    yield case("", "Dot", A[0], B[0], open_axes=0)
    yield case("vectors", "Dot", V[0], V[1], open_axes=0)
    yield case("scalar", "Dot", V, np.float32(2), open_axes=0)
    yield case("cube", "Dot", x, short(7, 2, 5, 4, 2), open_axes=0)


def cases():
    yield from possible(all_of_them())
    yield from possible(products())
