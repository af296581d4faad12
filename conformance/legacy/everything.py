"""Writes models of the layers, settings, optimizers and losses that record.py doesn't have.

    python everything.py FOLDER [tf]

The models are functional ones, with an output for each class, one model for each
kind of input. Each becomes NAME.h5 and NAME.npz, as those of record.py.
"""
from writer import *

FIRST = ONE and os.environ["KERAS_BACKEND"] == "theano"
TF = sys.argv[2:] == ["tf"]
SERIES, IMAGE, CUBE = (6, 3), (3, 6, 7) if FIRST else (6, 7, 3), (2, 4, 4, 4) if FIRST else (4, 4, 4, 2)


def functional(name, build, *shapes, **kw):
    """Records the model of all that build makes of inputs of the shapes."""
    inputs = [L.Input(shape=s) for s in shapes]
    x = kw.get("x") or [uniform(2, *s) for s in shapes]
    record(name, model(inputs, build(*inputs)), x, [])


def trained(name, optimizer, loss, last="linear", targets=None, **kw):
    m = sequential(L.Dense(4, activation="tanh", input_shape=(3,)), L.Dense(2, activation=last))
    record(name, m, [uniform(6, 3)], [uniform(6, 2) if targets is None else targets], optimizer=optimizer, loss=loss, **kw)


def rate(r):
    return {"learning_rate" if TF and NUMBER >= (2, 3) else "lr": r}


some = rng.uniform(0.1, 1, (6, 2)).astype("float32")
shares = some / some.sum(1, keepdims=True)
classes = rng.randint(0, 2, (6, 1)).astype("float32")
signs = np.sign(uniform(6, 2))

trained("rmsprop", O.RMSprop(rho=0.8, **rate(0.02)), "mean_absolute_error")
trained("adagrad", O.Adagrad(**rate(0.05)), "mean_absolute_percentage_error")
trained("adadelta", O.Adadelta(**rate(0.5)), "mean_squared_logarithmic_error", "sigmoid", some)
trained("adamax", O.Adamax(**rate(0.01)), "squared_hinge", targets=signs)
trained("nadam", O.Nadam(**rate(0.01)), "hinge", targets=signs)
trained("clipped", O.SGD(momentum=0.8, clipnorm=0.1, **rate(0.5)), "poisson", "softplus", some)
trained("divergence", O.SGD(clipvalue=0.01, **rate(0.5)), "kullback_leibler_divergence", "softmax", shares)
trained("sparse", O.Adam(epsilon=1e-4, **rate(0.01)), "sparse_categorical_crossentropy", "softmax", classes, metrics=["sparse_categorical_accuracy"])
if not ONE:
    trained("cosine", O.Adam(amsgrad=True, **rate(0.01)), "cosine_similarity" if TF else "cosine_proximity")
    trained("logcosh", O.SGD(nesterov=True, momentum=0.5, **rate(0.1)), "logcosh", metrics=["mae", "cosine_similarity" if TF else "cosine_proximity"])
    trained("categorical_hinge", O.SGD(**rate(0.1)), "categorical_hinge", "sigmoid", np.eye(2)[rng.randint(0, 2, 6)].astype("float32"))
if TF:
    S = O.schedules
    schedules = [
        S.ExponentialDecay(0.1, 2, 0.5, staircase=True), S.PiecewiseConstantDecay([1, 3], [0.1, 0.05, 0.01]),
        S.PolynomialDecay(0.1, 4, power=2.0), S.InverseTimeDecay(0.1, 2, 0.5),
    ]
    if NUMBER >= (2, 15):
        schedules += [S.CosineDecay(0.1, 10, warmup_target=0.2, warmup_steps=2), S.CosineDecayRestarts(0.1, 3)]
    for i, s in enumerate(schedules):
        trained("schedule%d" % i, O.SGD(s, momentum=0.9), keras.losses.Huber(delta=0.5))
    trained("smooth", O.Adam(**rate(0.01)), keras.losses.CategoricalCrossentropy(label_smoothing=0.1), "softmax", shares, metrics=[keras.metrics.CategoricalAccuracy(name="right")])
    trained("ftrl", O.Ftrl(l1_regularization_strength=0.001, **rate(0.1)), keras.losses.BinaryCrossentropy(from_logits=True), targets=np.maximum(signs, 0))
    trained("cosine_object", O.SGD(**rate(0.1)), keras.losses.CosineSimilarity(axis=1))
if TF and NUMBER >= (2, 15):
    trained("adamw", O.AdamW(weight_decay=0.01, **rate(0.01)), "log_cosh")
    trained("lion", O.Lion(**rate(0.01)), "mse")
    trained("adafactor", O.Adafactor(**rate(0.01)), "mse", "sigmoid", np.maximum(signs, 0), metrics=[keras.metrics.AUC(name="auc"), keras.metrics.Precision(), keras.metrics.F1Score(average="macro")])
    trained("focal", O.Adam(weight_decay=0.01, global_clipnorm=0.1, **rate(0.01)), keras.losses.BinaryFocalCrossentropy(gamma=3.0), "sigmoid", np.maximum(signs, 0))

if ONE:
    def merges(a, b):
        m = [L.merge([a, b], mode=mode) for mode in ("mul", "ave", "max", "concat")]
        u, v = L.Dense(4, bias=False)(L.Flatten()(a)), L.Dense(4, activation="softplus")(L.Flatten()(b))
        return m + [
            L.merge([a, b], mode="dot", dot_axes=2), L.merge([a, b], mode="dot", dot_axes=(1, 1)), 
            L.merge([a, b], mode="concat", concat_axis=1), L.Merge(mode="sum")([u, v]),
        ]

    functional("merges", merges, SERIES, SERIES)
    functional("cubes", lambda i: [
        L.AveragePooling3D((2, 1, 2), dim_ordering="th")(i), L.GlobalMaxPooling3D(dim_ordering="th")(i), L.GlobalAveragePooling3D(dim_ordering="th")(i),
        L.SpatialDropout3D(0.5, dim_ordering="th")(i), L.Convolution3D(2, 3, 1, 3, border_mode="same", activation="relu", dim_ordering="th")(i),
        L.BatchNormalization(axis=1)(i),
    ], CUBE)
    functional("series", lambda i: [
        L.Bidirectional(L.LSTM(3, return_sequences=True), merge_mode="concat")(i), L.Bidirectional(L.SimpleRNN(2), merge_mode="ave")(i),
        L.GRU(3, go_backwards=True, inner_activation="sigmoid", unroll=True)(i), L.LSTM(2, activation="softsign")(L.Masking(2.0)(i)),
        L.TimeDistributed(L.BatchNormalization(mode=0))(i), L.AveragePooling1D(3, stride=1)(i),
        L.Convolution1D(4, 3, border_mode="same", subsample_length=1, bias=False, activation="elu")(i), L.Activation("hard_sigmoid")(i), L.Activation("softmax")(i),
    ], SERIES)
    functional("images", lambda i: [
        L.Convolution2D(4, 1, 1, init="he_uniform", b_constraint="unitnorm", dim_ordering="th")(i),
        L.ZeroPadding2D((1, 1, 0, 2), dim_ordering="th")(i), L.Convolution2D(3, 3, 5, border_mode="same", dim_ordering="th")(L.BatchNormalization(axis=1)(i)),
        L.Dense(3, init="lecun_uniform", W_regularizer=R.l1(0.01))(L.Flatten()(i)),
    ], IMAGE)
    functional("frames", lambda i: [
        L.TimeDistributed(L.Convolution2D(2, 3, 3, dim_ordering="th"))(i), L.TimeDistributed(L.Flatten())(i),
        L.TimeDistributed(sequential(L.Flatten(input_shape=IMAGE), L.Dense(4), L.Dense(2)))(i),
        L.ConvLSTM2D(2, 3, 3, border_mode="same", return_sequences=True, go_backwards=True, dim_ordering="th")(i),
    ], (3,) + IMAGE)
    functional("padded", lambda i: [  # of which Theano has more at the beginning
        L.Convolution2D(3, 2, 4, border_mode="same", dim_ordering="th")(i), L.Convolution2D(3, 3, 3, border_mode="same", subsample=(2, 2), dim_ordering="th")(i),
        L.Convolution2D(2, 4, 3, border_mode="same", subsample=(2, 3), dim_ordering="th")(i),
    ], IMAGE)
    functional("padded_series", lambda i: [
        L.Convolution1D(3, 2, border_mode="same")(i), L.Convolution1D(3, 3, border_mode="same", subsample_length=2)(i),
    ], SERIES)
    functional("padded_cubes", lambda i: [L.Convolution3D(2, 2, 2, 2, border_mode="same", dim_ordering="th")(i)], CUBE)
    record("padded_stack", sequential(
        L.Convolution2D(3, 2, 2, border_mode="same", dim_ordering="th", input_shape=IMAGE), L.Convolution2D(2, 3, 3, border_mode="same", subsample=(2, 2), dim_ordering="th"),
        L.Flatten(), L.Dense(2)), [uniform(4, *IMAGE)], [])
else:
    I, C = keras.initializers, keras.constraints

    def merges(a, b):
        u, v = L.Dense(4, use_bias=False, kernel_initializer=I.RandomNormal(stddev=0.1))(L.Flatten()(a)), L.Dense(4, activation="softplus")(L.Flatten()(b))
        return [f()([a, b]) for f in (L.Subtract, L.Multiply, L.Average, L.Maximum)] + ([L.Minimum()([a, b])] if TF or NUMBER >= (2, 1) else []) + [
            L.Concatenate(axis=1)([a, b]), L.Dot(2)([a, b]), L.Dot((1, 1))([a, b]), L.Dot(1, normalize=True)([u, v]), L.Add()([a, b, a]),
        ]

    functional("merges", merges, SERIES, SERIES)
    functional("cubes", lambda i: [
        L.AveragePooling3D((2, 1, 2))(i), L.GlobalMaxPooling3D()(i), L.GlobalAveragePooling3D()(i), L.SpatialDropout3D(0.5)(i), L.Cropping3D(((1, 0), (1, 1), (0, 1)))(i),
        L.UpSampling3D((1, 2, 1))(i), L.ZeroPadding3D(((1, 0), (0, 2), (1, 1)))(i), L.Conv3D(2, 2, strides=2, padding="same", activation="relu")(i),
        L.Conv3DTranspose(2, (2, 1, 3), strides=(1, 2, 1), padding="same")(i), L.MaxPooling3D(3, strides=2, padding="same")(i),
    ], CUBE)
    functional("images", lambda i: [
        L.GlobalMaxPooling2D()(i), L.AveragePooling2D(3, strides=2, padding="same")(i), L.UpSampling2D(2, interpolation="bilinear" if TF else "nearest")(i),
        L.Conv2D(3, (2, 4), padding="same", kernel_initializer=I.TruncatedNormal(stddev=0.1))(i), L.Conv2D(3, 3, strides=2, padding="same", kernel_constraint=C.MinMaxNorm(0.1, 2.0))(i),
        L.Conv2D(2, 2, dilation_rate=2, bias_constraint=C.MaxNorm(1, axis=0), kernel_initializer="he_uniform")(i), L.Conv2DTranspose(2, 3, strides=2, output_padding=1)(i),
        L.SeparableConv2D(3, 2, padding="same", depth_multiplier=2, activation="relu")(i), L.DepthwiseConv2D((2, 3), strides=2, padding="same")(i), L.Cropping2D(1)(i),
        L.MaxPooling2D(3, strides=2, padding="same")(i), L.PReLU(shared_axes=[1, 2])(i), L.BatchNormalization(center=False, momentum=0.9)(i),
        L.Softmax(axis=2)(i), L.Dense(3, kernel_initializer=I.Identity(), kernel_regularizer=R.l1(0.1))(i),
    ], IMAGE)

    def series(i):
        whole, h, c = L.LSTM(3, return_sequences=True, return_state=True, implementation=2)(i)
        last, g = L.GRU(3, reset_after=True, return_state=True)(i)
        return [
            L.LSTM(3, use_bias=False)(i, initial_state=[h, c]), L.GRU(3, return_sequences=True)(whole, initial_state=g), last,
            L.RNN(L.SimpleRNNCell(3, activation="relu"), return_sequences=True)(i), L.RNN([L.SimpleRNNCell(2), L.LSTMCell(3)], return_sequences=True)(i),
            L.Bidirectional(L.LSTM(2, return_sequences=True), merge_mode="concat")(i), L.Bidirectional(L.SimpleRNN(2), merge_mode="ave")(i),
            L.LSTM(2, activation="softsign", recurrent_activation="hard_sigmoid")(L.Masking(0.0)(i)), L.GRU(2, go_backwards=True, unroll=True, recurrent_activation="sigmoid")(i),
            L.AveragePooling1D(3, strides=1, padding="same")(i), L.GlobalMaxPooling1D()(i), L.Conv1D(4, 2, strides=2, padding="same", bias_regularizer=R.L1L2(0.1, 0.1) if TF else R.L1L2(0.1))(i),
            L.SeparableConv1D(3, 3, depth_multiplier=2, dilation_rate=2)(i), L.Conv1D(2, 3, padding="causal", activation="selu", kernel_initializer="lecun_normal")(i),
            L.LeakyReLU()(i), L.ELU()(i), L.ReLU(max_value=0.6, negative_slope=0.2, threshold=0.1)(i), L.ThresholdedReLU()(i), L.Reshape((3, -1))(i), L.RepeatVector(2)(h),
        ] + [L.Activation(a)(i) for a in ["softplus", "hard_sigmoid", "exponential", "selu"] + (["swish", "gelu"] if TF and NUMBER >= (2, 4) else [])]

    functional("series", series, SERIES)
    functional("frames", lambda i: [
        L.TimeDistributed(L.Conv2D(2, 3))(i), L.TimeDistributed(sequential(L.Flatten(input_shape=IMAGE), L.Dense(4), L.Dense(2)))(i),
        L.ConvLSTM2D(2, 3, padding="same", return_sequences=True, recurrent_activation="sigmoid")(i), L.ConvLSTM2D(2, 2, strides=2, dropout=0.1, go_backwards=True)(i),
    ], (3,) + IMAGE)
    i = L.Input(batch_shape=(4, 6, 3))
    record("stateful", model(i, L.LSTM(2, stateful=True)(i)), [uniform(4, 6, 3)], [])

# Functions of TensorFlow between layers.
OPERATIONS = [
    lambda a, b: tf.matmul(a, b, transpose_b=True), lambda a, b: tf.matmul(a, b, transpose_a=True), lambda a, b: tf.matmul(a, b, adjoint_b=True),
    lambda a, b: tf.linalg.matmul(a, tf.transpose(b, [0, 2, 1])), lambda a, b: tf.split(a, 2, axis=1)[1],
    lambda a, b: tf.split(a, [1, 2], axis=-1)[1], lambda a, b: tf.split(a, 2, 1)[0], lambda a, b: tf.unstack(a, axis=1)[2],
    lambda a, b: tf.one_hot(tf.cast(tf.abs(a) * 3, "int32"), 4), lambda a, b: tf.one_hot(tf.argmax(a, axis=-1), 3),
    lambda a, b: tf.argmax(b, axis=1), lambda a, b: tf.argmin(b, -1), lambda a, b: tf.gather(a, [2, 0], axis=1),
    lambda a, b: tf.pad(a, [[0, 0], [1, 2], [0, 1]]), lambda a, b: tf.pad(a, [[0, 0], [1, 1], [0, 0]], mode="REFLECT"),
    lambda a, b: tf.pad(a, [[0, 0], [0, 1], [0, 0]], constant_values=2.0), lambda a, b: tf.reverse(a, [1]), lambda a, b: tf.cumsum(a, axis=1),
    lambda a, b: tf.cumsum(a, 2), lambda a, b: tf.repeat(a, 2, axis=1), lambda a, b: tf.roll(a, 1, 1), lambda a, b: tf.zeros_like(a),
    lambda a, b: tf.ones_like(a),
    lambda a, b: tf.tensordot(a, b[0], [[2], [1]]), lambda a, b: tf.norm(a, axis=1), lambda a, b: tf.linalg.norm(a, axis=-1, keepdims=True),
    lambda a, b: tf.nn.sigmoid(a), lambda a, b: tf.nn.softplus(a), lambda a, b: tf.nn.elu(a), lambda a, b: tf.nn.selu(a),
    lambda a, b: tf.nn.leaky_relu(a, alpha=0.1), lambda a, b: tf.nn.relu6(a * 9), lambda a, b: tf.nn.gelu(a), lambda a, b: tf.nn.silu(a),
    lambda a, b: tf.nn.log_softmax(a), lambda a, b: tf.nn.tanh(a), lambda a, b: tf.nn.softsign(a), lambda a, b: tf.nn.l2_normalize(a, axis=-1),
    lambda a, b: tf.math.l2_normalize(a, 1), lambda a, b: tf.nn.bias_add(a, tf.constant([1.0, 2.0, 3.0])), lambda a, b: tf.math.floor(a * 3),
    lambda a, b: tf.math.ceil(a * 3), lambda a, b: tf.math.round(a * 3), lambda a, b: tf.math.rsqrt(tf.abs(a) + 1),
    lambda a, b: tf.math.reciprocal(a + 3), lambda a, b: tf.math.log1p(tf.abs(a)), lambda a, b: tf.math.expm1(a), lambda a, b: tf.math.erf(a),
    lambda a, b: tf.math.tan(a), lambda a, b: tf.math.atan(a), lambda a, b: tf.math.asin(a), lambda a, b: tf.math.acos(a),
    lambda a, b: tf.math.sinh(a), lambda a, b: tf.math.cosh(a), lambda a, b: tf.math.atan2(a, b),
    lambda a, b: tf.math.floordiv(a, b), lambda a, b: tf.math.mod(a * 9, 2.0), lambda a, b: tf.math.add_n([a, b, a]),
    lambda a, b: tf.math.divide_no_nan(a, b), lambda a, b: tf.math.reduce_std(a, axis=1),
    lambda a, b: tf.math.reduce_variance(a, axis=[1, 2]), lambda a, b: tf.math.reduce_logsumexp(a, axis=-1),
    lambda a, b: tf.reduce_any(a > 0.9, axis=1), lambda a, b: tf.reduce_all(a > -0.9, 1), lambda a, b: tf.logical_and(a > 0, b > 0),
    lambda a, b: tf.logical_or(a > 0, b > 0), lambda a, b: tf.logical_not(a > 0), lambda a, b: a >= b, lambda a, b: a <= b, lambda a, b: a < 0.5,
    lambda a, b: tf.sign(a) * tf.cos(a) * tf.sin(a), lambda a, b: -a, lambda a, b: abs(a), lambda a, b: a // 0.3, lambda a, b: a % 0.3,
    lambda a, b: 2.0 / (a + 3), lambda a, b: 2.0 ** a, lambda a, b: a.__matmul__(tf.transpose(b, [0, 2, 1])), lambda a, b: tf.math.is_nan(a),
    lambda a, b: tf.math.is_inf(a), lambda a, b: tf.math.is_finite(a), lambda a, b: tf.math.top_k(a, 2)[0], lambda a, b: tf.sort(a, axis=1),
    lambda a, b: tf.argsort(a, axis=1), lambda a, b: tf.identity(a), lambda a, b: tf.stop_gradient(a), lambda a, b: tf.squeeze(tf.expand_dims(a, 1)),
    lambda a, b: tf.image.resize(tf.expand_dims(a, -1), (5, 4)), lambda a, b: keras.backend.mean(a, axis=1),
    lambda a, b: keras.backend.sum(a, axis=-1, keepdims=True), lambda a, b: keras.activations.relu(a, max_value=0.5),
    lambda a, b: keras.activations.softmax(a), lambda a, b: keras.backend.sqrt(tf.abs(a)),
]

if TF:
    E = L.experimental.preprocessing

    def attention(q, v):
        m, scores = L.MultiHeadAttention(2, 3, value_dim=4, output_shape=5)(q, v, return_attention_scores=True)
        return [
            L.Attention()([q, v]), L.Attention(use_scale=True, causal=True)([v, v]) if NUMBER < (2, 10) else L.Attention(use_scale=True, score_mode="concat")([q, v]),
            L.AdditiveAttention()([q, v]), m, scores, L.MultiHeadAttention(1, 2, use_bias=False, dropout=0.1)(v, q),
            L.experimental.EinsumDense("abc,cd->abd", output_shape=(None, 4), bias_axes="d", activation="relu")(q),
            L.LayerNormalization(epsilon=0.01)(q), L.LayerNormalization(scale=False)(q), L.Conv1DTranspose(2, 3, strides=2, padding="same")(q),
        ]

    functional("attention", attention, (5, 3), (4, 3))

    def prepared(i):
        n = E.Normalization(axis=-1)
        n.adapt(uniform(9, *IMAGE))
        return [
            n(i), E.Rescaling(2.0, offset=-1.0)(i), E.Resizing(4, 9)(i), E.Resizing(8, 5, interpolation="nearest")(i), E.CenterCrop(4, 5)(i),
        ]

    functional("prepared", prepared, IMAGE)
    functional("operations", lambda a, b: [f(a, b) for f in OPERATIONS], (4, 3), (4, 3))
if TF and NUMBER >= (2, 15):
    functional("newer", lambda i, j: [
        L.GroupNormalization(3)(i), L.UnitNormalization(axis=1)(i), L.SpectralNormalization(L.Conv2D(2, 2))(i), L.Identity()(i), L.DepthwiseConv1D(2, depth_multiplier=2)(j),
        L.ConvLSTM1D(2, 3, padding="same", return_sequences=True)(L.Reshape((6, 3, 1))(j)), L.Rescaling([1.0, 2.0, 3.0])(j),
        L.ConvLSTM3D(1, 2)(L.Reshape((2, 3, 3, 2, 1))(L.Flatten()(L.Concatenate()([L.Flatten()(j), L.Flatten()(j)])))),
    ], IMAGE, SERIES)
    numbers = L.Input(shape=(3,))
    record("numbers", model(numbers, [L.Discretization([-0.5, 0.0, 0.5])(numbers), L.CategoryEncoding(4, output_mode="one_hot")(L.Discretization([0.0, 0.2])(numbers[:, :1])), L.CategoryEncoding(4, output_mode="multi_hot")(L.Discretization([0.0, 0.2])(numbers))]), [uniform(4, 3)], [])

pack()
