"""Records a small model that Keras has saved.

    KERAS_BACKEND=jax python record.py     # keras==3.15.1, h5py==3.16.0

The same file comes out each time, but for its dates.
"""

import json
import os
import pathlib

os.environ.setdefault("KERAS_BACKEND", "jax")

import keras
import numpy as np

here = pathlib.Path(__file__).parent

model = keras.Sequential(
    [keras.Input((2,)), keras.layers.Dense(3, "relu", name="first"), keras.layers.Dense(1, name="last")],
    name="small",
)
model.compile(keras.optimizers.SGD(0.1, momentum=0.9), "mse")
model.set_weights([np.arange(w.size, dtype="float32").reshape(w.shape) / 8 for w in model.get_weights()])
model.train_on_batch(np.ones((4, 2)), np.ones((4, 1)))
model.save(here / "small.keras")
variables = {
    "layers/dense": model.layers[0].weights,
    "layers/dense_1": model.layers[1].weights,
    "optimizer": model.optimizer.variables,
}
recorded = {
    owner: [{"dtype": v.dtype, "shape": v.shape, "values": np.ravel(v).tolist()} for v in owned]
    for owner, owned in variables.items()
}
(here / "small.json").write_text(json.dumps(recorded) + "\n", encoding="utf-8")
