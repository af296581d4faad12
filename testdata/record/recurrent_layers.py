"""Recurrent layers: outputs, states, masks, losses, and gradients by inputs, weights
and first states.

The weights are given, not drawn. The gradients are of the sum of value * w over all
outputs, plus the layer's losses.
"""

from functools import partial

import jax
import jax.numpy as jnp
import keras
import numpy as np
from keras import layers as y
from keras import regularizers as r
from keras.src.backend import get_keras_mask, set_keras_mask

from .encode import array, plain, serialize
from .formula import integers, short

ROWS, CUBE, SEQUENCE, VIDEO = (3, 4), (3, 5, 4), (2, 4, 3, 2), (2, 3, 4, 5, 2)
SERIES, SOLID = (2, 3, 6, 2), (2, 2, 3, 4, 3, 2)


@keras.saving.register_keras_serializable(package="recurrent")
class MinimalCell(keras.Layer):
    """A cell of a user's own, whose output isn't its state."""

    def __init__(self, units, **kwargs):
        super().__init__(**kwargs)
        self.units = units
        self.state_size = [units, units]
        self.output_size = units

    def build(self, shape):
        self.kernel = self.add_weight(shape=(shape[-1], self.units), name="kernel")
        self.decay = self.add_weight(shape=(self.units,), name="decay")

    def call(self, x, states):
        h = jnp.tanh(x @ self.kernel.value + states[0] * self.decay.value)
        return h * states[1], [h, states[1] + h]

    def get_config(self):
        return super().get_config() | {"units": self.units}


def stack():
    return y.StackedRNNCells(
        [y.LSTMCell(3, name="a"), y.GRUCell(2, name="b"), y.SimpleRNNCell(3, name="c")], name="s"
    )


LSTM = partial(y.LSTM, 3)
GRU = partial(y.GRU, 3)
SIMPLE = partial(y.SimpleRNN, 3)
BOTH = partial(y.Bidirectional, name="both")
ALL = {"return_sequences": True, "return_state": True}
PENALTIES = {
    "kernel_regularizer": r.L2(0.1),
    "recurrent_regularizer": "l1",
    "bias_regularizer": r.L1L2(0.1, 0.2),
    "activity_regularizer": r.L2(0.3),
}
LIMITS = {
    "kernel_constraint": "unit_norm",
    "recurrent_constraint": keras.constraints.MaxNorm(0.5),
    "bias_constraint": "non_neg",
}


def sequential(name, of):
    return {
        f"{name}": (of(), CUBE),
        f"{name} sequences": (of(return_sequences=True), CUBE),
        f"{name} states": (of(return_state=True), CUBE),
        f"{name} first state": (of(**ALL), CUBE, {"states": True}),
        f"{name} masked": (of(return_state=True), CUBE, {"mask": True}),
        f"{name} masked sequences": (of(**ALL), CUBE, {"mask": True}),
        f"{name} first state and mask": (of(**ALL), CUBE, {"mask": "argument", "states": True}),
        f"{name} masked zeros": (of(**ALL, zero_output_for_mask=True), CUBE, {"mask": True}),
        f"{name} masked zeros last": (of(zero_output_for_mask=True), CUBE, {"mask": True}),
        f"{name} backwards": (of(go_backwards=True, return_state=True), CUBE),
        f"{name} backwards masked": (of(go_backwards=True, **ALL), CUBE, {"mask": True}),
        f"{name} unrolled masked": (of(unroll=True, return_sequences=True), CUBE, {"mask": True}),
        f"{name} no bias": (of(use_bias=False, activation="relu"), CUBE),
        f"{name} linear": (of(activation=None), CUBE),
        f"{name} penalties": (of(**PENALTIES, return_sequences=True), CUBE),
        f"{name} limits": (of(**LIMITS), CUBE),
        f"{name} frozen": (of(trainable=False), CUBE),
        f"{name} one step": (of(return_sequences=True), (2, 1, 4)),
    }


# name: the layer, the shape of its input, and whether it has a mask and first states.
LAYERS = {
    **sequential("SimpleRNN", SIMPLE),
    **sequential("LSTM", LSTM),
    **sequential("GRU", GRU),
    "LSTM hard": (LSTM(recurrent_activation="hard_sigmoid", unit_forget_bias=False), CUBE),
    "LSTM softmax": (LSTM(recurrent_activation="softmax"), CUBE),
    "LSTM first state, mask not seen": (LSTM(**ALL), CUBE, {"states": True, "mask": True}),
    "GRU reset before": (GRU(reset_after=False, **ALL), CUBE, {"states": True}),
    "GRU reset before no bias": (GRU(reset_after=False, use_bias=False), CUBE),
    "GRU reset before softmax": (GRU(reset_after=False, recurrent_activation="softmax"), CUBE),
    "SimpleRNNCell": (y.SimpleRNNCell(3, activation="sigmoid"), ROWS, {"states": True}),
    "LSTMCell": (y.LSTMCell(3), ROWS, {"states": True}),
    "LSTMCell no bias": (y.LSTMCell(3, use_bias=False, activation="relu"), ROWS, {"states": True}),
    "GRUCell": (y.GRUCell(3), ROWS, {"states": True}),
    "GRUCell reset before": (y.GRUCell(3, reset_after=False), ROWS, {"states": True}),
    "StackedRNNCells": (stack(), ROWS, {"states": True}),
    "RNN LSTMCell": (y.RNN(y.LSTMCell(3, name="c"), return_state=True), CUBE),
    "RNN stack": (y.RNN(stack(), **ALL), CUBE),
    "RNN stack last": (y.RNN(stack(), go_backwards=True), CUBE),
    "RNN stack masked": (y.RNN(stack(), **ALL), CUBE, {"mask": "argument", "states": True}),
    "RNN stack masked zeros": (
        y.RNN(stack(), zero_output_for_mask=True, return_sequences=True),
        CUBE,
        {"mask": True},
    ),
    "RNN own": (y.RNN(MinimalCell(3, name="m"), **ALL), CUBE, {"states": True}),
    "RNN own masked": (
        y.RNN(MinimalCell(3, name="m"), **ALL),
        CUBE,
        {"states": True, "mask": "argument"},
    ),
    "RNN own backwards": (y.RNN(MinimalCell(3, name="m"), go_backwards=True), CUBE),
    "RNN own among others": (
        y.RNN([y.LSTMCell(2, name="a"), MinimalCell(3, name="m"), y.GRUCell(2, name="b")]),
        CUBE,
        {"mask": True},
    ),
    **{
        f"Bidirectional LSTM {mode}": (BOTH(LSTM(name="l"), merge_mode=mode), CUBE)
        for mode in ("concat", "sum", "mul", "ave", None)
    },
    "Bidirectional GRU sequences": (BOTH(GRU(name="g", return_sequences=True)), CUBE),
    "Bidirectional GRU masked": (
        BOTH(GRU(name="g", return_sequences=True), merge_mode="sum"),
        CUBE,
        {"mask": True},
    ),
    "Bidirectional LSTM masked last": (BOTH(LSTM(name="l")), CUBE, {"mask": True}),
    "Bidirectional LSTM masked pair": (
        BOTH(LSTM(name="l", return_sequences=True), merge_mode=None),
        CUBE,
        {"mask": True},
    ),
    "Bidirectional LSTM states": (BOTH(LSTM(name="l", **ALL)), CUBE, {"states": True}),
    "Bidirectional LSTM states and mask": (
        BOTH(LSTM(name="l", **ALL)),
        CUBE,
        {"states": True, "mask": "argument"},
    ),
    "Bidirectional GRU states, mask not seen": (
        BOTH(GRU(name="g", **ALL)),
        CUBE,
        {"states": True, "mask": True},
    ),
    "Bidirectional SimpleRNN pair and states": (
        BOTH(SIMPLE(name="r", **ALL), merge_mode=None),
        CUBE,
        {"states": True},
    ),
    "Bidirectional two": (
        BOTH(LSTM(name="l"), backward_layer=y.GRU(2, name="g", go_backwards=True)),
        CUBE,
    ),
    "Bidirectional RNN stack": (BOTH(y.RNN(stack(), name="r", return_sequences=True)), CUBE),
    "Bidirectional penalties": (BOTH(LSTM(name="l", **PENALTIES)), CUBE),
    "TimeDistributed Dense": (y.TimeDistributed(y.Dense(2, name="d")), CUBE),
    "TimeDistributed masked": (
        y.TimeDistributed(y.Dense(2, name="d", activation="softmax")),
        CUBE,
        {"mask": True},
    ),
    "TimeDistributed penalties": (
        y.TimeDistributed(
            y.Dense(2, name="d", kernel_regularizer="l2", activity_regularizer="l2"),
            activity_regularizer="l1",
        ),
        CUBE,
    ),
    "TimeDistributed LSTM": (y.TimeDistributed(y.LSTM(2, name="l")), SEQUENCE),
    "ConvLSTM1D": (y.ConvLSTM1D(3, 3), SERIES),
    "ConvLSTM1D all": (
        y.ConvLSTM1D(2, 3, strides=2, padding="same", activation="relu", **ALL),
        SERIES,
        {"states": True},
    ),
    "ConvLSTM1D dilated": (y.ConvLSTM1D(2, 2, dilation_rate=2, go_backwards=True), SERIES),
    "ConvLSTM2D": (y.ConvLSTM2D(2, 3), VIDEO),
    "ConvLSTM2D all": (y.ConvLSTM2D(2, (2, 3), padding="same", **ALL), VIDEO, {"states": True}),
    "ConvLSTM2D strides": (y.ConvLSTM2D(2, 2, strides=(1, 2), use_bias=False), VIDEO),
    "ConvLSTM2D first": (
        y.ConvLSTM2D(2, 2, data_format="channels_first", recurrent_activation="hard_sigmoid", **ALL),
        (2, 2, 3, 4, 4),
    ),
    "ConvLSTM2D penalties": (y.ConvLSTM2D(2, 2, unit_forget_bias=False, **PENALTIES), VIDEO),
    "ConvLSTM2D limits": (y.ConvLSTM2D(2, 2, **LIMITS), VIDEO),
    "ConvLSTM3D": (y.ConvLSTM3D(2, 2, padding="same", return_sequences=True), SOLID),
}


def fill(layer):
    for i, v in enumerate(layer.weights):
        v.assign(short(10 + i, 1, *v.shape))


def states_of(layer, x):
    """First states, flat: of a cell or of a layer, for a batch of x."""
    cells = [layer]
    if isinstance(layer, y.Bidirectional):
        cells = [layer.forward_layer, layer.backward_layer]
    shapes = []
    for cell in cells:
        states = cell.get_initial_state(len(x))
        shapes += [s.shape for s in keras.tree.flatten(states)]
    return [jnp.asarray(short(40 + i, 1, *s)) for i, s in enumerate(shapes)]


def packed(layer, states):
    """Flat states as the layer wants them."""
    cell = getattr(layer, "cell", layer)
    if isinstance(cell, y.StackedRNNCells):
        return keras.tree.pack_sequence_as(cell.get_initial_state(1), states)
    return states


def one(layer, shape, options=None):
    options = options or {}
    x = jnp.asarray(short(1, 2, *shape))
    layer.build(x.shape)
    fill(layer)
    states = states_of(layer, x) if options.get("states") else []
    mask = None
    if options.get("mask"):
        mask = integers(3, 3, *shape[:2]) > 0
        mask[0, 0] = mask[1, -1] = False
        mask = jnp.asarray(mask)

    explicit = options.get("mask") == "argument"

    def call(x, states):
        arguments = {"mask": mask} if explicit else {}
        if mask is not None and not explicit:
            set_keras_mask(x, mask)
        if not states:
            out = layer(x, **arguments)
        elif len(shape) == 2:
            out = layer(x, packed(layer, states))
        else:
            out = layer(x, initial_state=packed(layer, states), **arguments)
        return keras.tree.flatten(out)

    w = []

    def total(trainable, x, states):
        # Not stateless_call, which leaves the activity regularizer out.
        variables = zip(layer.trainable_variables, trainable)
        with keras.StatelessScope(list(variables), collect_losses=True):
            values = call(x, states)
            w[:] = [short(20 + i, 1, *v.shape) for i, v in enumerate(values)]
            losses = layer.losses
            masks = [get_keras_mask(v) for v in values]
            loss = sum((v * u).sum() for v, u in zip(values, w)) + sum(losses)
            return loss, (values, masks, losses)

    trainable = [v.value for v in layer.trainable_variables]
    all_of = jax.jit(jax.grad(total, (0, 1, 2), has_aux=True))
    (by_weights, by_x, by_states), (values, masks, losses) = all_of(trainable, x, states)
    out = {
        "layer": serialize(layer),
        "x": array(x),
        "weights": [{"name": v.name, "value": array(v)} for v in layer.weights],
        "values": [array(v) for v in values],
        "w": [array(v) for v in w],
        "losses": [plain(np.asarray(loss)[()]) for loss in losses],
        "gradients": [array(g) for g in by_weights],
        "gradient": array(by_x),
    }
    if states:
        out["states"] = [array(s) for s in states]
        out["state_gradients"] = [array(g) for g in by_states]
    if mask is not None:
        out["mask"] = array(mask)
        out["mask_is_argument"] = explicit
        out["masks"] = [None if m is None else array(m) for m in masks]
    if any(v.constraint for v in layer.weights):
        out["constrained"] = [array(v.constraint(v)) for v in layer.weights]
    return out


STATEFUL = {
    "stateful SimpleRNN": (SIMPLE(stateful=True), CUBE),
    "stateful LSTM": (LSTM(stateful=True, return_sequences=True), CUBE),
    "stateful GRU masked": (GRU(stateful=True), CUBE, 3, True),
    "stateful stack": (y.RNN(stack(), stateful=True), CUBE, 2),  # Keras can't reset it
    "stateful Bidirectional": (BOTH(LSTM(name="l", stateful=True)), CUBE),
    "stateful ConvLSTM2D": (y.ConvLSTM2D(2, 2, stateful=True), VIDEO),
}


def following(layer, shape, batches=3, masked=False):
    """The outputs for batches, of which the third comes after a reset."""
    xs = [jnp.asarray(short(1 + i, 2, *shape)) for i in range(batches)]
    layer.build(xs[0].shape)
    fill(layer)
    mask = jnp.asarray(integers(3, 3, *shape[:2]) > 0) if masked else None
    values = []
    for i, x in enumerate(xs):
        if i == 2:
            layer.reset_state()
        values.append(array(layer(x, mask=mask)))
    out = {
        "layer": serialize(layer),
        "weights": [{"name": v.name, "value": array(v)} for v in layer.weights],
        "batches": [array(x) for x in xs],
        "values": values,
    }
    if mask is not None:
        out["mask"] = array(mask)
    return out


TRAINED = {
    "trained LSTM": (lambda: [LSTM(name="l")], CUBE),
    "trained GRU": (lambda: [GRU(name="g", return_sequences=True), GRU(name="h")], CUBE),
    "trained Bidirectional": (lambda: [BOTH(LSTM(name="l"))], CUBE),
    "trained StackedRNNCells": (lambda: [y.RNN(stack(), name="r")], CUBE),
    "trained ConvLSTM2D": (lambda: [y.ConvLSTM2D(2, 2, name="c"), y.Flatten(name="f")], VIDEO),
}


def trained(layers, shape):
    """The losses of steps of training, and the weights after them."""
    model = keras.Sequential([keras.Input(shape[1:]), *layers(), y.Dense(2, name="out")])
    model.compile("adam", "mse")
    model.optimizer.learning_rate = 0.05
    fill(model)
    before = [{"name": v.name, "value": array(v)} for v in model.weights]
    x, target = short(1, 2, *shape), short(2, 1, shape[0], 2)
    losses = [plain(np.float32(model.train_on_batch(x, target))) for _ in range(3)]
    return {
        "layers": [serialize(layer) for layer in model.layers],
        "x": array(x),
        "target": array(target),
        "weights": before,
        "losses": losses,
        "final": [array(v) for v in model.weights],
    }


def fresh(f, layer, *args):
    """f of a new layer, whose name doesn't depend on those before."""
    return f(layer.from_config(layer.get_config() | {"name": "layer"}), *args)


def cases():
    for name, args in LAYERS.items():
        yield name, partial(fresh, one, *args)
    for name, args in STATEFUL.items():
        yield name, partial(fresh, following, *args)
    for name, args in TRAINED.items():
        yield name, partial(trained, *args)
