"""Random layers and operations with random arguments, one that fits a given value at a time.

A choice is a function of a Draw and a value that returns what a layer, or an operation,
makes of the value. What Keras refuses is drawn again. No layer is stateful: on JAX Keras's
verbs forget the states between batches.
"""

import keras
from keras import layers as y
from keras import ops, regularizers
from random_draw import ACTIVATIONS


def named(name, rank, suffix=""):
    return getattr(y, f"{name}{rank}D{suffix}")


# Values of any rank.


def pointwise(d, x):
    return d.call(
        lambda: y.Activation(d.choice(ACTIVATIONS), **d.type()), lambda: y.LeakyReLU(d.choice([0.05, 0.3])), lambda: y.ELU(d.choice([0.5, 1.0])),
        lambda: y.ReLU(d.maybe(0.5, 2.0), d.choice([0.0, 0.1]), d.choice([0.0, 0.2])), lambda: y.PReLU(shared_axes=d.maybe(0.5, [1]), **d.weights("alpha", activity=False)),
        lambda: y.Softmax(d.choice([-1, len(x.shape) - 1, [-1], list(range(1, len(x.shape)))])), lambda: y.Identity(),
        lambda: y.Rescaling(d.choice([0.5, 2.0]), d.choice([0.0, -0.3]), **d.type()),
        lambda: y.Dropout(0.0, seed=d.maybe(0.3, 7)), lambda: y.GaussianDropout(0.0), lambda: y.GaussianNoise(0.0), lambda: y.AlphaDropout(0.0),
        lambda: y.ActivityRegularization(l1=d.choice([0.0, 0.001]), l2=0.002))(x)  # fmt: skip


def normalized(d, x):
    last = len(x.shape) - 1
    flags = {"center": d.random() < 0.7, "scale": d.random() < 0.7, "epsilon": d.choice([1e-3, 1e-2])}
    kind = d.choice(["batch", "batch", "layer", "group", "rms", "unit", "constant"])
    if kind == "batch":
        a = d.weights("beta", "gamma", activity=False) | d.frozen()
        if d.random() < 0.15:
            a.update(renorm=True, renorm_momentum=0.9, renorm_clipping=d.maybe(0.5, {"rmin": 0.5, "rmax": 2.0, "dmax": 0.5}))
        return y.BatchNormalization(axis=d.choice([-1, -1, 1]), momentum=d.choice([0.99, 0.5]), **flags, **a)(x)
    if kind == "layer":
        return y.LayerNormalization(axis=d.choice([-1, last, list(range(1, last + 1))]), **flags, **d.weights("beta", "gamma", activity=False))(x)
    if kind == "group":
        axis = d.choice([-1, 1])
        return y.GroupNormalization(d.choice([d.divisor(x.shape[axis], 1, 2, 3), -1]), axis, **flags, **d.weights("beta", "gamma", activity=False))(x)
    if kind == "rms":
        return y.RMSNormalization(axis=-1, epsilon=1e-3)(x)
    if kind == "unit":
        return y.UnitNormalization(axis=d.choice([-1, 1, list(range(1, last + 1))]))(x)
    return y.Normalization(axis=None, mean=0.3, variance=1.7, invert=d.random() < 0.3)(x)


def dense(d, x):
    a, units = d.weights("kernel", "bias"), d.randint(1, 6)
    if units > 1 and x.shape[-1] > 1 and d.random() < 0.05:
        a["kernel_regularizer"] = regularizers.OrthogonalRegularizer(0.01, d.choice(["rows", "columns"]))
    return y.Dense(units, d.activation(), use_bias=d.random() < 0.8, **a, **d.frozen())(x)


def operation(d, x):
    c, n, same = d.choice([0.5, 1.5, -0.7]), len(x.shape), x.shape[-1]
    return d.call(
        lambda: x * c, lambda: c - x, lambda: x + c, lambda: x / 2.0, lambda: -x, lambda: x**2, lambda: x * x, lambda: ops.tanh(x), lambda: ops.square(x),
        lambda: ops.sqrt(ops.abs(x) + 0.5), lambda: ops.relu(x) - ops.sigmoid(x), lambda: ops.exp(ops.minimum(x, 1.0)), lambda: ops.clip(x, -1.0, 0.8),
        lambda: ops.where(x > 0.1, x, 0.3 * x), lambda: ops.softmax(x, axis=-1), lambda: ops.flip(x, axis=-1), lambda: ops.roll(x, 1, axis=1),
        lambda: ops.log1p(ops.abs(x)), lambda: ops.sin(x) + ops.cos(x), lambda: x - ops.mean(x, axis=-1, keepdims=True), lambda: ops.maximum(x, c),
        lambda: x / (1.0 + ops.max(ops.abs(x), axis=-1, keepdims=True)), lambda: ops.concatenate([x, ops.negative(x)], axis=-1), lambda: ops.cumsum(x, axis=1),
        lambda: ops.logaddexp(x, 0.0), lambda: ops.gelu(x, approximate=False), lambda: ops.add(x, ops.ones((same,), dtype=x.dtype)), lambda: ops.layer_normalization(x),
        lambda: ops.normalize(x, axis=-1), lambda: ops.erf(x), lambda: ops.pad(x, [[0, 0]] * (n - 1) + [[1, 0]]), lambda: ops.repeat(x, 2, axis=-1),
        lambda: ops.swapaxes(x, 1, -1), lambda: x[..., :1] + x, lambda: x[:, ::-1], lambda: x[:, 1:], lambda: ops.sum(ops.stack([x, 0.5 * x], axis=1), axis=1),
        lambda: ops.split(x, [1], axis=-1)[0] - x, lambda: ops.sort(x, axis=-1), lambda: ops.logsumexp(x, axis=-1, keepdims=True) + x,
        lambda: ops.expand_dims(ops.var(x, axis=-1), -1) * x, lambda: ops.squeeze(ops.expand_dims(x, 1), 1), lambda: ops.cast(x, x.dtype), lambda: ops.arctan2(x, 1.5),
        lambda: ops.sign(x) * x, lambda: ops.matmul(x, ops.ones((same, 3), dtype=x.dtype) * 0.4), lambda: ops.tile(x, [1] * (n - 1) + [2]), lambda: ops.nan_to_num(x),
        lambda: ops.stop_gradient(x) + x, lambda: ops.take(x, ops.array([0, 0]), axis=-1), lambda: ops.reciprocal(ops.square(x) + 1.0), lambda: ops.floor(x) + x,
        lambda: ops.std(x, axis=1, keepdims=True) + x, lambda: ops.diff(ops.concatenate([x, x * x], axis=-1), axis=-1), lambda: ops.moveaxis(x, -1, 1),
        lambda: ops.logical_and(x > 0, x < 1) * x, lambda: ops.mod(ops.abs(x), 1.5), lambda: ops.einsum("...a,...a->...", x, x)[..., None], lambda: ops.cumprod(x, axis=-1),
        lambda: ops.prod(x, axis=-1, keepdims=True) + x, lambda: ops.top_k(x, 1)[0], lambda: ops.amin(x, axis=-1, keepdims=True) * x, lambda: ops.expm1(ops.minimum(x, 1.0)),
        lambda: ops.rsqrt(ops.square(x) + 1.0), lambda: ops.one_hot(ops.argmax(x, axis=-1), same, dtype=x.dtype) + x, lambda: ops.tril(x) if n > 2 else ops.abs(x),
        lambda: ops.average(x, axis=-1)[..., None] - x, lambda: ops.hypot(x, 1.0), lambda: ops.sinh(ops.tanh(x)),
        lambda: ops.power(ops.abs(x) + 0.1, 1.5), lambda: ops.true_divide(x, 3), lambda: ops.multiply(x, x > 0), lambda: ops.median(x, axis=-1, keepdims=True) + x,
        lambda: ops.count_nonzero(x > 0, axis=-1)[..., None] * x, lambda: ops.broadcast_to(x, ops.shape(x)), lambda: ops.reshape(x, (-1, *x.shape[1:])))  # fmt: skip


def merged(d, x):
    """Two branches from one value."""
    a, b = y.Dense(4, d.activation())(x), y.Dense(4)(x)
    kind = d.choice([y.Add, y.Subtract, y.Multiply, y.Average, y.Maximum, y.Minimum, y.Concatenate])
    return kind(**{"axis": d.choice([-1, 1])} if kind is y.Concatenate else {})([a, b])


def shared(d, x):
    a = d.weights("kernel", activity=False)
    layer = y.Dense(x.shape[-1], d.choice(["tanh", "sigmoid", None]), **a)
    return layer(layer(x)) if d.random() < 0.5 else y.Add()([layer(x), layer(ops.tanh(x))])


def nested(d, x):
    """A model within the model, which may be called twice."""
    if d.random() < 0.5:
        m = keras.Sequential([y.Dense(3, d.activation()), y.Dense(x.shape[-1], **d.weights("kernel"))], **d.maybe(0.3, {"name": "block"}, {}))
        out = m(x)
    else:
        i = keras.Input(x.shape[1:], dtype=x.dtype)
        m = keras.Model(i, through(d, y.Dense(d.randint(1, 6), d.activation())(i), 1))
        out = m(x)
        counted = any(getattr(layer, "activity_regularizer", None) for layer in m._flatten_layers())
        if out.shape == x.shape and not counted and d.random() < 0.5:
            out = m(out)
    m.trainable = d.random() < 0.85
    return out


# Values of one axis beside the batch.


def widened(d, x):
    return d.call(lambda: y.RepeatVector(d.randint(1, 4)), lambda: y.Reshape((d.divisor(x.shape[-1], 1, 2, 3, 4), -1)), lambda: y.Reshape((-1, 1)))(x)


def spread(d, x):
    h, w, c = d.randint(4, 7), d.randint(4, 7), d.randint(1, 3)
    return y.Reshape((h, w, c))(y.Dense(h * w * c)(x))


# Values with axes of space: 1 for sequences, 2 for images, 3 for volumes.


def convolution(rank):
    def make(d, x):
        layout, sizes, channels = d.layout(x, rank)
        a = {"activation": d.activation(), "use_bias": d.random() < 0.8, **layout, **d.frozen()}
        padding = ["valid", "same"] + ["causal"] * (rank == 1)
        kind = d.choice(["plain", "plain", "transposed"] + ["depthwise", "separable"] * (rank < 3))
        if kind == "plain":
            groups = d.divisor(channels, 1, 1, 2, 3)
            return named("Conv", rank)(groups * d.randint(1, 3), groups=groups, **a, **d.window(sizes, *padding), **d.weights("kernel", "bias"))(x)
        if kind == "transposed":
            w = d.window(sizes, "valid", "same")
            w.pop("dilation_rate", None)
            if d.random() < 0.2:
                w.update(kernel_size=3, strides=2, output_padding=d.randint(0, 1))
            return named("Conv", rank, "Transpose")(d.randint(1, 3), **a, **w, **d.weights("kernel", "bias"))(x)
        a["depth_multiplier"] = d.randint(1, 2)
        if kind == "depthwise":
            return named("DepthwiseConv", rank)(**a, **d.window(sizes, "valid", "same", regular=True), **d.weights("depthwise", "bias"))(x)
        w = d.window(sizes, *padding, regular=True)
        return named("SeparableConv", rank)(d.randint(1, 3), **a, **w, **d.weights("depthwise", "pointwise", "bias"))(x)

    return make


def pooling(rank):
    def make(d, x):
        kind = d.choice(["Max", "Average"])
        layout, sizes, _ = d.layout(x, rank)
        if None not in x.shape[1:] and d.random() < 0.2:
            return named(f"Adaptive{kind}Pooling", rank)(d.each(d.randint(1, s) for s in sizes), **layout)(x)
        size = d.each(d.randint(1, min(3, *sizes, 3)) for _ in sizes)
        return named(f"{kind}Pooling", rank)(size, strides=d.maybe(0.5, d.randint(1, 2)), padding=d.choice(["valid", "same"]), **layout)(x)

    return make


def resized(rank):
    def make(d, x):
        layout, sizes, _ = d.layout(x, rank)
        few = {} if rank == 1 else layout  # those of sequences have no data_format
        pair = lambda: (d.randint(0, 2), d.randint(0, 1))
        pairs = lambda: pair() if rank == 1 else d.maybe(0.8, tuple(pair() for _ in range(rank)), tuple(d.randint(0, 2) for _ in range(rank)))
        choices = [lambda: named("ZeroPadding", rank)(d.choice([1, pairs()]), **layout), lambda: named("SpatialDropout", rank)(0.0, **few),
                   lambda: named("UpSampling", rank)(2 if rank == 1 else d.each(d.randint(1, 2) for _ in sizes), **few)]
        if min(sizes) >= 4:
            choices.append(lambda: named("Cropping", rank)(d.choice([1, pairs()]), **few))
        if rank == 2:
            choices += [lambda: y.UpSampling2D(d.randint(2, 3), interpolation=d.choice(["bilinear", "nearest", "bicubic", "lanczos3"]), **layout),
                        lambda: y.Resizing(d.randint(2, 8), d.randint(2, 8), d.choice(["bilinear", "nearest", "bicubic"]), crop_to_aspect_ratio=d.random() < 0.2, **layout),
                        lambda: y.CenterCrop(d.randint(1, sizes[0]), d.randint(1, sizes[1]), **layout)]  # fmt: skip
        return d.call(*choices)(x)

    return make


def collapsed(rank):
    def make(d, x):
        layout, _, _ = d.layout(x, rank)
        if None not in x.shape[1:] and d.random() < 0.4:
            return y.Flatten(**layout)(x)
        return named(f"Global{d.choice(['Max', 'Average'])}Pooling", rank)(keepdims=d.random() < 0.2, **layout)(x)

    return make


def turned(d, x):
    if None in x.shape[1:]:
        return y.Masking(0.0)(x)
    axes = list(range(1, len(x.shape)))
    d.shuffle(axes)
    return y.Permute(axes)(x)


# Sequences.


def cell(d):
    """What a recurrent layer is called, and arguments that its cell takes too."""
    kind = d.choice(["SimpleRNN", "GRU", "LSTM"])
    a = {"use_bias": d.random() < 0.8, **d.weights("kernel", "recurrent", "bias", activity=False)}
    if d.random() < 0.3:
        a["activation"] = d.choice(["relu", "tanh", "softsign"])
    if kind != "SimpleRNN" and d.random() < 0.3:
        a["recurrent_activation"] = d.choice(["sigmoid", "hard_sigmoid"])
    if kind == "GRU" and d.random() < 0.4:
        a["reset_after"] = False
    if kind == "LSTM" and d.random() < 0.3:
        a["unit_forget_bias"] = False
    return kind, d.randint(1, 5), a


def recurrent(d, x):
    a = {"return_sequences": d.random() < 0.6, "go_backwards": d.random() < 0.25, "unroll": x.shape[1] is not None and d.random() < 0.15}
    a["zero_output_for_mask"] = d.random() < 0.2
    how = d.choice(["cells", "bidirectional", "states", "plain"])
    if how == "cells":
        a.pop("zero_output_for_mask")
        cells = [getattr(y, f"{kind}Cell")(units, **c) for kind, units, c in (cell(d) for _ in range(d.randint(1, 3)))]
        return y.RNN(cells if len(cells) > 1 else cells[0], **a)(x)
    kind, units, c = cell(d)
    make = getattr(y, kind)
    if how == "bidirectional":
        backward = d.maybe(0.2, make(units, **{**a, "go_backwards": True, "unroll": False}))
        forward = make(units, **c, **{**a, "go_backwards": False, "unroll": False})
        if d.random() < 0.2:
            return y.Add()(y.Bidirectional(forward, merge_mode=None, backward_layer=backward)(x))
        return y.Bidirectional(forward, merge_mode=d.choice(["concat", "sum", "mul", "ave"]), backward_layer=backward)(x)
    if how == "states":
        out, *states = make(units, return_state=True, **c, **a)(x)
        if d.random() < 0.6:
            return make(units, return_sequences=d.random() < 0.5)(x, initial_state=states)
        return out + 0.5 * (states[-1] if len(out.shape) == 2 else ops.expand_dims(states[-1], 1))
    return make(units, **c, **a)(x)


def distributed(d, x):
    return y.TimeDistributed(d.call(lambda: y.Dense(d.randint(1, 4), d.activation()), lambda: keras.Sequential([y.Dense(3), y.Dense(2)]), lambda: y.LayerNormalization()))(x)


def attention(d, x):
    kind = d.choice(["multi", "multi", "grouped", "dot", "additive"])
    v, causal = y.Dense(x.shape[-1])(x), {"use_causal_mask": d.random() < 0.3}
    window = d.maybe(0.15, {"sliding_window": 2}, {})
    if kind == "multi":
        same = d.randint(1, 4)
        layer = y.MultiHeadAttention(d.randint(1, 3), same, value_dim=d.maybe(0.3, same), use_bias=d.random() < 0.8, output_shape=d.maybe(0.2, 5), use_gate=d.random() < 0.15,
                                     **window, **d.weights("kernel", "bias"))  # fmt: skip
        if d.random() < 0.2:
            out, scores = layer(x, v, return_attention_scores=True)
            return out + ops.expand_dims(ops.mean(scores, axis=(1, 3)), -1)
        return layer(x, v, **d.choice([{}, {"key": x}, causal]))
    if kind == "grouped":
        layer = y.GroupQueryAttention(d.randint(1, 4), 4, d.choice([1, 2, 4]), use_bias=d.random() < 0.8, **window, **d.weights("kernel", "bias", activity=False))
        return layer(x, v, **causal)
    scale = d.random() < 0.5
    layer = y.Attention(use_scale=scale, score_mode=d.choice(["dot", "dot", "concat"])) if kind == "dot" else y.AdditiveAttention(use_scale=scale)
    return layer(d.choice([[x, v], [x, v, x]]), **causal)


def einsum(d, x):
    a, b = d.randint(1, 3), d.randint(1, 3)
    return d.call(
        lambda: y.EinsumDense("abc,cd->abd", (None, a), d.activation(), d.maybe(0.7, "d"), **d.weights("kernel", "bias")),
        lambda: y.EinsumDense("abc,cde->abde", (None, a, b), bias_axes=d.maybe(0.7, "de"), **d.weights("kernel")),
        lambda: y.EinsumDense("...x,xy->...y", a, bias_axes="y"))(x)  # fmt: skip


def dotted(d, x):
    return y.Dot(axes=d.choice([(1, 1), (2, 2), 2]), normalize=d.random() < 0.3)([x, y.Dense(x.shape[-1])(x)])


# Sequences of sequences, images or volumes.


def over_time(rank):
    def make(d, x):
        if d.random() < 0.5:
            return y.TimeDistributed(d.call(
                lambda: named("Conv", rank)(2, 2, padding="same"), lambda: named("GlobalAveragePooling", rank)(), lambda: y.Flatten(), lambda: named("MaxPooling", rank)(1),
                *[lambda: y.LSTM(3)] * (rank == 1)))(x)  # fmt: skip
        w = d.window([s or 2 for s in x.shape[2:-1]], "valid", "same")
        a = {"return_sequences": d.random() < 0.5, "go_backwards": d.random() < 0.3, "use_bias": d.random() < 0.8}
        return named("ConvLSTM", rank)(d.randint(1, 3), **a, **w, **d.weights("kernel", "recurrent", "bias", activity=False))(x)

    return make


ANY = [pointwise, normalized, dense, operation, operation, merged, shared, nested]
CHOICES = {
    2: [widened, dense, spread],
    3: [convolution(1), pooling(1), resized(1), collapsed(1), recurrent, recurrent, recurrent, distributed, attention, attention, turned, einsum, dotted],
    4: [convolution(2), convolution(2), pooling(2), resized(2), resized(2), collapsed(2), turned, over_time(1)],
    5: [convolution(3), convolution(3), pooling(3), resized(3), collapsed(3), turned, over_time(2)],
    6: [over_time(3), collapsed(3)],
}


def fits(x):
    """Whether a value is neither empty nor large."""
    return isinstance(x, keras.KerasTensor) and "float" in x.dtype and 2 <= len(x.shape) <= 6 and x.shape[-1] and all(s is None or 0 < s <= 24 for s in x.shape[1:])


def through(d, x, n):
    """Passes a value through n random layers."""
    while n:
        choice = d.choice(d.choice([ANY, CHOICES[len(x.shape)]]))
        try:
            z = choice(d, x)
        except Exception:  # arguments that don't fit together
            continue
        if fits(z):
            x, n = z, n - 1
    return x
