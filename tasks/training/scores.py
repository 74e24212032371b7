"""Scores of a classifier: accuracy, F1, calibration, coverage, each headline with a bootstrap interval."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tasks.training.classification.calibration import expected_calibration_error

_RESAMPLES = 1000


def f1(hits: float, said: float, true: float) -> float:
    """Return the harmonic mean of precision and recall from three counts; 0 when nothing was said or true."""
    return 2 * hits / (said + true) if said + true else 0.0


def micro_f1(predicted: NDArray[np.bool_], targets: NDArray[np.bool_]) -> float:
    """Return F1 over all decisions together; both arrays have shape ``(n_documents, n_labels)``."""
    return f1(float((predicted & targets).sum()), float(predicted.sum()), float(targets.sum()))


def per_label(predicted: NDArray[np.bool_], targets: NDArray[np.bool_], labels: Sequence[str]) -> dict[str, Any]:
    """Return precision, recall, F1 and support of each label."""
    table = {}
    for label, said, true in zip(labels, predicted.T, targets.T, strict=True):
        hits = int((said & true).sum())
        table[label] = {
            "precision": hits / max(int(said.sum()), 1),
            "recall": hits / max(int(true.sum()), 1),
            "f1": f1(hits, int(said.sum()), int(true.sum())),
            "support": int(true.sum()),
        }
    return table


def macro_f1(table: dict[str, Any]) -> float:
    """Return the mean F1 of the labels that occur in truth or prediction."""
    values = [row["f1"] for row in table.values() if row["support"] or row["precision"]]
    return float(np.mean(values)) if values else 0.0


def accuracy_at_coverage(confidence: NDArray[Any], right: NDArray[Any], coverage: float) -> float:
    """Return the accuracy on the share `coverage` of documents that the model is surest of."""
    count = max(1, round(coverage * len(confidence)))
    return float(np.asarray(right)[np.argsort(-confidence, kind="stable")[:count]].mean())


def bootstrap_interval(
    n_documents: int, statistic: Callable[[NDArray[np.int64]], float], seed: int = 0, resamples: int = _RESAMPLES
) -> tuple[float, float]:
    """Return the 95 % percentile interval of a statistic of resampled documents.

    Parameters
    ----------
    n_documents : int
    statistic : callable
        Takes indices of documents drawn with replacement.
    seed : int
    resamples : int

    Returns
    -------
    (float, float)

    References
    ----------
    Efron, Tibshirani, "An Introduction to the Bootstrap", 1993, chapter 13.
    """
    draw = np.random.default_rng(seed)
    values = [statistic(draw.integers(0, n_documents, n_documents)) for _ in range(resamples)]
    low, high = np.quantile(values, [0.025, 0.975])
    return float(low), float(high)


def single_label_scores(chances: NDArray[Any], truth: NDArray[np.int64], labels: Sequence[str]) -> dict[str, Any]:
    """Score probabilities where one label holds.

    Parameters
    ----------
    chances : ndarray, shape (n_documents, n_labels)
    truth : ndarray of int64, shape (n_documents,)
        -1 where the true label is not among `labels`.
    labels : sequence of str

    Returns
    -------
    dict
        ``accuracy`` with its interval, ``macroF1``, ``ece``, ``accuracyAt80`` and ``perLabel``.
    """
    best, confidence = chances.argmax(axis=1), chances.max(axis=1)
    right = best == truth
    numbers = np.arange(len(labels))
    table = per_label(best[:, None] == numbers, truth[:, None] == numbers, labels)
    return {
        "documents": len(truth),
        "accuracy": float(right.mean()),
        "accuracyInterval": bootstrap_interval(len(right), lambda rows: float(right[rows].mean())),
        "macroF1": macro_f1(table),
        "ece": expected_calibration_error(confidence, right),
        "accuracyAt80": accuracy_at_coverage(confidence, right, 0.8),
        "perLabel": table,
    }


def several_label_scores(
    chances: NDArray[Any], predicted: NDArray[np.bool_], targets: NDArray[np.bool_], labels: Sequence[str]
) -> dict[str, Any]:
    """Score probabilities where several labels may hold; see `single_label_scores`."""
    table = per_label(predicted, targets, labels)
    hits, said, true = (predicted & targets).sum(1), predicted.sum(1), targets.sum(1)
    return {
        "documents": len(targets),
        "microF1": micro_f1(predicted, targets),
        "microF1Interval": bootstrap_interval(
            len(targets), lambda rows: f1(float(hits[rows].sum()), float(said[rows].sum()), float(true[rows].sum()))
        ),
        "macroF1": macro_f1(table),
        "exactMatch": float((predicted == targets).all(axis=1).mean()),
        "ece": expected_calibration_error(chances.ravel(), targets.ravel()),
        "perLabel": table,
    }
