"""Numbers made from an integer hash, the same ones as internal/golden makes.

hash(seed, i) is the finaliser of MurmurHash3 over i*0x9E3779B9 +
seed*0x85EBCA6B + 0x27D4EB2F, all modulo 2**32. Its upper 24 bits k are the number:

    unit    k / 2**24                               in [0, 1)
    signed  float32((k - 2**23) / 2**23 * limit)    in [-limit, limit)

Both are exact but for signed's one float32 multiplication.
"""

import numpy as np


def bits(seed, n):
    """The first n hashes of a seed, uint32."""
    x = np.arange(n, dtype=np.uint32) * np.uint32(0x9E3779B9)
    x = x + np.uint32(seed * 0x85EBCA6B + 0x27D4EB2F & 0xFFFFFFFF)
    x ^= x >> 16
    x = x * np.uint32(0x85EBCA6B)
    x ^= x >> 13
    x = x * np.uint32(0xC2B2AE35)
    x ^= x >> 16
    return x


def unit(seed, *shape):
    """Numbers in [0, 1)."""
    k = bits(seed, int(np.prod(shape))) >> 8
    return (k.astype(np.float32) / np.float32(1 << 24)).reshape(shape)


def signed(seed, limit, *shape):
    """Numbers in [-limit, limit)."""
    k = (bits(seed, int(np.prod(shape))) >> 8).astype(np.int32) - (1 << 23)
    return (k.astype(np.float32) / np.float32(1 << 23) * np.float32(limit)).reshape(shape)


def integers(seed, n, *shape):
    """Integers in [0, n): hash modulo n."""
    return (bits(seed, int(np.prod(shape))) % np.uint32(n)).astype(np.int32).reshape(shape)


def short(seed, limit, *shape):
    """Numbers in [-limit, limit) with two decimals, which print short."""
    return np.round(signed(seed, limit, *shape).astype(np.float64), 2).astype(np.float32)


def probabilities(seed, *shape):
    """Positive numbers with three decimals whose last axis sums to about 1."""
    p = np.exp(2 * signed(seed, 1, *shape).astype(np.float64))
    return np.round(p / p.sum(-1, keepdims=True), 3).astype(np.float32)
