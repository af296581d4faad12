"""Compares what config.json says of a model that Keras saved with what it says after the
command rewrote it.

What both say is the same, and Keras makes the same model of both. The command leaves out
what Keras makes anyway: settings and arguments that are the default, and the
build_config of layers that get their weights otherwise or have none.
"""

import json
import zipfile

import keras

NAMELESS = {"shared_object_id"}  # counted anew by every process
FORMS = {"__tensor__": "__numpy__"}  # an array is written as one of NumPy's


def text(path):
    with zipfile.ZipFile(path) as z:
        return json.loads(z.read("config.json"))


def form(x):
    """A metric given by name is written as the object that it is, no metrics as null."""
    if isinstance(x, dict) and x.get("module") == "keras.metrics":
        return x["config"]["name"]
    if x == []:
        return None
    return FORMS.get(x, x) if isinstance(x, str) else x


def differences(got, want, where="", whole=False):
    """Where two trees differ. Unless whole, keys may be missing in the first."""
    got, want = form(got), form(want)
    if isinstance(got, dict) and isinstance(want, dict):
        for k in sorted((got.keys() | want.keys()) - NAMELESS):
            if k not in want:
                yield f"{where}.{k}: received {got[k]}, expected nothing"
            elif k in got:
                yield from differences(got[k], want[k], f"{where}.{k}", whole)
            elif whole and want[k] is not None:
                yield f"{where}.{k}: received nothing, expected {want[k]}"
    elif isinstance(got, (list, tuple)) and isinstance(want, (list, tuple)) and len(got) == len(want):
        for i, (g, w) in enumerate(zip(got, want)):
            yield from differences(g, w, f"{where}[{i}]", whole)
    elif got != want or isinstance(got, bool) != isinstance(want, bool):
        yield f"{where}: received {got!r}, expected {want!r}"


def read(path):
    """The config of the model that Keras makes of a file."""
    return json.loads(json.dumps(keras.saving.serialize_keras_object(keras.saving.load_model(path))))


def compare(got, want):
    """All differences between two files."""
    return [*differences(text(got), text(want)), *differences(read(got), read(want), "read", whole=True)]
