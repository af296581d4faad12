"""What record/formula.py makes, so that Go's twin can be held to it bit by bit."""

from .encode import array
from .formula import bits, integers, signed, unit
from .hello import BATCH, STEPS, data, initial


def one(seed):
    return {
        "seed": seed,
        "bits": [int(v) for v in bits(seed, 8)],
        "unit": array(unit(seed, 8)),
        "signed": array(signed(seed, 0.3, 8)),
        "integers": array(integers(seed, 10, 8)),
    }


def hello():
    """Samples of the hello data and weights: sums of bit patterns, which no rounding hides."""
    x, labels = data()
    w = [signed(k["seed"], k["limit"], *k["shape"]) for k in initial()]
    return {
        "samples": BATCH * STEPS,
        "labels": array(labels[:40]),
        "images": checksum(x),
        "kernels": [k | {"checksum": checksum(v)} for k, v in zip(initial(), w)],
    }


def checksum(a):
    """The sum of the float32 bit patterns, modulo 2**32."""
    return int(a.view("uint32").sum(dtype="uint64") % 2**32)


def cases():
    for seed in (0, 1, 12345, 2**32 - 1):
        yield f"seed {seed}", lambda seed=seed: one(seed)
    yield "hello", hello
