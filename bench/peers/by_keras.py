"""Keras's own fit and predict, on the backend that KERAS_BACKEND names."""

import work
import keras

if keras.backend.backend() == "tensorflow":
    import tensorflow as tf

    tf.config.threading.set_intra_op_parallelism_threads(work.args.threads)
elif keras.backend.backend() == "torch":
    import torch

    torch.set_num_threads(work.args.threads)


class Clock(keras.callbacks.Callback):
    def __init__(self, clock):
        super().__init__()
        self.clock = clock

    def on_epoch_begin(self, epoch, logs=None):
        self.clock.begin()

    def on_epoch_end(self, epoch, logs=None):
        self.clock.end()


model = keras.Sequential([
    keras.Input((work.PIXELS,)),
    keras.layers.Dense(work.UNITS, activation="sigmoid"),
    keras.layers.Dense(work.UNITS, activation="sigmoid"),
    keras.layers.Dense(work.CLASSES, activation="softmax"),
])
model.compile(loss="categorical_crossentropy", optimizer="adam", metrics=["accuracy"])


def fit(x, y, batch, epochs, clock):
    model.fit(x, y, batch_size=batch, epochs=epochs, verbose=0, callbacks=[Clock(clock)])


def predict(batch):
    return lambda x: model.predict(x, batch_size=batch, verbose=0)


work.run(fit, predict)
