"""Models of Keras with what Keras makes of them, for the scripts that test the verbs.

    .venv/bin/python cmd/keras/testdata/models/record.py

NAME.keras is a model; NAME.npz its samples, by the names of inputs and outputs;
NAME_predictions.npz what it gives for them; NAME_score.json what evaluate returns;
NAME_history.json what fit returns for two more epochs without shuffling.
"""

import json
import os
import pathlib

os.environ["KERAS_BACKEND"] = "jax"

import keras
import numpy as np
from keras import layers

HERE = pathlib.Path(__file__).parent


def sequence():
    model = keras.Sequential([keras.Input((4,)), layers.Dense(5, activation="tanh"), layers.Dense(2, name="out")])
    model.compile("rmsprop", "mse", metrics=["mae"])
    return model


def two():
    """Two inputs, a shared layer, two outputs with losses of their own."""
    a, b = keras.Input((4,), name="a"), keras.Input((3,), name="b")
    shared = layers.Dense(5, activation="relu")
    y = layers.Dense(1, name="y")(shared(a))
    z = layers.Dense(3, activation="softmax", name="z")(shared(layers.Dense(4)(b)))
    model = keras.Model([a, b], [y, z])
    model.compile(
        "adam",
        loss=["mse", "sparse_categorical_crossentropy"],
        loss_weights=[1.0, 0.5],
        metrics=[["mae"], ["accuracy"]],
    )
    return model


def output_names(model):
    return getattr(model, "output_names", [model.layers[-1].name])


def samples(model, random):
    n = 40
    x = {i.name: random.normal(size=(n, *i.shape[1:])).astype("float32") for i in model.inputs}
    y = {}
    for name, out in zip(output_names(model), model.outputs):
        if name == "z":
            y[name] = random.integers(0, out.shape[-1], (n, 1)).astype("int32")
        else:
            y[name] = random.normal(size=(n, *out.shape[1:])).astype("float32")
    return x, y


def main():
    for make in sequence, two:
        name = make.__name__
        keras.utils.set_random_seed(1)
        model = make()
        x, y = samples(model, np.random.default_rng(1))
        data = list(x.values()), list(y.values())
        model.fit(*data, epochs=2, verbose=0)
        model.save(HERE / f"{name}.keras")
        np.savez(HERE / f"{name}.npz", **x, **y)
        np.savez(HERE / f"{name}_inputs.npz", **x)
        predictions = model.predict(data[0], verbose=0)
        if len(y) == 1:
            predictions = [predictions]
        np.savez(HERE / f"{name}_predictions.npz", **dict(zip(output_names(model), predictions)))
        score = model.evaluate(*data, verbose=0, return_dict=True)
        (HERE / f"{name}_score.json").write_text(json.dumps(score) + "\n")
        h = model.fit(*data, epochs=2, shuffle=False, verbose=0)
        (HERE / f"{name}_history.json").write_text(json.dumps({"epoch": h.epoch, "history": h.history}) + "\n")


if __name__ == "__main__":
    main()
