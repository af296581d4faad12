"""Records summaries.json: what keras.Model.summary prints about models of all kinds.

    KERAS_BACKEND=jax python internal/table/testdata/record.py

Every case holds the rows as Go gets them and the text, plain and with colours.
"""

import io
import json
import os
import pathlib

os.environ["KERAS_BACKEND"] = "jax"
os.environ["TERM"] = "xterm-256color"

import keras
import rich.console
from keras import layers
from keras.src.utils import summary_utils


class Odd(layers.Layer):
    """A layer with weights of several types."""

    def build(self, shape):
        self.a = self.add_weight(shape=(3, 5), dtype="int8", trainable=False)
        self.b = self.add_weight(shape=(7,), dtype="float64")
        self.built = True

    def call(self, x):
        return x


class VeryLongClassNameThatDoesNotFitIntoAnyColumnOfTheTableAtAll(layers.Layer):
    pass


def hello():
    return keras.Sequential(
        [
            keras.Input((784,)),
            layers.Dense(500, activation="sigmoid"),
            layers.Activation("sigmoid"),
            layers.Dropout(0.5),
            layers.Dense(10, activation="softmax", trainable=False),
        ],
        name="sequential",
    )


def compiled():
    model = hello()
    model.compile("adam", "mse")
    model.optimizer.build(model.trainable_variables)
    return model


def unbuilt():
    return keras.Sequential([layers.Dense(5), layers.Flatten()], name="unbuilt")


def names():
    return keras.Sequential(
        [
            keras.Input((12, 13, 14)),
            layers.BatchNormalization(name="batch_normalization_of_the_first_stage"),
            layers.Flatten(name="a" * 90),
            layers.Dense(123456, name="two words and then a few more words that must wrap"),
            layers.Reshape((3, 4, 8, 1286), name="größer_数字_レイヤー_一二三四五六七八九十一二三"),
            Odd(name="[bold]odd"),
            VeryLongClassNameThatDoesNotFitIntoAnyColumnOfTheTableAtAll(name="x"),
            layers.Reshape((-1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1), name="many"),
        ],
        name="a model whose name is so long that it does not fit into one line of eighty characters",
    )


def functional():
    x = keras.Input((4,), name="inp")
    y = layers.Dense(3)(x)
    return keras.Model(x, layers.Dense(2)(y), name="functional")


def branches():
    a, b = keras.Input((4,), name="a"), keras.Input((4,), name="b")
    shared = layers.Dense(3, name="shared")
    y = layers.Concatenate(name="join")([shared(a), shared(b), layers.Dense(100, name="wide")(a)])
    model = keras.Model([a, b], layers.Dense(2, name="out")(y), name="branches")
    model.get_layer("wide").trainable = False
    return model


def nested():
    inner = keras.Sequential([keras.Input((6,)), layers.Dense(5), layers.Dense(4)], name="inner")
    middle = keras.Sequential([keras.Input((6,)), inner, layers.Dense(7)], name="middle")
    return keras.Sequential([keras.Input((6,)), middle, layers.Dense(1)], name="outer")


def large():
    return keras.Sequential(
        [keras.Input((4096,)), layers.Dense(4096), layers.Dense(70000)], name="large"
    )


CASES = [
    ("hello", hello, {}, 80),
    ("compiled", compiled, {}, 80),
    ("unbuilt", unbuilt, {}, 80),
    ("names", names, {}, 80),
    ("functional", functional, {}, 80),
    ("branches", branches, {}, 80),
    ("branches wide", branches, {"show_trainable": True}, 200),
    ("nested", nested, {"expand_nested": True}, 80),
    ("large", large, {}, 80),
    ("trainable", hello, {"show_trainable": True}, 80),
    ("wide", names, {}, 100),
    ("very wide", names, {}, 300),
    ("narrow", names, {}, 46),
    ("narrowest", hello, {}, 30),
    ("narrow trainable", names, {"show_trainable": True}, 60),
    ("line length", names, {"line_length": 60}, 80),
    ("longer than the terminal", names, {"line_length": 110}, 80),
    ("positions", names, {"positions": [0.2, 0.5, 1.0]}, 80),
    ("positions that leave room", hello, {"positions": [0.2, 0.4, 0.6]}, 80),
    ("positions trainable", hello, {"positions": [0.2, 0.5, 1.0], "show_trainable": True}, 90),
    ("too narrow", hello, {"line_length": 15}, 80),
]


def rows(model, args, connected):
    out = []

    def visit(layer, level):
        row = {"name": layer.name, "class": type(layer).__name__, "level": level}
        row["shape"] = summary_utils.format_layer_shape(layer)
        for code in ("34", "45"):
            row["shape"] = row["shape"].replace(f"[color({code})]", "").replace("[/]", "")
        row["unbuilt"] = not layer.built
        row["params"] = layer.count_params() if layer.built else 0
        row["trainable"] = ("Y" if layer.trainable else "N") if layer.weights else "-"
        row["inputs"] = [
            {"layer": h.operation.name, "node": h.node_index, "tensor": h.tensor_index}
            for n in layer._inbound_nodes
            for h in (t._keras_history for t in n.input_tensors)
        ] if connected else []
        out.append(row)
        if args.get("expand_nested"):
            for child in getattr(layer, "layers", []):
                visit(child, level + 1)

    for layer in model._operations if connected else model.layers:
        visit(layer, 0)
    return out


def count(variables):
    return {
        "params": summary_utils.count_params(variables),
        "bytes": summary_utils.weight_memory_size(variables),
    }


def text(model, args, columns, styled):
    """What summary prints on a console of so many columns."""
    os.environ["COLUMNS"] = str(columns)
    out = io.StringIO()

    class Console(rich.console.Console):
        def __init__(self, **_):
            kind = {"force_terminal": True, "color_system": "256"} if styled else {}
            super().__init__(file=out, highlight=False, width=columns, **kind)

    original, rich.console.Console = rich.console.Console, Console
    try:
        model.summary(**args)
    finally:
        rich.console.Console = original
    return out.getvalue()


def case(name, make, args, columns):
    keras.utils.clear_session()
    model = make()
    connected = name.startswith("branches")
    out = {"name": name, "args": args, "columns": columns, "model": model.name}
    out["connected"] = connected
    out["rows"] = rows(model, args, connected)
    out["trainable"] = count(model.trainable_weights)
    out["non_trainable"] = count(model.non_trainable_weights)
    if model.compiled and model.optimizer.built:
        out["optimizer"] = count(model.optimizer.variables)
    try:
        out["text"] = text(model, args, columns, False)
        out["styled"] = text(model, args, columns, True)
    except ValueError as e:
        out["error"] = str(e)
    return out


if __name__ == "__main__":
    lines = (json.dumps(case(*c), ensure_ascii=False) for c in CASES)
    path = pathlib.Path(__file__).parent / "summaries.json"
    path.write_text("[\n" + ",\n".join(lines) + "\n]\n", encoding="utf-8")
