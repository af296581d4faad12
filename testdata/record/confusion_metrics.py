"""Metrics that count right and wrong predictions: the result after each update."""

from functools import partial

import numpy as np
from keras import metrics as m

from . import metrics as first
from .formula import integers, short
from .more_metrics import one

F = np.float32
LOGITS = first.batches(lambda s, n: (integers(s, 2, n, 3).astype(F), short(s + 1, 4, n, 3)))
PAIRS = first.PAIRS | {"logits": LOGITS}
ALL = ("binary", "binary flat", "binary wide", "one-hot 3-D")
FEW = ("binary", "binary wide")

METRICS = [
    *((cls, {}, ALL) for cls in (m.TruePositives, m.FalsePositives, m.TrueNegatives, m.FalseNegatives)),
    (m.TruePositives, {"thresholds": 0.25}, FEW),
    (m.FalseNegatives, {"thresholds": 0.75}, FEW),
    *((cls, {}, ALL) for cls in (m.Precision, m.Recall)),
    *((cls, {"thresholds": 0.3}, FEW) for cls in (m.Precision, m.Recall)),
    *((cls, {"thresholds": [0.3]}, FEW) for cls in (m.Precision, m.Recall)),
    *((cls, {"thresholds": 0}, ("logits",)) for cls in (m.Precision, m.Recall)),
    *((cls, {"top_k": 2}, ("one-hot", "six")) for cls in (m.Precision, m.Recall)),
    *((cls, {"class_id": 1}, ("one-hot", "binary wide")) for cls in (m.Precision, m.Recall)),
    *((cls, {"class_id": 0, "top_k": 1}, ("one-hot", "six")) for cls in (m.Precision, m.Recall)),
    (m.SensitivityAtSpecificity, {"specificity": 0.5}, ALL),
    (m.SpecificityAtSensitivity, {"sensitivity": 0.3}, ALL),
    (m.PrecisionAtRecall, {"recall": 0.6}, ALL),
    (m.RecallAtPrecision, {"precision": 0.7}, ALL),
    (m.RecallAtPrecision, {"precision": 0.2, "num_thresholds": 1}, FEW),
    (m.SensitivityAtSpecificity, {"specificity": 0.4, "num_thresholds": 7}, FEW),
    (m.PrecisionAtRecall, {"recall": 0.4, "class_id": 2}, ("one-hot", "binary wide")),
    (m.AUC, {}, ALL),
    *(
        (m.AUC, {"curve": curve, "summation_method": method}, FEW)
        for curve in ("ROC", "PR", "PRGAIN")
        for method in ("interpolation", "minoring", "majoring")
    ),
    (m.AUC, {"num_thresholds": 3}, FEW),
    (m.AUC, {"num_thresholds": 2}, FEW),
    (m.AUC, {"thresholds": [0.5, 0.1, 0.7]}, FEW),
    (m.AUC, {"thresholds": [0.25, 0.5, 0.75], "curve": "PR"}, FEW),
    (m.AUC, {"multi_label": True}, ("binary wide",)),
    (m.AUC, {"multi_label": True, "num_labels": 3, "curve": "PR"}, ("binary wide",)),
    (m.AUC, {"multi_label": True, "label_weights": [1.0, 0.5, 2.0]}, ("binary wide",)),
    (m.AUC, {"label_weights": [1.0, 0.5, 2.0]}, ("binary wide",)),
    (m.AUC, {"from_logits": True}, ("logits",)),
]


def cases():
    for cls, args, inputs in METRICS:
        for kind in inputs:
            name = " ".join([cls.__name__, *(f"{k}={v}" for k, v in args.items()), kind])
            make = lambda *_, cls=cls, args=args: cls(**args)
            yield name, partial(one, make, PAIRS[kind])
            if kind != "one-hot 3-D":
                yield f"{name} weights", partial(one, make, PAIRS[kind], first.WEIGHTS["per sample"])
