"""Writes small models with an old Keras, for legacy_test.go.

    python record.py FOLDER [tf]

It runs under whatever Keras is installed: 1.2 (Python 2.7 too), 2, 3, and with "tf" that of
TensorFlow. README.md has the versions. Each model becomes NAME.h5 and NAME.npz: inputs x0, x1, and so on,
the prediction y, targets t, then, where the model goes on after the file, the loss of the next
step and the prediction z after it.
"""
import os
import sys

os.environ.setdefault("KERAS_BACKEND", "theano" if sys.version_info[0] == 2 else "tensorflow")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
import numpy as np

if sys.argv[2:] == ["tf"]:
    import tensorflow as tf
    from tensorflow import keras
    from tensorflow.keras import layers as L, models as M, optimizers as O, regularizers as R
    version = tf.__version__
else:
    import keras
    from keras import layers as L, models as M, optimizers as O, regularizers as R
    version = keras.__version__

ONE = version.startswith("1.") and sys.argv[2:] != ["tf"]
TWO = (version.startswith("2.") or sys.argv[2:] == ["tf"]) and not ONE
folder = sys.argv[1]
if not os.path.isdir(folder):
    os.makedirs(folder)
rng = np.random.RandomState(7)


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
    return R.l2(0.01)


def sequential(*list):
    m = M.Sequential()
    for l in list:
        m.add(l)
    return m


def model(inputs, outputs):
    if ONE:
        return M.Model(input=inputs, output=outputs)
    return M.Model(inputs, outputs)


def adam(**kw):
    if "lr" in kw and not ONE and (not TWO or sys.argv[2:] == ["tf"] and version >= "2.3"):
        kw["learning_rate"] = kw.pop("lr")
    return O.Adam(**kw)


def sgd(**kw):
    if "lr" in kw and not ONE and (not TWO or sys.argv[2:] == ["tf"] and version >= "2.3"):
        kw["learning_rate"] = kw.pop("lr")
    return O.SGD(**kw)


def uniform(*shape):
    return rng.uniform(-1, 1, shape).astype("float32")


def settle(m):
    """Gives every weight a value of its own, so that no two can be taken for each other."""
    m.set_weights([
        (np.abs(w) + rng.uniform(0.5, 1.5, w.shape)).astype(w.dtype) if is_variance(v) else (w + rng.uniform(-0.3, 0.3, w.shape)).astype(w.dtype)
        for w, v in zip(m.get_weights(), m.weights)
    ])


def is_variance(v):
    name = getattr(v, "path", None) or v.name or ""
    return "variance" in name or "running_std" in name


def record(name, m, x, t, next=True, **compile):
    if compile:
        m.compile(**compile)
    settle(m)
    if compile:
        for _ in range(3):
            m.train_on_batch(x if len(x) > 1 else x[0], t if len(t) > 1 else t[0])
    arrays = {"x%d" % i: v for i, v in enumerate(x)}
    y = m.predict(x if len(x) > 1 else x[0])
    for i, v in enumerate(y if isinstance(y, list) else [y]):
        arrays["y%d" % i] = v
    m.save(os.path.join(folder, name + ".h5"))
    if compile and next:
        loss = m.train_on_batch(x if len(x) > 1 else x[0], t if len(t) > 1 else t[0])
        arrays["loss"] = np.asarray(loss, "float64").reshape(-1)[:1]
        for i, v in enumerate(t):
            arrays["t%d" % i] = v
        z = m.predict(x if len(x) > 1 else x[0])
        for i, v in enumerate(z if isinstance(z, list) else [z]):
            arrays["z%d" % i] = v
    np.savez(os.path.join(folder, name + ".npz"), **arrays)


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
m.save_weights(os.path.join(folder, "mlp_weights.h5" if not version >= "3" or TWO or ONE else "mlp.weights.h5"))
w = m.predict(x)
np.savez(os.path.join(folder, "mlp_weights.npz"), x0=x, y0=w)

# Convolutions, pooling and normalization. Under Theano with its own order of axes.
first = ONE and os.environ["KERAS_BACKEND"] == "theano"
x = uniform(4, 3, 8, 9) if first else uniform(4, 8, 9, 3)
order = {"data_format": "channels_first"} if first else {}
pool = {"dim_ordering": "th"} if first else {}
m = sequential(
    conv2d(4, (3, 2), padding="same", activation="relu", input_shape=x.shape[1:], **order),
    L.BatchNormalization(axis=1) if first else L.BatchNormalization(),
    L.MaxPooling2D((2, 2), **pool),
    conv2d(5, (2, 3), strides=(1, 2), **order),
    L.Flatten(),
    dense(2, activation="sigmoid"),
)
t = (rng.rand(4, 2) > 0.5).astype("float32")
record("conv", m, [x], [t], optimizer=sgd(lr=0.05, momentum=0.9), loss="mse", metrics=["mae"])

x = uniform(4, 9, 2)
m = sequential(conv1d(3, 3, activation="elu", input_shape=(9, 2)), conv1d(4, 2, padding="same"), L.GlobalAveragePooling1D(), dense(1))
record("conv1d", m, [x], [])

# Embedding and recurrent layers.
ids = rng.randint(1, 12, (6, 7)).astype("int32")
ids[0, 5:] = 0
t = (rng.rand(6, 1) > 0.5).astype("float32")
embedding = {"input_length": 7} if ONE or TWO else {}
m = sequential(L.Embedding(12, 4, mask_zero=True, **embedding), L.LSTM(5), dense(1, activation="sigmoid"))
if not (ONE or TWO):
    m.build((None, 7))
record("lstm", m, [ids], [t], optimizer="rmsprop", loss="binary_crossentropy", metrics=["accuracy"], next=False)

x = uniform(4, 6, 3)
m = sequential(
    L.Bidirectional(L.LSTM(3, return_sequences=True), input_shape=(6, 3)),
    L.TimeDistributed(dense(4, activation="tanh")),
    L.GRU(3, return_sequences=True),
    L.Bidirectional(L.GRU(2), merge_mode="sum"),
)
record("recurrent", m, [x], [])

# Two inputs, a layer that is used twice, a model within the model, two outputs.
a, b = L.Input(shape=(4,), name="left"), L.Input(shape=(4,), name="right")
shared = dense(3, activation="tanh", name="shared")
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
record("functional", m, x, t, optimizer=adam(lr=0.01), loss={"p": "mean_squared_error", "q": "binary_crossentropy"}, loss_weights={"p": 0.5, "q": 2.0})

if ONE:
    left, right = sequential(dense(3, input_dim=4)), sequential(dense(2, input_dim=3), L.Activation("relu"))
    m = sequential(L.Merge([left, right], mode="concat"), dense(2, activation="softmax"))
    record("merge", m, [uniform(5, 4), uniform(5, 3)], [])
