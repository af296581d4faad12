"""Writes objects.json: what Keras itself writes for the objects of the tests.

Run with keras==3.15.1 and KERAS_BACKEND=jax:

    python record.py > objects.json
"""

import json
import sys

import keras
from keras import initializers, layers, losses, metrics, optimizers, regularizers
from keras.saving import serialize_keras_object
from keras.src.saving import serialization_lib


@keras.saving.register_keras_serializable(package="my_package")
class Scale(keras.layers.Layer):
    def __init__(self, factor=1.0, **kwargs):
        super().__init__(**kwargs)
        self.factor = factor

    def get_config(self):
        return {**super().get_config(), "factor": self.factor}


@keras.saving.register_keras_serializable(package="my_package")
def bump(x):
    return x


def shared():
    h = initializers.HeNormal(seed=7)
    with serialization_lib.ObjectSharingScope():
        return serialize_keras_object(
            [
                layers.Dense(2, name="a", kernel_initializer=h),
                layers.Dense(3, name="b", kernel_initializer=h),
            ]
        )


cases = {
    "dense": layers.Dense(500, name="digits"),
    "dense_full": layers.Dense(
        10,
        name="full",
        activation="softmax",
        use_bias=False,
        trainable=False,
        dtype="mixed_float16",
        kernel_initializer=initializers.HeNormal(seed=1),
        kernel_regularizer=regularizers.L2(1e-4),
    ),
    "dense_custom_activation": layers.Dense(1, name="c", activation=bump),
    "conv2d": layers.Conv2D(8, 3, name="conv", padding="same"),
    "adam": optimizers.Adam(),
    "adam_full": optimizers.Adam(
        learning_rate=0.5, beta_1=0.0, epsilon=1e-8, clipnorm=1.0, amsgrad=True
    ),
    "adam_schedule": optimizers.Adam(
        learning_rate=optimizers.schedules.CosineDecay(1e-5, 1000, alpha=0.1, warmup_target=0.01, warmup_steps=10)
    ),
    "cosine_decay": optimizers.schedules.CosineDecay(0.1, 1000),
    "glorot_uniform": initializers.GlorotUniform(),
    "glorot_uniform_seed": initializers.GlorotUniform(seed=keras.random.SeedGenerator(5)),
    "constant_inf": initializers.Constant(float("-inf")),
    "l2": regularizers.L2(0.01),
    "input": layers.InputLayer(shape=(None, 3), name="inp"),
    "scale": Scale(2.0, name="s"),
    "mse_loss": losses.MeanSquaredError(),
    "mse_metric": metrics.MeanSquaredError(),
    "quantized": keras.dtype_policies.get("int8_from_mixed_bfloat16"),
    "policy": keras.dtype_policies.DTypePolicy("mixed_bfloat16"),
}
out = {k: serialize_keras_object(v) for k, v in cases.items()}
out["shared"] = shared()
out["floats"] = [
    0.0, -0.0, 1.0, 0.1, 1e-3, 1e-4, 1e-5, 1e-7, 1.5e-7, 123456.789, 1e15, 1e16, 1.5e16, 1e17,
    123456789012345680.0, 1e22, 1e100, 5e-324, 1.7976931348623157e308, 0.0010000000474974513,
    2.0 / 3.0, -2.5, 9007199254740993.0, float("inf"), float("-inf"), float("nan"),
]
out["strings"] = ["plain", "\"\\/\b\f\n\r\t\x00\x1f\x7f", "é", "漢字", "😀", "a>b<c&", "\u2028"]
out["snake"] = {
    n: keras.src.utils.naming.to_snake_case(n)
    for n in ["Dense", "Conv2D", "GlorotUniform", "L2", "L1L2", "LSTM", "LSTMCell", "MaxPooling2D",
              "Conv2DTranspose", "RMSprop", "ReLU", "PReLU", "GlobalMaxPool1D", "AUC", "KLDivergence",
              "STFTSpectrogram", "OrthogonalInitializer", "ZeroPadding2D", "_Private", "with_under", "VarianceScaling"]
}
# One case per line, so that a change shows as the line it touches.
sys.stdout.write("{\n")
sys.stdout.write(",\n".join(f"{json.dumps(k)}: {json.dumps(v)}" for k, v in out.items()))
sys.stdout.write("\n}\n")
