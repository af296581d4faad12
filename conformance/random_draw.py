"""Draws the arguments that layers of many kinds take."""

import random

from keras import constraints as c
from keras import initializers as i
from keras import regularizers as r

ACTIVATIONS = [
    "celu", "elu", "exponential", "gelu", "hard_sigmoid", "hard_silu", "hard_tanh", "leaky_relu", "linear", "log_sigmoid", "mish", "relu", "relu6", "selu",
    "sigmoid", "silu", "softplus", "soft_shrink", "softmax", "softsign", "sparse_plus", "sparse_sigmoid", "squareplus", "tanh", "tanh_shrink", "log_softmax",
    "sparsemax", "hard_shrink", "swish", "hard_swish",
]  # fmt: skip

INITIALIZERS = [
    lambda: "glorot_uniform", lambda: "he_normal", lambda: "lecun_uniform", lambda: "ones", lambda: i.RandomNormal(stddev=0.3), lambda: i.RandomUniform(-0.4, 0.4, seed=3),
    lambda: i.TruncatedNormal(0.1, 0.2), lambda: i.Constant(0.2), lambda: i.VarianceScaling(0.5, "fan_avg", "uniform"), lambda: i.HeUniform(seed=5), lambda: i.LecunNormal(),
    lambda: i.GlorotNormal(), lambda: i.Zeros(), lambda: i.Orthogonal(0.8), lambda: i.Identity(0.7),
]  # fmt: skip

REGULARIZERS = [
    lambda: None, lambda: "l1", lambda: "l2", lambda: r.L1(0.003), lambda: r.L2(0.02), lambda: r.L1L2(0.001, 0.01),
]  # fmt: skip

CONSTRAINTS = [
    lambda: None, lambda: "non_neg", lambda: c.MaxNorm(0.7), lambda: c.UnitNorm(axis=0), lambda: c.MinMaxNorm(0.2, 0.9, rate=0.7, axis=0), lambda: "max_norm",
]  # fmt: skip


class Draw(random.Random):
    """A source of arguments. kind is the type that models compute in, batch the size of
    their batches."""

    kind = "float32"
    batch = 4

    def maybe(self, p, value, other=None):
        return value if self.random() < p else other

    def call(self, *choices):
        """What one of some functions returns."""
        return self.choice(choices)()

    def divisor(self, n, *numbers):
        return self.choice([k for k in numbers if n % k == 0])

    def activation(self):
        return self.choice([None, None, "relu", "tanh", self.choice(ACTIVATIONS)])

    def type(self):
        """Now and then another type than the model's."""
        return self.maybe(0.04, {"dtype": "float64" if self.kind == "float32" else "float32"}, {})

    def weights(self, *kinds, activity=True):
        """Arguments of a layer with weights of these kinds: kernel, bias, recurrent …"""
        a = self.type()
        for kind in kinds:
            for what, choices in ("initializer", INITIALIZERS), ("regularizer", REGULARIZERS), ("constraint", CONSTRAINTS):
                if self.random() < 0.2:
                    a[f"{kind}_{what}"] = self.call(*choices)
        if activity and self.random() < 0.12:
            a["activity_regularizer"] = self.call(*REGULARIZERS)
        return a

    def frozen(self):
        """Now and then a layer that isn't trained: one without layers in it, which Keras would train all the same."""
        return self.maybe(0.07, {"trainable": False}, {})

    def each(self, sizes):
        """A number for all axes, or one for each."""
        sizes = tuple(sizes)
        return self.maybe(0.5, sizes, sizes[0])

    def layout(self, x, rank):
        """Arguments that say where the channels are, the sizes of the other axes, and the number of channels."""
        first = None not in x.shape[1:] and self.random() < 0.2
        sizes = x.shape[2 : 2 + rank] if first else x.shape[1 : 1 + rank]
        return {"data_format": "channels_first"} if first else {}, [s or 2 for s in sizes], x.shape[1 if first else -1]

    def window(self, sizes, *padding, regular=False):
        """Arguments of a window that moves over axes of these sizes, with the same steps along all of them if regular."""
        a = {"kernel_size": self.each(self.randint(1, min(3, *sizes, 3)) for _ in sizes), "padding": self.choice(padding)}
        step = lambda: self.randint(1, 2) if regular else self.each(self.randint(1, 2) for _ in sizes)
        if self.random() < 0.3:
            a["strides"] = step()
        elif self.random() < 0.3 and min(sizes) >= 5:
            a["dilation_rate"] = step()
        return a
