"""What record.py and everything.py write models with: whatever Keras is installed, 1.2
(Python 2.7 too), 2 or 3, or with the argument "tf" that of TensorFlow.
"""
import os
import sys
import zipfile

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
NUMBER = tuple(int(n) for n in version.split(".")[:2])
folder = sys.argv[1]
if not os.path.isdir(folder):
    os.makedirs(folder)
rng = np.random.RandomState(7)

# Those that TensorFlow 2.15 also writes as .keras.
ARCHIVED = ["mlp", "conv", "lstm", "functional", "recurrent", "functions", "adamw", "smooth", "attention"]


def sequential(*list):
    m = M.Sequential()
    for l in list:
        m.add(l)
    return m


def model(inputs, outputs):
    if ONE:
        return M.Model(input=inputs, output=outputs)
    return M.Model(inputs, outputs)


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


def record(name, m, x, t, **compile):
    if compile:
        m.compile(**compile)
    settle(m)
    if compile:
        for _ in range(3):  # so that the optimizer has a state
            m.train_on_batch(x if len(x) > 1 else x[0], t if len(t) > 1 else t[0])
    arrays = {"x%d" % i: v for i, v in enumerate(x)}
    y = m.predict(x if len(x) > 1 else x[0])
    for i, v in enumerate(y if isinstance(y, list) else [y]):
        arrays["y%d" % i] = v
    m.save(os.path.join(folder, name + ".h5"))
    if version == "2.15.1" and name in ARCHIVED:
        m.save(os.path.join(folder, name + ".keras"))  # of TensorFlow's time, which Keras 3 doesn't load
    if compile:
        losses = []
        for _ in range(3):
            if not (ONE or TWO):
                m.reset_metrics()
            losses.append(m.train_on_batch(x if len(x) > 1 else x[0], t if len(t) > 1 else t[0]))
        arrays["losses"] = np.asarray([np.reshape(v, -1)[0] for v in losses], "float64")
        for i, v in enumerate(t):
            arrays["t%d" % i] = v
    np.savez(os.path.join(folder, name + ".npz"), **arrays)


def pack():
    """Puts all that was written into one archive."""
    with zipfile.ZipFile(folder + ".zip", "w", zipfile.ZIP_DEFLATED) as z:
        for name in sorted(os.listdir(folder)):
            with open(os.path.join(folder, name), "rb") as f:
                z.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), f.read(), zipfile.ZIP_DEFLATED)
