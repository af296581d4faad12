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


def mlp():
    return keras.Sequential([
        keras.Input((work.PIXELS,)),
        keras.layers.Dense(work.UNITS, activation="sigmoid"),
        keras.layers.Dense(work.UNITS, activation="sigmoid"),
        keras.layers.Dense(work.CLASSES, activation="softmax"),
    ]), "categorical_crossentropy"


def convnet():
    return keras.Sequential([
        keras.Input((28, 28, 1)),
        keras.layers.Conv2D(32, 3, activation="relu"),
        keras.layers.MaxPooling2D(2),
        keras.layers.Conv2D(64, 3, activation="relu"),
        keras.layers.MaxPooling2D(2),
        keras.layers.Flatten(),
        keras.layers.Dropout(0.5),
        keras.layers.Dense(work.CLASSES, activation="softmax"),
    ]), "categorical_crossentropy"


def lstm():
    return keras.Sequential([
        keras.Input((work.STEPS,), dtype="int32"),
        keras.layers.Embedding(work.VOCABULARY, 128),
        keras.layers.LSTM(128),
        keras.layers.Dense(1, activation="sigmoid"),
    ]), "binary_crossentropy"


class Embedded(keras.layers.Layer):
    def __init__(self):
        super().__init__()
        self.token = keras.layers.Embedding(work.VOCABULARY, work.WIDTH)
        self.position = keras.layers.Embedding(work.TOKENS, work.WIDTH)

    def call(self, x):
        return self.token(x) + self.position(keras.ops.arange(0, work.TOKENS, 1))


class Block(keras.layers.Layer):
    def __init__(self):
        super().__init__()
        self.attention = keras.layers.MultiHeadAttention(num_heads=work.HEADS, key_dim=work.WIDTH)
        self.feed_forward = keras.Sequential([
            keras.layers.Dense(work.WIDTH, activation="relu"),
            keras.layers.Dense(work.WIDTH),
        ])
        self.norm1 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.norm2 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.dropout1 = keras.layers.Dropout(0.1)
        self.dropout2 = keras.layers.Dropout(0.1)

    def call(self, x):
        x = self.norm1(x + self.dropout1(self.attention(x, x)))
        return self.norm2(x + self.dropout2(self.feed_forward(x)))


def transformer():
    x = keras.Input((work.TOKENS,), dtype="int32")
    y = Block()(Embedded()(x))
    y = keras.layers.GlobalAveragePooling1D()(y)
    y = keras.layers.Dropout(0.1)(y)
    y = keras.layers.Dense(20, activation="relu")(y)
    y = keras.layers.Dropout(0.1)(y)
    y = keras.layers.Dense(2, activation="softmax")(y)
    return keras.Model(x, y), "sparse_categorical_crossentropy"


model, loss = globals()[work.args.workload]()
model.compile(loss=loss, optimizer="adam", metrics=["accuracy"])


def fit(x, y, batch, epochs, clock):
    model.fit(x, y, batch_size=batch, epochs=epochs, verbose=0, callbacks=[Clock(clock)])


def predict(batch):
    return lambda x: model.predict(x, batch_size=batch, verbose=0)


work.run(fit, predict)
