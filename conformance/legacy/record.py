"""Writes small models with an old Keras, for legacy_test.go.

    python record.py FOLDER [tf]

It runs under whatever Keras is installed: 1.2 (Python 2.7 too), 2, 3, and with "tf" that of
TensorFlow. README.md has the versions. Each model becomes NAME.h5 and NAME.npz: inputs x0, x1, and so on,
predictions y, targets t, and the losses of the next three steps of training.
"""
import json

import writer
from writer import *


def dense(n, **kw):
    if ONE and "use_bias" in kw:
        kw["bias"] = kw.pop("use_bias")
    if ONE and "kernel_regularizer" in kw:
        kw["W_regularizer"] = kw.pop("kernel_regularizer")
    return L.Dense(n, **kw)


def dropout(p):
    return L.Dropout(p)


def conv2d(n, k, **kw):
    if not ONE:
        return L.Conv2D(n, k, **kw)
    for new, old in (("padding", "border_mode"), ("strides", "subsample"), ("data_format", "dim_ordering")):
        if new in kw:
            kw[old] = {"channels_last": "tf", "channels_first": "th"}.get(kw[new], kw[new])
            if new != old:
                del kw[new]
    return L.Convolution2D(n, k[0], k[1], **kw)


def conv1d(n, k, **kw):
    if ONE:
        return L.Convolution1D(n, k, border_mode=kw.pop("padding", "valid"), **kw)
    return L.Conv1D(n, k, **kw)


def regularizer():
    return None if version.startswith("3.0") else R.l2(0.01)  # whose trainer on JAX counts penalties twice


def adam(**kw):
    if "lr" in kw and not ONE and (not TWO or sys.argv[2:] == ["tf"] and version >= "2.3"):
        kw["learning_rate"] = kw.pop("lr")
    return O.Adam(**kw)


def sgd(**kw):
    if "lr" in kw and not ONE and (not TWO or sys.argv[2:] == ["tf"] and version >= "2.3"):
        kw["learning_rate"] = kw.pop("lr")
    return O.SGD(**kw)


# A perceptron with penalties, whose optimizer has state and decay.
x = uniform(8, 5)
t = np.eye(3)[rng.randint(0, 3, 8)].astype("float32")
kw = {} if version >= "3" and not ONE else {"decay": 0.01}
if sys.argv[2:] == ["tf"] and version >= "2.11":
    kw = {}
m = sequential(
    dense(6, activation="tanh", input_shape=(5,), kernel_regularizer=regularizer()),
    dropout(0.0),
    dense(4, activation="relu", use_bias=False),
    dense(3, activation="softmax"),
)
record("mlp", m, [x], [t], optimizer=adam(lr=0.02, **kw), loss="categorical_crossentropy", metrics=["accuracy"])

# Weights alone.
if ONE or TWO:
    m.save_weights(os.path.join(folder, "mlp_weights.h5"))
    np.savez(os.path.join(folder, "mlp_weights.npz"), x0=x, y0=m.predict(x))

# Convolutions, pooling and normalization. Under Theano with its own order of axes.
first = ONE and os.environ["KERAS_BACKEND"] == "theano"
x = uniform(4, 3, 8, 9) if first else uniform(4, 8, 9, 3)
order = {"data_format": "channels_first"} if first else {}
pool = {"dim_ordering": "th"} if first else {}
m = sequential(
    conv2d(4, (3, 5), padding="same", activation="relu", input_shape=x.shape[1:], **order),
    L.BatchNormalization(axis=1) if first else L.BatchNormalization(),
    L.MaxPooling2D((2, 2), **pool),
    conv2d(5, (2, 3), strides=(1, 2), **order),
    L.Flatten(),
    dense(2, activation="sigmoid"),
)
t = (rng.rand(4, 2) > 0.5).astype("float32")
record("conv", m, [x], [t], optimizer=sgd(lr=0.05, momentum=0.9), loss="mse", metrics=["mae"])

x = uniform(4, 9, 2)
m = sequential(conv1d(3, 3, activation="elu", input_shape=(9, 2)), conv1d(4, 3, padding="same"), L.GlobalAveragePooling1D(), dense(1))
record("conv1d", m, [x], [])

# Embedding and recurrent layers.
ids = rng.randint(1, 12, (6, 7)).astype("int32")
ids[0, 5:] = 0
t = (rng.rand(6, 1) > 0.5).astype("float32")
embedding = {"input_length": 7} if ONE or TWO else {}
m = sequential(L.Embedding(12, 4, mask_zero=True, **embedding), L.LSTM(5), dense(1, activation="sigmoid"))
if not (ONE or TWO):
    m.build((None, 7))
record("lstm", m, [ids], [t], optimizer=adam(lr=0.01), loss="binary_crossentropy", metrics=["accuracy"])

x = uniform(4, 6, 3)
if version.startswith("3.0"):  # which can't write a Bidirectional to .h5
    ends = L.LSTM(3, return_sequences=True), L.GRU(2)
else:
    ends = L.Bidirectional(L.LSTM(3, return_sequences=True), input_shape=(6, 3)), L.Bidirectional(L.GRU(2), merge_mode="sum")
m = sequential(
    ends[0],
    L.TimeDistributed(dense(4, activation="tanh")),
    L.GRU(3, return_sequences=True),
    ends[1],
)
record("recurrent", m, [x], [])

# Two inputs, a layer that is used twice, a model within the model, two outputs.
a, b = L.Input(shape=(4,), name="left"), L.Input(shape=(4,), name="right")
shared = dense(3, activation="tanh", name="shared")
if version.startswith("3.0"):  # nor a model within one
    inner = dense(3)
else:
    inner = sequential(dense(4, activation="relu", input_shape=(3,)), L.BatchNormalization(), dense(3))
u, v = shared(a), shared(b)
if ONE:
    joined = L.merge([u, v], mode="concat")
    total = L.merge([inner(u), v], mode="sum")
else:
    joined = L.concatenate([u, v])
    total = L.add([inner(u), v])
p = dense(2, name="p")(joined)
q = dense(1, activation="sigmoid", name="q")(total)
m = model([a, b], [p, q])
x = [uniform(5, 4), uniform(5, 4)]
t = [uniform(5, 2), (rng.rand(5, 1) > 0.5).astype("float32")]
record("functional", m, x, t, optimizer=sgd(lr=0.05, momentum=0.9, nesterov=True), loss={"p": "mean_squared_error", "q": "binary_crossentropy"}, loss_weights={"p": 0.5, "q": 2.0})

if version in ("2.3.1", "2.15.1"):
    # A model within a model within a model, whose weights are frozen, and written in another order.
    a, b = L.Input(shape=(3,)), L.Input(shape=(3,))
    inner = sequential(dense(3, input_shape=(3,)), L.BatchNormalization(), dense(3))
    inner.trainable = False
    middle = model(a, dense(3)(inner(dense(3)(a))))
    record("frozen", model(b, dense(2)(middle(b))), [uniform(4, 3)], [])

if version == "2.3.1":
    # CuDNN's layers run on a GPU only. Anywhere Keras turns weights into theirs, and writes them,
    # if the graph has something else in place of their computation.
    def idle(self, inputs, state):
        y = keras.backend.dot(inputs[:, 0], self.kernel[:, :self.units])
        return y, [y for _ in state]

    L.CuDNNLSTM._process_batch = L.CuDNNGRU._process_batch = idle
    for name, cell, cudnn, kw in (("cudnn_lstm", L.LSTM, L.CuDNNLSTM, {}), ("cudnn_gru", L.GRU, L.CuDNNGRU, {"reset_after": True})):
        x = uniform(4, 6, 3)
        m = sequential(cell(4, recurrent_activation="sigmoid", input_shape=(6, 3), **kw))
        settle(m)
        path = os.path.join(folder, name + ".h5")
        m.save_weights(path)
        twin = sequential(cudnn(4, input_shape=(6, 3)))
        twin.load_weights(path)
        twin.save(path)
        np.savez(os.path.join(folder, name + ".npz"), x0=x, y0=m.predict(x))

if version in ("2.11.1", "2.15.1"):
    # Functions of TensorFlow between layers, each of which is a layer of its own.
    writer.rng = np.random.RandomState(8)
    i = L.Input(shape=(6, 4))
    a = 1.0 - (i * 2.0 - 0.5)
    b = a + L.Dense(4)(a)
    b = tf.concat([b[:, 3:], b[:, :3]], axis=1)
    b = tf.reshape(tf.transpose(b, (0, 2, 1)), (-1, 24))
    b = tf.nn.relu(b) / 3.0 + tf.exp(-tf.abs(b))
    b = tf.where(b > 0.5, b, tf.sqrt(tf.square(b) + 1e-3))
    c = tf.reduce_mean(b, axis=-1, keepdims=True)
    d = tf.expand_dims(tf.reduce_max(b, axis=1), -1) * tf.cast(c, "float32")
    e = tf.stack([b, tf.tanh(b)], axis=1)
    x = uniform(5, 6, 4)
    outputs = [
        d, b[:, 0], b[:, 1:9:2], b[:, tf.newaxis], tf.nn.softmax(b) ** 2, tf.maximum(b, 0.1), tf.pow(tf.clip_by_value(b, 0.1, 1.0), 0.5),
        tf.tile(c, [1, 3]), tf.squeeze(c, axis=1), tf.matmul(e, tf.transpose(e, (0, 2, 1))), tf.reduce_sum(tf.stack([b, b]), axis=0),
    ]
    record("functions", model(i, outputs), [x], [])
    writer.rng = rng

if ONE:
    left, right = sequential(dense(3, input_dim=4)), sequential(dense(2, input_dim=3), L.Activation("relu"))
    m = sequential(L.Merge([left, right], mode="concat"), dense(2, activation="softmax"))
    record("merge", m, [uniform(5, 4), uniform(5, 3)], [])

# Layers one by one: the config of a model of each as JSON and what it computes, and those with
# weights as files.
IMAGE, LINE, CUBE = (3, 6, 7) if first else (6, 7, 3), (6, 3), (2, 4, 4, 4) if first else (4, 4, 4, 2)
if ONE:
    # Files have no dim_ordering of some classes, which thus take the default, "tf".
    C = {"dim_ordering": "th"} if first else {"dim_ordering": "tf"}
    zoo = {
        "Dense": (LINE[1:], lambda **k: L.Dense(3, init="uniform", activation="hard_sigmoid", W_regularizer=R.l1l2(0.1, 0.2), b_regularizer=R.l1(0.1), activity_regularizer=R.activity_l2(0.1), W_constraint="nonneg", bias=False, **k)),
        "MaxNorm": (LINE[1:], lambda **k: L.Dense(3, init="he_normal", W_constraint=keras.constraints.maxnorm(2), b_constraint=keras.constraints.unitnorm(), **k)),
        "Activation": (LINE, lambda **k: L.Activation("softsign", **k)),
        "Dropout": (LINE, lambda **k: L.Dropout(0.3, **k)),
        "SpatialDropout1D": (LINE, lambda **k: L.SpatialDropout1D(0.3, **k)),
        "SpatialDropout2D": (IMAGE, lambda **k: L.SpatialDropout2D(0.3, **k)),
        "GaussianNoise": (LINE, lambda **k: L.GaussianNoise(0.3, **k)),
        "GaussianDropout": (LINE, lambda **k: L.GaussianDropout(0.3, **k)),
        "Reshape": (LINE, lambda **k: L.Reshape((9, 2), **k)),
        "Permute": (LINE, lambda **k: L.Permute((2, 1), **k)),
        "Flatten": (IMAGE, lambda **k: L.Flatten(**k)),
        "RepeatVector": ((4,), lambda **k: L.RepeatVector(3, **k)),
        "ActivityRegularization": (LINE, lambda **k: L.ActivityRegularization(l1=0.1, l2=0.2, **k)),
        "Masking": (LINE, lambda **k: L.Masking(0.5, **k)),
        "TimeDistributedDense": (LINE, lambda **k: L.TimeDistributedDense(4, **k)),
        "Convolution1D": (LINE, lambda **k: L.Convolution1D(4, 3, subsample_length=2, **k)),
        "AtrousConvolution1D": (LINE, lambda **k: L.AtrousConvolution1D(4, 2, atrous_rate=2, **k)),
        "Convolution2D": (IMAGE, lambda **k: L.Convolution2D(4, 3, 2, subsample=(2, 1), bias=False, **dict(k, **C))),
        "AtrousConvolution2D": (IMAGE, lambda **k: L.AtrousConvolution2D(4, 2, 3, atrous_rate=(2, 2), **dict(k, **C))),
        "Deconvolution2D": (IMAGE, lambda **k: L.Deconvolution2D(2, 3, 3, (None, 2, 8, 9) if first else (None, 8, 9, 2), **dict(k, **C))),
        "Convolution3D": (CUBE, lambda **k: L.Convolution3D(3, 2, 3, 1, **dict(k, **C))),
        "MaxPooling1D": (LINE, lambda **k: L.MaxPooling1D(3, stride=2, **k)),
        "AveragePooling1D": (LINE, lambda **k: L.AveragePooling1D(2, **k)),
        "MaxPooling2D": (IMAGE, lambda **k: L.MaxPooling2D((3, 2), strides=(1, 2), **dict(k, **C))),
        "AveragePooling2D": (IMAGE, lambda **k: L.AveragePooling2D(**dict(k, **C))),
        "MaxPooling3D": (CUBE, lambda **k: L.MaxPooling3D(**dict(k, **C))),
        "GlobalMaxPooling1D": (LINE, lambda **k: L.GlobalMaxPooling1D(**k)),
        "GlobalMaxPooling2D": (IMAGE, lambda **k: L.GlobalMaxPooling2D(**dict(k, **C))),
        "GlobalAveragePooling2D": (IMAGE, lambda **k: L.GlobalAveragePooling2D(**dict(k, **C))),
        "ZeroPadding1D": (LINE, lambda **k: L.ZeroPadding1D(2, **k)),
        "ZeroPadding1D_sides": (LINE, lambda **k: L.ZeroPadding1D({"left_pad": 1, "right_pad": 2}, **k)),
        "ZeroPadding2D": (IMAGE, lambda **k: L.ZeroPadding2D((1, 2), **k)),
        "ZeroPadding2D_sides": (IMAGE, lambda **k: L.ZeroPadding2D({"top_pad": 1, "bottom_pad": 2, "left_pad": 0, "right_pad": 3}, **k)),
        "ZeroPadding3D": (CUBE, lambda **k: L.ZeroPadding3D((1, 2, 1), **k)),
        "Cropping1D": (LINE, lambda **k: L.Cropping1D((1, 2), **k)),
        "Cropping2D": (IMAGE, lambda **k: L.Cropping2D(((1, 0), (2, 1)), **k)),
        "Cropping3D": (CUBE, lambda **k: L.Cropping3D(((1, 0), (1, 1), (0, 1)), **k)),
        "UpSampling1D": (LINE, lambda **k: L.UpSampling1D(3, **k)),
        "UpSampling2D": (IMAGE, lambda **k: L.UpSampling2D((2, 3), **k)),
        "UpSampling3D": (CUBE, lambda **k: L.UpSampling3D(**k)),
        "LeakyReLU": (LINE, lambda **k: L.LeakyReLU(0.2, **k)),
        "PReLU": (LINE, lambda **k: L.PReLU(init="one", **k)),
        "ELU": (LINE, lambda **k: L.ELU(0.7, **k)),
        "ThresholdedReLU": (LINE, lambda **k: L.ThresholdedReLU(0.4, **k)),
        "BatchNormalization": (LINE, lambda **k: L.BatchNormalization(epsilon=0.01, momentum=0.9, gamma_init="uniform", **k)),
        "SimpleRNN": (LINE, lambda **k: L.SimpleRNN(4, W_regularizer="l2", dropout_W=0.2, go_backwards=True, **k)),
        "LSTM": (LINE, lambda **k: L.LSTM(4, forget_bias_init="zero", dropout_U=0.2, consume_less="mem", return_sequences=True, **k)),
        "LSTM_gpu": (LINE, lambda **k: L.LSTM(4, consume_less="gpu", inner_activation="sigmoid", **k)),
        "GRU": (LINE, lambda **k: L.GRU(4, inner_init="glorot_normal", activation="relu", **k)),
        "GRU_gpu": (LINE, lambda **k: L.GRU(4, consume_less="gpu", **k)),
        "Bidirectional": (LINE, lambda **k: L.Bidirectional(L.GRU(4, return_sequences=True), merge_mode="mul", **k)),
        "TimeDistributed": (LINE, lambda **k: L.TimeDistributed(L.Dense(2, activation="relu"), **k)),
        "ConvLSTM2D": ((4,) + IMAGE, lambda **k: L.ConvLSTM2D(2, 3, 3, border_mode="same", **dict(k, **C))),
    }
else:
    zoo = {
        "Dense": (LINE[1:], lambda **k: L.Dense(3, kernel_initializer="random_uniform", activation="hard_sigmoid", kernel_regularizer=R.l1_l2(0.1, 0.2), bias_regularizer=R.l1(0.1), activity_regularizer=R.l2(0.1), kernel_constraint="non_neg", use_bias=False, **k)),
        "MaxNorm": (LINE[1:], lambda **k: L.Dense(3, kernel_initializer="he_normal", kernel_constraint=keras.constraints.MaxNorm(2), bias_constraint=keras.constraints.UnitNorm(), **k)),
        "Activation": (LINE, lambda **k: L.Activation("softsign", **k)),
        "Dropout": (LINE, lambda **k: L.Dropout(0.3, noise_shape=(None, 1, 3), **k)),
        "SpatialDropout1D": (LINE, lambda **k: L.SpatialDropout1D(0.3, **k)),
        "SpatialDropout2D": (IMAGE, lambda **k: L.SpatialDropout2D(0.3, **k)),
        "GaussianNoise": (LINE, lambda **k: L.GaussianNoise(0.3, **k)),
        "GaussianDropout": (LINE, lambda **k: L.GaussianDropout(0.3, **k)),
        "AlphaDropout": (LINE, lambda **k: L.AlphaDropout(0.3, **k)),
        "Reshape": (LINE, lambda **k: L.Reshape((-1, 2), **k)),
        "Permute": (LINE, lambda **k: L.Permute((2, 1), **k)),
        "Flatten": (IMAGE, lambda **k: L.Flatten(**k)),
        "RepeatVector": ((4,), lambda **k: L.RepeatVector(3, **k)),
        "ActivityRegularization": (LINE, lambda **k: L.ActivityRegularization(l1=0.1, l2=0.2, **k)),
        "Masking": (LINE, lambda **k: L.Masking(0.5, **k)),
        "Conv1D": (LINE, lambda **k: L.Conv1D(4, 3, padding="causal", dilation_rate=2, kernel_initializer="lecun_uniform", **k)),
        "Conv2D": (IMAGE, lambda **k: L.Conv2D(4, (3, 2), strides=(2, 1), kernel_initializer="orthogonal", **k)),
        "Conv2DTranspose": (IMAGE, lambda **k: L.Conv2DTranspose(2, 3, strides=2, padding="same", **k)),
        "Conv3D": (CUBE, lambda **k: L.Conv3D(3, (2, 3, 1), bias_initializer=keras.initializers.Constant(0.2), **k)),
        "Conv3DTranspose": (CUBE, lambda **k: L.Conv3DTranspose(3, 2, strides=2, **k)),
        "SeparableConv2D": (IMAGE, lambda **k: L.SeparableConv2D(4, 3, depth_multiplier=2, **k)),
        "SeparableConv1D": (LINE, lambda **k: L.SeparableConv1D(4, 3, padding="same", **k)),
        "DepthwiseConv2D": (IMAGE, lambda **k: L.DepthwiseConv2D(3, depth_multiplier=2, **k)),
        "MaxPooling1D": (LINE, lambda **k: L.MaxPooling1D(3, strides=2, **k)),
        "AveragePooling2D": (IMAGE, lambda **k: L.AveragePooling2D(padding="same", **k)),
        "MaxPooling2D": (IMAGE, lambda **k: L.MaxPooling2D((3, 2), strides=(1, 2), **k)),
        "MaxPooling3D": (CUBE, lambda **k: L.MaxPooling3D(**k)),
        "GlobalMaxPooling1D": (LINE, lambda **k: L.GlobalMaxPooling1D(**k)),
        "GlobalAveragePooling2D": (IMAGE, lambda **k: L.GlobalAveragePooling2D(**k)),
        "ZeroPadding1D": (LINE, lambda **k: L.ZeroPadding1D((1, 2), **k)),
        "ZeroPadding2D": (IMAGE, lambda **k: L.ZeroPadding2D(((1, 2), (0, 3)), **k)),
        "ZeroPadding3D": (CUBE, lambda **k: L.ZeroPadding3D((1, 2, 1), **k)),
        "Cropping1D": (LINE, lambda **k: L.Cropping1D((1, 2), **k)),
        "Cropping2D": (IMAGE, lambda **k: L.Cropping2D(((1, 0), (2, 1)), **k)),
        "UpSampling1D": (LINE, lambda **k: L.UpSampling1D(3, **k)),
        "UpSampling2D": (IMAGE, lambda **k: L.UpSampling2D((2, 3), **k)),
        "LeakyReLU": (LINE, lambda **k: L.LeakyReLU(0.2, **k)),
        "PReLU": (LINE, lambda **k: L.PReLU(shared_axes=[1], **k)),
        "ELU": (LINE, lambda **k: L.ELU(0.7, **k)),
        "ThresholdedReLU": (LINE, lambda **k: L.ThresholdedReLU(0.4, **k)),
        "ReLU": (LINE, lambda **k: L.ReLU(max_value=0.5, **k)),
        "Softmax": (LINE, lambda **k: L.Softmax(axis=1, **k)),
        "BatchNormalization": (IMAGE, lambda **k: L.BatchNormalization(axis=2, epsilon=0.01, scale=False, **k)),
        "LayerNormalization": (LINE, lambda **k: L.LayerNormalization(**k)),
        "SimpleRNN": (LINE, lambda **k: L.SimpleRNN(4, kernel_regularizer="l2", dropout=0.2, go_backwards=True, **k)),
        "LSTM": (LINE, lambda **k: L.LSTM(4, unit_forget_bias=False, recurrent_dropout=0.2, return_sequences=True, **k)),
        "GRU": (LINE, lambda **k: L.GRU(4, recurrent_initializer="glorot_normal", activation="relu", **k)),
        "RNN": (LINE, lambda **k: L.RNN([L.LSTMCell(3), L.GRUCell(2)], **k)),
        "Bidirectional": (LINE, lambda **k: L.Bidirectional(L.GRU(4, return_sequences=True), merge_mode="mul", **k)),
        "TimeDistributed": (LINE, lambda **k: L.TimeDistributed(L.Dense(2, activation="relu"), **k)),
        "ConvLSTM2D": ((4,) + IMAGE, lambda **k: L.ConvLSTM2D(2, 3, padding="same", **k)),
        "Lambda": (LINE, lambda **k: L.Lambda(lambda x: x * 2, **k)),
        "LocallyConnected1D": (LINE, lambda **k: L.LocallyConnected1D(2, 3, **k)),
    }
texts, arrays = {}, {}
for name in sorted(zoo) if ONE or TWO else []:
    shape, make = zoo[name]
    try:
        m = sequential(make(input_shape=shape))
        settle(m)
        x = uniform(2, *shape)
        y = m.predict(x)
    except (TypeError, AttributeError, ValueError, KeyError) as e:  # not in this version
        print("no %s: %s" % (name, e))
        if TWO:
            keras.backend.clear_session()  # of what failed
        continue
    texts[name] = m.to_json()
    arrays[name + " x"], arrays[name + " y"] = x, y
    if m.get_weights() and name != "LocallyConnected1D" and (ONE or version in ("2.2.4", "2.15.1")):
        record(name, m, [x], [])
if texts:
    with open(os.path.join(folder, "zoo.json"), "w") as f:
        json.dump(texts, f)
    np.savez(os.path.join(folder, "zoo.npz"), **arrays)

pack()
