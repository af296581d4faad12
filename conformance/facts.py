"""What is known of a model: see facts.go, which says what the names mean."""

import numpy as np

UNBUILT, UNCOMPILED, UNSTEADY, TRAINED = range(4)

TOLERANCE = 1e-5  # relative to the largest number of an array


def load(path):
    with np.load(path) as arrays:
        return dict(arrays)


def of(model, given):
    """The facts of a model for the samples in given. A compiled model makes one step."""
    f = {k: given[k] for k in ("x", "y", "weight", "kind") if k in given}
    predictions = model.predict(f["x"], verbose=0)
    if f["kind"] == UNBUILT:
        f["predictions/shape"] = np.array(predictions.shape, "int32")
    else:
        f["predictions"] = predictions
    if model.compiled != (f["kind"] > UNCOMPILED):
        raise ValueError(f"compiled: received {model.compiled}, expected {not model.compiled}")
    if not model.compiled:
        return f
    score = model.evaluate(f["x"], f["y"], sample_weight=f.get("weight"), verbose=0, return_dict=True)
    # In a list results are in order, but the same metric with and without weights
    # is there twice.
    names = dict.fromkeys(np.atleast_1d(model._flatten_metrics_in_order({name: name for name in score})).tolist())
    for i, name in enumerate(names):
        f[f"score/{i}/{name}"] = np.array(score[name])
    fit = model.fit(f["x"], f["y"], len(f["x"]), sample_weight=f.get("weight"), shuffle=False, verbose=0)
    if f["kind"] == UNSTEADY:
        return f
    for i, name in enumerate(names):
        f[f"step/{i}/{name}"] = np.array(fit.history[name][0])
    for group, variables in ("weights", model.weights), ("optimizer", model.optimizer.variables):
        for i, v in enumerate(variables):
            f[f"{group}/{i}"] = np.array(v)
    return f


def differences(got, want):
    """The facts that aren't as expected, a line for each."""
    for name in sorted(got.keys() | want.keys()):
        if name not in got or name not in want:
            yield f"{name}: received {got.get(name)}, expected {want.get(name)}"
            continue
        g, w = got[name], want[name]
        if g.shape != w.shape:
            yield f"{name}: received shape {g.shape}, expected {w.shape}"
            continue
        g, w = g.astype("float64"), w.astype("float64")
        off = np.max(np.abs(g - w), initial=0) / max(np.max(np.abs(w), initial=0), np.finfo("float64").tiny)
        if not off <= TOLERANCE:
            yield f"{name}: received {g}, expected {w}: {off:.1e} off"
