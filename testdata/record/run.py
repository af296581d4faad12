"""Runs a family's cases under fixed conditions."""

import importlib
import os
import pathlib
import random
import warnings

os.environ["KERAS_BACKEND"] = "jax"
os.environ["JAX_PLATFORMS"] = "cpu"
os.environ["COLUMNS"] = "80"
os.environ.pop("FORCE_COLOR", None)

import jax
import keras

from .encode import text

jax.config.update("jax_default_matmul_precision", "highest")
warnings.filterwarnings("ignore")

HERE = pathlib.Path(__file__).parent
GOLDEN = HERE.parent / "golden"
MACHINERY = ("__init__", "encode", "formula", "run")
FAMILIES = sorted(p.stem for p in HERE.glob("*.py") if p.stem not in MACHINERY)


def record(family, every=1):
    """The family's cases, or only each every-th of them."""
    cases = importlib.import_module(f".{family}", __package__).cases()
    out = []
    for i, (name, case) in enumerate(cases):
        if i % every:
            continue
        keras.utils.clear_session(free_memory=False)
        keras.utils.set_random_seed(1)
        random.seed(1)
        out.append({"name": name, **case()})
    names = [c["name"] for c in out]
    assert len(set(names)) == len(names), f"{family}: names are not unique: {names}"
    return out
