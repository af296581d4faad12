"""Records testdata/keras.json: what real Keras does with data.

    .venv/bin/python data/testdata/record.py
"""

import json
import os
import pathlib
import warnings

os.environ["KERAS_BACKEND"] = "jax"

import numpy as np
from keras.src.trainers.data_adapters import array_slicing, data_adapter_utils
from keras.src.trainers.epoch_iterator import EpochIterator


def splits():
    for n in (2, 3, 7, 10, 100, 101, 60000):
        for fraction in (0.05, 0.1, 0.2, 0.25, 0.3, 1 / 3, 0.5, 0.7, 0.9, 0.99):
            try:
                (train, _), _ = array_slicing.train_validation_split((np.zeros(n), None), fraction)
                at = train.shape[0]
            except ValueError:
                at = -1
            yield {"n": n, "fraction": fraction, "at": at}


def class_weights():
    weights = {0: 0.5, 2: 3.0, -1: 7.0}
    for y in (
        [0, 1, 2, 2, -1],
        [[0.0], [1.0], [2.0]],
        [0.5, 1.5, 2.5, -0.6, 1.4999],
        [[0, 0, 1], [1, 0, 0], [0.2, 0.2, 0.1], [0, 1, 1]],
        [[1.0, 5.0], [9.0, 2.0]],
    ):
        got = data_adapter_utils.class_weight_to_sample_weights(np.array(y, "float64"), weights)
        yield {"y": y, "weights": {str(k): v for k, v in weights.items()}, "want": got.tolist()}


def epochs():
    for n, batch, steps, count in (
        (10, 4, None, 3), (10, None, None, 2), (70, None, None, 2), (10, 4, 2, 4), (10, 4, 3, 2), (10, 4, 1, 5),
        (10, 4, 5, 3), (12, 4, 2, 4), (10, None, 3, 3), (10, None, 10, 2), (10, None, 20, 2), (9, 2, 4, 4),
    ):
        it = EpochIterator(np.arange(n), batch_size=batch, steps_per_epoch=steps)
        got = []
        with warnings.catch_warnings(record=True) as seen:
            warnings.simplefilter("always")
            for _ in range(count):
                got.append([[int(v) for v in np.ravel(data)] for _, _, batches in it for data in batches])
        warned = sum("ran out of data" in str(w.message) for w in seen)
        yield {"n": n, "batch": batch or 0, "steps": steps or 0, "epochs": got, "warnings": warned, "num_batches": it.num_batches}


def cardinality():
    for sizes in ([[3], [4]], [[3, 4]], [[5, 5], [5, 6], [5, 5]], [[2], [2], [1]]):
        try:
            data_adapter_utils.check_data_cardinality([[np.zeros((n, 2)) for n in part] for part in sizes])
        except ValueError as e:
            yield {"sizes": sizes, "error": str(e)}


if __name__ == "__main__":
    parts = {f.__name__: list(f()) for f in (splits, class_weights, epochs, cardinality)}
    lines = ",\n".join(f'"{k}": [\n' + ",\n".join(json.dumps(c) for c in v) + "\n]" for k, v in parts.items())
    (pathlib.Path(__file__).parent / "keras.json").write_text("{\n" + lines + "\n}\n")
