"""Operations of networks, losses and images."""

import numpy as np

from .formula import integers, probabilities, short, unit
from .ops_elementwise import case, possible

R = short(1, 3, 2, 5)
CUBE = short(3, 3, 2, 3, 4)
LABELS = np.array([2, 0, 4], np.int32)
IMAGE = short(21, 2, 2, 6, 5, 3)
COLOURS = np.round(unit(22, 2, 3, 4, 3), 2)
# Odd sizes: of others, halves would come out, which rounding errors round.
BYTES = integers(23, 256, 2, 5, 7, 3).astype(np.uint8)
ONE = short(24, 2, 2, 7, 2)


def networks():
    for name in ("Softmax", "LogSoftmax"):
        yield case("", name, R)
        yield case("axis", name, CUBE, axis=1)
        yield case("axes", name, CUBE, axis=[1, 2])
    yield case("", "Sparsemax", R)
    yield case("axis", "Glu", CUBE, axis=-1)
    yield case("", "OneHot", LABELS, num_classes=5)
    yield case("axis", "OneHot", LABELS[None], num_classes=5, axis=1, dtype="int32")
    yield case("out of range", "OneHot", np.array([-1, 7, 1], np.int32), num_classes=3)
    yield case("", "MultiHot", np.array([[0, 2], [1, 1]], np.int32), num_classes=4, open_axes=0)
    yield case("vector", "MultiHot", LABELS, num_classes=5, dtype="int32", open_axes=0)
    yield case("cube", "MultiHot", integers(25, 4, 2, 3, 2), num_classes=4, open_axes=0)
    p = probabilities(26, 3, 5)
    hot = np.eye(5, dtype=np.float32)[LABELS]
    soft = probabilities(27, 3, 5)
    yield case("", "BinaryCrossentropy", soft, p)
    yield case("logits", "BinaryCrossentropy", hot, short(28, 3, 3, 5), from_logits=True)
    yield case("edges", "BinaryCrossentropy", hot, hot, gradient=False)
    for name, target in (
        ("CategoricalCrossentropy", soft),
        ("SparseCategoricalCrossentropy", LABELS),
    ):
        yield case("", name, target, p)
        yield case("logits", name, target, short(28, 3, 3, 5), from_logits=True)
    yield case("axis", "CategoricalCrossentropy", soft.T.copy(), p.T.copy(), axis=0, open_axes=0)
    yield case("column", "SparseCategoricalCrossentropy", LABELS[:, None], p)
    yield case(
        "axis", "SparseCategoricalCrossentropy", integers(29, 3, 2, 4), np.abs(CUBE) + 0.1, axis=1
    )
    yield case("", "Moments", CUBE, axes=[1, 2])
    yield case("kept", "Moments", CUBE, axes=[0], keepdims=True)
    yield case("", "Normalize", R)
    yield case("order 1", "Normalize", CUBE, axis=1, order=1)
    yield case("order 3", "Normalize", R, order=3, epsilon=1e-3)
    yield case("axes", "Normalize", CUBE, axis=[1, 2])
    mean, variance, offset, scale = (
        short(30, 1, 4),
        np.abs(short(31, 2, 4)),
        short(32, 1, 4),
        short(33, 2, 4),
    )
    yield case("", "BatchNorm", CUBE, mean, variance, axis=-1, open_axes=0)
    yield case("scale", "BatchNorm", CUBE, mean, variance, None, scale, axis=-1, open_axes=0)
    yield case(
        "offset", "BatchNorm", CUBE, mean, variance, offset, axis=2, epsilon=0.1, open_axes=0
    )
    yield case("both", "BatchNorm", CUBE, mean, variance, offset, scale, axis=-1, open_axes=0)
    yield case(
        "first",
        "BatchNorm",
        np.moveaxis(CUBE, 2, 1).copy(),
        mean,
        variance,
        offset,
        scale,
        axis=1,
        open_axes=0,
    )
    yield case("", "LayerNorm", CUBE, None, None)
    yield case("scale", "LayerNorm", CUBE, scale, None, open_axes=0)
    yield case("offset", "LayerNorm", CUBE, None, offset, open_axes=0)
    yield case(
        "axes",
        "LayerNorm",
        CUBE,
        short(34, 2, 3, 4),
        short(35, 2, 3, 4),
        axis=[1, 2],
        epsilon=1e-3,
        open_axes=0,
    )
    yield case("middle", "LayerNorm", CUBE, short(34, 2, 3), None, axis=1, open_axes=0)
    yield case("scaling", "LayerNorm", CUBE, scale, None, rms_scaling=True, open_axes=0)
    yield case("", "RMSNorm", CUBE)
    yield case("scale", "RMSNorm", CUBE, scale, axis=-1, epsilon=1e-3, open_axes=0)
    yield case("", "PSNR", R, R + np.float32(0.1), max_val=3.0, open_axes=0)
    q = short(36, 1, 2, 3, 2, 4)
    yield case(
        "",
        "DotProductAttention",
        q,
        short(37, 1, 2, 5, 2, 4),
        short(38, 1, 2, 5, 2, 4),
        open_axes=0,
    )
    yield case("causal", "DotProductAttention", q, q + 1, q * 2, is_causal=True, open_axes=0)
    for padding in ("valid", "same"):
        yield case(
            padding, "Conv", ONE, short(39, 1, 3, 2, 4), strides=2, padding=padding, open_axes=1
        )
        yield case(f"2d {padding}", "Conv", IMAGE, short(40, 1, 3, 2, 3, 4), padding=padding)
        yield case(
            padding, "ConvTranspose", ONE, short(41, 1, 3, 4, 2), strides=2, padding=padding,
            data_format="channels_last", open_axes=0,
        )  # fmt: skip
    yield case("", "DepthwiseConv", IMAGE, short(42, 1, 3, 3, 3, 2), open_axes=0)
    yield case(
        "", "SeparableConv", IMAGE, short(42, 1, 3, 3, 3, 2), short(43, 1, 1, 1, 6, 4), open_axes=0
    )
    for name in ("MaxPool", "AveragePool"):
        yield case("", name, IMAGE, pool_size=[2, 2], strides=2, data_format="channels_last")
        yield case("same", name, ONE, pool_size=[3], strides=2, padding="same", open_axes=0)
    for name in ("AdaptiveMaxPool", "AdaptiveAveragePool"):
        yield case("", name, IMAGE, output_size=[3, 2], open_axes=0)


def images():
    for interpolation in ("nearest", "bilinear", "bicubic", "lanczos3", "lanczos5"):
        yield case(interpolation, "Resize", IMAGE, size=[9, 3], interpolation=interpolation)
        yield case(
            f"{interpolation} bytes",
            "Resize",
            BYTES,
            size=[3, 9],
            interpolation=interpolation,
            open_axes=0,
        )
    yield case(
        "first",
        "Resize",
        np.moveaxis(IMAGE, -1, 1).copy(),
        size=[4, 7],
        data_format="channels_first",
    )
    yield case("one", "Resize", IMAGE[0], size=[4, 7], open_axes=0)
    yield case("antialias", "Resize", IMAGE, size=[3, 2], antialias=True)
    yield case(
        "antialias bicubic", "Resize", IMAGE, size=[3, 7], interpolation="bicubic", antialias=True
    )
    yield case("crop", "Resize", IMAGE, size=[4, 2], crop_to_aspect_ratio=True)
    yield case("pad", "Resize", IMAGE[:, :4], size=[4, 4], pad_to_aspect_ratio=True, fill_value=0.5)
    yield case("pad wide", "Resize", IMAGE[:, :, :2], size=[3, 3], pad_to_aspect_ratio=True)
    yield case("", "RGBToGrayscale", COLOURS)
    yield case("bytes", "RGBToGrayscale", BYTES)
    yield case("", "RGBToHSV", COLOURS)
    yield case(
        "first", "RGBToHSV", np.moveaxis(COLOURS, -1, 1).copy(), data_format="channels_first"
    )
    yield case("", "HSVToRGB", COLOURS)
    yield case(
        "", "PadImages", IMAGE, top_padding=1, left_padding=2, bottom_padding=0, right_padding=3
    )
    yield case(
        "target",
        "PadImages",
        IMAGE,
        bottom_padding=1,
        left_padding=2,
        target_height=9,
        target_width=8,
    )
    yield case(
        "",
        "CropImages",
        IMAGE,
        top_cropping=1,
        left_cropping=2,
        bottom_cropping=2,
        right_cropping=1,
    )
    yield case(
        "target",
        "CropImages",
        IMAGE,
        bottom_cropping=1,
        left_cropping=1,
        target_height=3,
        target_width=2,
    )
    yield case("", "ExtractPatches", IMAGE, size=[2, 2], open_axes=1)
    yield case("same", "ExtractPatches", IMAGE, size=3, strides=2, padding="same")
    yield case("dilation", "ExtractPatches", IMAGE, size=[2, 3], strides=1, dilation_rate=2)
    yield case("", "DepthToSpace", short(44, 2, 2, 2, 3, 8), block_size=2)
    yield case(
        "first",
        "DepthToSpace",
        short(44, 2, 2, 8, 2, 3),
        block_size=2,
        data_format="channels_first",
    )
    yield case("", "SpaceToDepth", short(45, 2, 2, 4, 6, 3), block_size=2)
    yield case(
        "first",
        "SpaceToDepth",
        short(45, 2, 2, 3, 4, 6),
        block_size=2,
        data_format="channels_first",
    )


def cases():
    yield from possible(networks())
    yield from possible(images())
