"""Random models, compiled: sequential ones, and graphs of several inputs and outputs."""

import keras
from keras import layers as y
from random_layers import through
from random_training import judged, optimizer

VOCABULARY = 11  # inputs of integers are class numbers below


def entry(d, name, batch):
    """An input, and what becomes of it first."""
    shape = (lambda s: {"batch_shape": (batch, *s)}) if batch else (lambda s: {"shape": s})
    if d.random() < 0.15:
        i = keras.Input(**shape((d.maybe(0.3, None, d.randint(2, 7)),)), dtype="int32", name=name)
        kind = d.random()
        if kind < 0.15:
            return i, y.CategoryEncoding(VOCABULARY, d.choice(["multi_hot", "count"]))(i)
        a = {"mask_zero": d.random() < 0.6, **d.weights("embeddings", activity=False), **d.frozen()}
        embedding = (y.ReversibleEmbedding if kind < 0.3 else y.Embedding)(VOCABULARY, d.randint(1, 6), **a)
        return i, embedding(embedding(i), reverse=True) if kind < 0.2 else embedding(i)
    rank = d.choice([1, 1, 2, 2, 2, 3, 3, 4, 5])
    size = [d.randint(1, {1: 8, 2: 7, 3: 8, 4: 5, 5: 4}[rank]) for _ in range(rank)]
    if rank == 2 and d.random() < 0.2:
        size[0] = None
    i = keras.Input(**shape(tuple(size)), name=name)
    if rank == 1 and d.random() < 0.1:
        return i, y.Discretization([-0.5, 0.2, 0.9], output_mode="multi_hot")(i)
    return i, y.Masking(0.0)(i) if rank == 2 and d.random() < 0.2 else i


def flattened(x):
    if len(x.shape) == 2:
        return x
    if None not in x.shape[1:]:
        return y.Flatten()(x)
    return y.GlobalAveragePooling1D()(x) if len(x.shape) == 3 else y.GlobalAveragePooling2D()(x)


def graph(d, batch):
    """A functional model and its ends."""
    named = d.random() < 0.5
    called = lambda kind, k: f"{kind}_{'abc'[k]}" if named else None
    entries = [entry(d, called("in", k), batch) for k in range(d.choice([1, 1, 1, 2, 3]))]
    values = [through(d, x, d.randint(1, 4)) for _, x in entries]
    if len(values) > 1:
        values = [flattened(v) for v in values]
        x = y.Concatenate()(values) if d.random() < 0.6 else y.Add()([y.Dense(4)(v) for v in values])
        values = [through(d, x, d.randint(0, 2))]
    ends = [judged(d, through(d, values[0], d.randint(0, 2)), called("out", k)) for k in range(d.choice([1, 1, 1, 2, 3]))]
    form = lambda v, kind: v[0] if len(v) == 1 and d.random() < 0.9 else {called(kind, k): x for k, x in enumerate(v)} if named and d.random() < 0.3 else v
    m = keras.Model(form([i for i, _ in entries], "in"), form([e.output for e in ends], "out"))
    return m, ends, [called("out", k) for k in range(len(ends))] if named else None


def chain(d, batch):
    """A sequential model, of the layers that a way through random ones meets."""
    while True:
        i, x = entry(d, None, batch)
        end = judged(d, through(d, x, d.randint(1, 5)), None)
        layers = keras.Model(i, end.output).layers[1:]
        try:
            m = keras.Sequential([keras.Input(batch_shape=i.shape, dtype=i.dtype), *layers])
            if m.output_shape == end.output.shape:
                return m, [end], None
        except Exception:  # it was no chain
            pass


def model(d):
    """A compiled model and its ends."""
    batch = d.maybe(0.12, d.randint(2, 5))
    d.batch = batch or d.choice([4, 5, 8])
    m, ends, names = (chain if d.random() < 0.3 else graph)(d, batch)
    a = {"loss": [e.loss for e in ends]}
    for key in "metrics", "weighted_metrics":
        if any(found := [getattr(e, key) for e in ends]) or d.random() < 0.3:
            a[key] = found
    if len(ends) > 1 and d.random() < 0.6:
        a["loss_weights"] = [d.choice([0.5, 1.0, 2.0]) for _ in ends]
    if isinstance(m.outputs, list) and isinstance(structure(m), dict) or names and len(ends) > 1 and d.random() < 0.4:
        a = {k: dict(zip(names, v)) for k, v in a.items()}
    elif len(ends) == 1:
        a = {k: v[0] for k, v in a.items()}
    m.compile(optimizer(d), **a)
    return m, ends


def structure(m):
    """What the outputs of a model stand in."""
    return getattr(m, "_outputs_struct", None)


def flat(m, v):
    """A list of what a model gives."""
    if isinstance(v, dict):
        return [v[k] for k in m.output_names]
    return list(v) if isinstance(v, (list, tuple)) else [v]
