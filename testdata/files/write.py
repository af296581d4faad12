"""Writes the files beside it with real Keras: weights in every form, and a model to embed.

    KERAS_BACKEND=jax python testdata/files/write.py                   # Keras 3.15
    KERAS_BACKEND=jax python testdata/files/write.py npz npz_keras3.15 # Keras 3.15
    KERAS_BACKEND=jax python testdata/files/write.py npz npz_keras3.0  # Keras 3.0
    python testdata/files/write.py npz npz_tf2.15 tf                   # TensorFlow 2.15

The first writes all but npz_*. Those have their weights in model.weights.npz, as pickled
dictionaries, which Keras 3.15 writes but doesn't read. half.keras has layers of half
precision. expected.json has what all other files of the first have in common; half.keras and
those of the others have one of their own.
"""

import json
import os
import sys

import numpy as np

if sys.argv[3:] == ["tf"]:
    from keras.src.saving import saving_lib
    from tensorflow import keras
else:
    import keras
    from keras.src.saving import saving_lib

here = os.path.dirname(os.path.abspath(__file__))
layers = keras.layers


def path(name):
    return os.path.join(here, name)


keras.utils.set_random_seed(3)
model = keras.Sequential(
    [
        layers.InputLayer((3,)) if sys.argv[3:] == ["tf"] else layers.Input((3,)),
        layers.Dense(4, activation="tanh", name="hidden"),
        layers.BatchNormalization(name="norm"),
        layers.Dropout(0.0, name="drop"),
        layers.Dense(2, name="out", use_bias=False),
    ],
    name="small",
)
model.compile(optimizer="adam", loss="mse")
rng = np.random.default_rng(5)
x = rng.normal(size=(8, 3)).astype("float32")
y = rng.normal(size=(8, 2)).astype("float32")
model.fit(x, y, epochs=2, batch_size=4, verbose=0, shuffle=False)


def step():
    model.reset_metrics()  # which old versions don't do
    return float(np.ravel(model.train_on_batch(x, y))[0])


def expected():
    return {
        "x": x.ravel().tolist(),
        "y": y.ravel().tolist(),
        "predict": np.asarray(model.predict(x, verbose=0)).ravel().tolist(),
        "next": [step() for _ in range(3)],
    }


if sys.argv[1:2] == ["npz"]:
    name = sys.argv[2]
    saving_lib.save_model(model, path(name + ".keras"), weights_format="npz")
    with open(path(name + ".json"), "w") as f:
        json.dump(expected(), f)
    sys.exit()

half = keras.Sequential(
    [layers.Input((3,))]
    + [
        layers.Dense(3, activation="tanh", dtype=policy)
        for policy in ("float16", "mixed_float16", "bfloat16", "mixed_bfloat16")
    ]
    + [layers.Dense(2, dtype="float32")]
)
half.compile(optimizer="adam", loss="mse")
half.save(path("half.keras"))
with open(path("half.json"), "w") as f:
    json.dump(
        {
            "x": x.ravel().tolist(),
            "predict": np.asarray(half.predict(x, verbose=0)).ravel().tolist(),
        },
        f,
    )

model.save(path("model.keras"))
model.save(path("model.h5"))
model.save_weights(path("one.weights.h5"))
# Room for the first kernel and bias, say: layers that begin in one file end in another.
model.save_weights(path("several.weights.json"), max_shard_size=70 / 1024**3)
np.savez(path("order.npz"), *model.get_weights())
with open(path("expected.json"), "w") as f:
    json.dump(expected(), f)
