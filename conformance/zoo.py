"""Models of many kinds, as users make them: every family of layers, and every way of
putting layers together. verbs.py holds the command to what Keras makes of them.

A model is a function without arguments that returns it compiled or not; its name is
the function's. Inputs of integers are class numbers below VOCABULARY.
"""

import keras
import numpy as np
from keras import layers as y
from keras import ops

VOCABULARY = 20

ZOO = {}


def model(f):
    ZOO[f.__name__] = f
    return f


def compiled(m, loss="mean_squared_error", optimizer="adam", metrics=("mean_absolute_error",), **options):
    m.compile(optimizer, loss, metrics=list(metrics), **options)
    return m


def classifier(m, **options):
    return compiled(m, "sparse_categorical_crossentropy", metrics=["accuracy"], **options)


def sequence(*stack):
    return keras.Sequential(list(stack))


# Convolution and pooling.


@model
def convnet():
    return classifier(sequence(
        keras.Input((14, 14, 1)), y.Conv2D(8, 3, activation="relu"), y.MaxPooling2D(), y.Conv2D(6, (3, 2), padding="same"),
        y.BatchNormalization(), y.ReLU(), y.AveragePooling2D(2, padding="same"), y.Flatten(), y.Dense(4, activation="softmax")))


@model
def strided():
    return compiled(sequence(
        keras.Input((11, 9, 3)), y.Conv2D(8, 3, strides=2, padding="same", use_bias=False), y.LeakyReLU(0.1),
        y.Conv2D(8, 3, dilation_rate=2, groups=2), y.GlobalAveragePooling2D(), y.Dense(2)), optimizer="sgd")


@model
def separable():
    return compiled(sequence(
        keras.Input((8, 8, 4)), y.DepthwiseConv2D(3, depth_multiplier=2, padding="same", activation="elu"),
        y.SeparableConv2D(6, 3, strides=2), y.GlobalMaxPooling2D(), y.Dense(2)))


@model
def signals():
    return compiled(sequence(
        keras.Input((20, 3)), y.Conv1D(6, 3, padding="causal", dilation_rate=2, activation="tanh"), y.MaxPooling1D(2),
        y.SeparableConv1D(5, 3), y.DepthwiseConv1D(2), y.AveragePooling1D(2), y.ZeroPadding1D(1), y.Cropping1D((0, 1)),
        y.UpSampling1D(2), y.GlobalAveragePooling1D(), y.Dense(1)))


@model
def volumes():
    return compiled(sequence(
        keras.Input((6, 6, 6, 2)), y.Conv3D(4, 2, activation="relu"), y.MaxPooling3D(2), y.ZeroPadding3D(1), y.Cropping3D(1),
        y.Conv3DTranspose(3, 2, strides=2), y.AveragePooling3D(2), y.UpSampling3D(1), y.GlobalMaxPooling3D(), y.Dense(1)))


@model
def autoencoder():
    return compiled(sequence(
        keras.Input((8, 8, 1)), y.Conv2D(6, 3, activation="relu", padding="same"), y.MaxPooling2D(2, padding="same"),
        y.Conv2DTranspose(6, 3, strides=2, activation="relu", padding="same"), y.Conv2D(1, 3, activation="sigmoid", padding="same")),
        "binary_crossentropy", metrics=())


@model
def upsampled():
    return compiled(sequence(
        keras.Input((4, 5, 2)), y.UpSampling2D((2, 3), interpolation="bilinear"), y.ZeroPadding2D(((1, 0), (2, 1))),
        y.Conv2DTranspose(3, (3, 2), strides=(2, 1), output_padding=(1, 0)), y.Cropping2D(((1, 2), 1)), y.Conv1DTranspose and y.Reshape((-1, 3)),
        y.Conv1DTranspose(2, 3, strides=2, padding="same"), y.GlobalMaxPooling1D(), y.Dense(1)))


@model
def residual():
    x = i = keras.Input((8, 8, 3))
    x = y.Conv2D(8, 3, padding="same", kernel_initializer="he_normal")(x)
    for _ in range(2):
        shortcut = x
        x = y.BatchNormalization()(x)
        x = y.Activation("relu")(x)
        x = y.Conv2D(8, 3, padding="same", kernel_regularizer="l2")(x)
        x = y.SpatialDropout2D(0.0)(x)
        x = y.Add()([x, shortcut])
    x = y.GlobalAveragePooling2D()(x)
    return classifier(keras.Model(i, y.Dense(5, activation="softmax", name="classes")(x)))


@model
def squeeze_excite():
    i = keras.Input((6, 6, 4))
    s = y.GlobalAveragePooling2D(keepdims=True)(i)
    s = y.Dense(4, activation="sigmoid")(y.Dense(2, activation="relu")(s))
    return compiled(keras.Model(i, y.Conv2D(2, 1)(y.Multiply()([i, s]))))


# Recurrent layers.


@model
def sentiment():
    return compiled(sequence(
        keras.Input((12,), dtype="int32"), y.Embedding(VOCABULARY, 8, mask_zero=True), y.LSTM(6), y.Dense(1, activation="sigmoid")), metrics=())


@model
def stacked_lstm():
    return compiled(sequence(
        keras.Input((7, 3)), y.LSTM(5, return_sequences=True, recurrent_regularizer="l2"), y.LSTM(4, go_backwards=True, use_bias=False),
        y.Dense(2)), optimizer="rmsprop")


@model
def gru():
    return compiled(sequence(
        keras.Input((None, 3)), y.GRU(5, return_sequences=True), y.GRU(4, reset_after=False, return_sequences=True),
        y.SimpleRNN(3, activation="relu"), y.Dense(2)))


@model
def bidirectional():
    return compiled(sequence(
        keras.Input((6, 4)), y.Masking(), y.Bidirectional(y.LSTM(3, return_sequences=True)),
        y.Bidirectional(y.GRU(3), merge_mode="sum"), y.Dense(2)))


@model
def cells():
    return compiled(sequence(
        keras.Input((5, 3)), y.RNN(y.LSTMCell(4), return_sequences=True), y.RNN([y.GRUCell(3), y.SimpleRNNCell(2)], return_sequences=True),
        y.TimeDistributed(y.Dense(2))))


@model
def conv_lstm():
    return compiled(sequence(
        keras.Input((3, 5, 5, 2)), y.ConvLSTM2D(3, 3, padding="same", return_sequences=True), y.ConvLSTM2D(2, 2),
        y.TimeDistributed(y.Dense(1)), y.Flatten(), y.Dense(1)))


@model
def encoder_decoder():
    source, target = keras.Input((6, 4), name="source"), keras.Input((5, 3), name="target")
    _, h, c = y.LSTM(6, return_state=True)(source)
    x = y.LSTM(6, return_sequences=True)(target, initial_state=[h, c])
    return compiled(keras.Model([source, target], y.TimeDistributed(y.Dense(3, activation="softmax"))(x)), "categorical_crossentropy", metrics=())


@model
def stacked_states():
    i, a, b = keras.Input((5, 3)), keras.Input((4,), name="h"), keras.Input((3,), name="g")
    x = y.RNN([y.GRUCell(4), y.SimpleRNNCell(3)])(i, initial_state=[a, b])
    return compiled(keras.Model([i, a, b], y.Dense(1)(x)))


# Attention.


@model
def transformer():
    tokens = keras.Input((10,), dtype="int32")
    x = y.Embedding(VOCABULARY, 8)(tokens)
    positions = y.Embedding(10, 8)(ops.arange(10))
    x = x + positions
    a = y.MultiHeadAttention(num_heads=2, key_dim=4)(x, x)
    a = y.Dropout(0.0)(a)
    x = y.LayerNormalization(epsilon=1e-6)(x + a)
    f = sequence(y.Dense(8, activation="relu"), y.Dense(8))(x)
    x = y.LayerNormalization(epsilon=1e-6)(x + f)
    x = y.GlobalAveragePooling1D()(x)
    return classifier(keras.Model(tokens, y.Dense(2, activation="softmax")(x)))


@model
def causal():
    i = keras.Input((6, 8))
    x = y.MultiHeadAttention(2, 4, output_shape=5)(i, i, use_causal_mask=True)
    x = y.GroupQueryAttention(4, 4, 2)(x, x)
    return compiled(keras.Model(i, y.Dense(1)(x)))


@model
def attend():
    q, v = keras.Input((4, 6), name="q"), keras.Input((5, 6), name="v")
    x = y.Attention(use_scale=True)([q, v])
    z = y.AdditiveAttention()([q, v])
    return compiled(keras.Model([q, v], y.Concatenate()([x, z])))


@model
def einsum():
    return compiled(sequence(
        keras.Input((6, 4)), y.EinsumDense("abc,cde->abde", output_shape=(6, 2, 3), bias_axes="de"), y.Permute((2, 1, 3)), y.Flatten(), y.Dense(1)))


# Normalization, merging, activations.


@model
def normalized():
    return compiled(sequence(
        keras.Input((6,)), y.Dense(8), y.BatchNormalization(momentum=0.8, scale=False), y.Dense(8), y.LayerNormalization(),
        y.Dense(8), y.GroupNormalization(4), y.UnitNormalization(), y.RMSNormalization(), y.Dense(1)), optimizer="sgd")


@model
def spectral():  # not trained: on JAX fit forgets the kernel that the layer has changed
    return sequence(keras.Input((6,)), y.SpectralNormalization(y.Dense(3)), y.Dense(1))


@model
def merged():
    a, b = keras.Input((4,), name="a"), keras.Input((4,), name="b")
    p, q = y.Dense(3)(a), y.Dense(3)(b)
    parts = [f([p, q]) for f in (y.Add(), y.Subtract(), y.Multiply(), y.Average(), y.Maximum(), y.Minimum(), y.Dot(axes=1, normalize=True))]
    return compiled(keras.Model([a, b], y.Dense(1)(y.Concatenate()(parts))))


@model
def activated():
    x = i = keras.Input((5,))
    for layer in y.ReLU(max_value=1.0, negative_slope=0.1), y.PReLU(), y.ELU(0.5), y.LeakyReLU(), y.Softmax():
        x = layer(y.Dense(4)(x))
    for name in "gelu", "silu", "selu", "softplus", "softsign", "hard_sigmoid", "exponential", "mish", "swish", "log_softmax":
        x = y.Activation(name)(y.Dense(4)(x))
    return compiled(keras.Model(i, x))


@model
def reshaped():
    return compiled(sequence(
        keras.Input((12,)), y.Reshape((3, 4)), y.Permute((2, 1)), y.Flatten(), y.RepeatVector(2), y.Identity(), y.Rescaling(0.5, 1.0), y.Dense(1)))


@model
def noisy():
    return sequence(
        keras.Input((5,)), y.GaussianNoise(0.5), y.GaussianDropout(0.3), y.AlphaDropout(0.2), y.Dropout(0.4), y.ActivityRegularization(l2=0.1), y.Dense(2))


# Ways of putting layers together.


@model
def nested():
    inner_in = keras.Input((4,))
    inner = keras.Model(inner_in, y.Dense(4, activation="tanh")(y.Dense(3)(inner_in)), name="inner")
    block = sequence(y.Dense(4), sequence(y.Dense(3), y.Dense(4)), y.Dense(4))
    x = i = keras.Input((4,))
    x = block(inner(x))
    x = inner(x)
    return compiled(keras.Model(i, y.Dense(1)(x)))


@model
def many_outputs():
    a, b = keras.Input((4,), name="a"), keras.Input((3,), name="b")
    h = y.Dense(5, activation="relu")(y.Concatenate()([a, b]))
    u, v, w = y.Dense(1, name="u")(h), y.Dense(3, activation="softmax", name="classes")(h), y.Dense(2, name="w")(a)
    m = keras.Model([a, b], [u, v, w])
    m.compile("adam", {"u": "mse", "classes": "sparse_categorical_crossentropy", "w": "mae"}, loss_weights={"u": 2.0, "classes": 1.0, "w": 0.5},
              metrics={"u": ["mae"], "classes": ["accuracy"]})
    return m


@model
def siamese():
    tower = sequence(y.Dense(6, activation="relu"), y.Dense(4))
    a, b = keras.Input((5,), name="left"), keras.Input((5,), name="right")
    distance = ops.sqrt(ops.sum(ops.square(tower(a) - tower(b)), axis=1, keepdims=True) + 1e-6)
    return compiled(keras.Model([a, b], distance))


@model
def with_ops():
    i = keras.Input((6, 4))
    x = ops.relu(i * 2.0 - 0.5)
    x = ops.concatenate([x[:, :3], ops.flip(x[:, 3:], axis=1)], axis=-1)
    x = ops.transpose(x, (0, 2, 1))
    x = ops.reshape(x, (-1, 24))
    x = ops.where(x > 0.3, x, ops.exp(-ops.abs(x)))
    x = y.Dense(4)(x)
    x = ops.softmax(x) + ops.expand_dims(ops.mean(x, axis=-1), -1)
    return compiled(keras.Model(i, ops.stack([x, ops.tanh(x)], axis=1)))


@model
def shared_twice():
    layer = y.Dense(4, activation="tanh")
    i = keras.Input((4,))
    return compiled(keras.Model(i, layer(layer(layer(i)))))


@model
def frozen():
    base = sequence(keras.Input((5,)), y.Dense(4, activation="relu"), y.BatchNormalization())
    base.trainable = False
    i = keras.Input((5,))
    return compiled(keras.Model(i, y.Dense(2)(base(i))))


@model
def named_io():
    i = {"x": keras.Input((3,), name="x"), "k": keras.Input((2,), name="k")}
    h = y.Concatenate()([i["x"], i["k"]])
    return keras.Model(i, {"sum": y.Dense(2, name="p")(h), "other": y.Dense(1, name="q")(h)})


@model
def half_masked():
    i = keras.Input((8,), dtype="int32")
    x = y.Embedding(VOCABULARY, 6, mask_zero=True)(i)
    x = y.Dense(5)(x)
    x = y.GRU(4, return_sequences=True)(x)
    return compiled(keras.Model(i, y.GlobalAveragePooling1D()(x)))


@model
def double():
    return compiled(sequence(keras.Input((4,), dtype="float64"), y.Dense(3, dtype="float64"), y.Dense(1, dtype="float64")))


@model
def long_chain():
    x = i = keras.Input((4,))
    for k in range(60):
        x = y.Add()([x, y.Dense(4, activation="tanh")(x)])
    return compiled(keras.Model(i, x), optimizer=keras.optimizers.SGD(1e-5))  # deep: a high rate makes rounding errors grow


RANDOM = {"noisy"}  # training draws numbers that are others in Python


def samples(m, random, n=21):
    """Inputs by their names, and targets for the outputs in their order."""
    x = {}
    for i in m.inputs:
        shape = (n, *(5 if d is None else d for d in i.shape[1:]))
        if "int" in i.dtype:
            x[i.name] = random.integers(0, VOCABULARY, shape).astype("int32")
        else:
            x[i.name] = random.normal(size=shape).astype(i.dtype)
    return x


def targets(m, predictions, random):
    """Targets that fit the losses of a compiled model."""
    loss = m._compile_loss._user_loss if m.compiled else None
    names = getattr(m, "output_names", [m.layers[-1].name])
    result = []
    for name, p in zip(names, predictions):
        kind = loss.get(name) if isinstance(loss, dict) else loss
        if kind == "sparse_categorical_crossentropy":
            result.append(random.integers(0, p.shape[-1], (*p.shape[:-1], 1)).astype("int32"))
        elif kind == "categorical_crossentropy":
            result.append(np.eye(p.shape[-1], dtype="float32")[random.integers(0, p.shape[-1], p.shape[:-1])])
        elif kind == "binary_crossentropy":
            result.append(random.integers(0, 2, p.shape).astype("float32"))
        else:
            result.append(random.normal(size=p.shape).astype("float32"))
    return names, result
