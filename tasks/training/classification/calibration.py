"""From scores to probabilities that can be believed, fitted on scores of documents that the model did not see."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import isotonic_regression, minimize

from tasks.classification.task import Calibration, sigmoid, softmax

Array = NDArray[np.float64]
_BIN, _MAX_BINS = 60, 20  # answers in a bin of the curve, and bins
_SHIFT_PENALTY = 0.01  # per label and document; keeps the shifts of rare labels near zero


def fit_calibration(scores: NDArray[Any], targets: NDArray[np.bool_], multilabel: bool) -> Calibration:
    """Fit slopes, shifts and the curve.

    Parameters
    ----------
    scores : ndarray, shape (n_documents, n_columns)
        Scores of documents held out from training.
    targets : ndarray of bool, shape (n_documents, n_columns)
    multilabel : bool

    Returns
    -------
    Calibration
    """
    straight = np.array([0, 1], np.float32)
    if multilabel:
        slopes, shifts = _fit_sigmoids(scores, targets)
        first = Calibration(slopes.astype(np.float32), shifts.astype(np.float32), straight, straight, multilabel)
        seen, right = _curve(first.probabilities(scores).ravel(), targets.ravel())
    else:
        truth = targets.argmax(axis=1)
        slopes, shifts = _fit_softmax(scores, truth)
        if ((scores * slopes + shifts).argmax(axis=1) == truth).mean() < (scores.argmax(axis=1) == truth).mean():
            shifts = np.zeros_like(shifts)  # likelihood must not cost right answers
        first = Calibration(slopes.astype(np.float32), shifts.astype(np.float32), straight, straight, multilabel)
        chances = first.probabilities(scores)
        seen, right = _curve(chances.max(axis=1), chances.argmax(axis=1) == truth)
    return Calibration(first.slopes, first.shifts, seen, right, multilabel)


def _curve(confidence: Array, right: NDArray[np.bool_]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Fit a rising curve from confidence to the share of right answers, by bins of equal size made monotone.

    References
    ----------
    Zadrozny, Elkan, "Transforming classifier scores into accurate multiclass probability estimates", KDD 2002
    (isotonic); bins of equal size keep it smooth.
    """
    order = np.argsort(confidence, kind="stable")
    bins = np.array_split(order, int(np.clip(len(order) // _BIN, 1, _MAX_BINS)))
    seen = np.array([confidence[rows].mean() for rows in bins])
    share = np.array([(right[rows].sum() + seen[i]) / (len(rows) + 1) for i, rows in enumerate(bins)])
    sizes = np.array([len(rows) for rows in bins])
    share = isotonic_regression(share, weights=sizes).x
    inside = (seen > 0) & (seen < 1)
    knots = np.concatenate([[0.0], seen[inside], [1.0]])
    values = np.concatenate([[0.0], share[inside], [max(float(share[-1]), 0.0)]])
    return knots.astype(np.float32), np.maximum.accumulate(values).astype(np.float32)


def _fit_softmax(scores: NDArray[Any], truth: NDArray[np.int64]) -> tuple[Array, Array]:
    """Fit one slope for all labels and a shift for each.

    Parameters
    ----------
    scores : ndarray, shape (n_documents, n_labels)
        Scores of documents held out from training.
    truth : ndarray of int64, shape (n_documents,)

    Returns
    -------
    slopes, shifts : ndarray of float64, shape (n_labels,)

    References
    ----------
    Bias-corrected temperature scaling: Alexandari, Kundaje, Shrikumar, "Maximum likelihood with bias-corrected
    calibration is hard-to-beat at label shift adaptation", ICML 2020.
    """
    scores = np.asarray(scores, np.float64)
    n_documents, n_labels = scores.shape
    hot = np.zeros_like(scores)
    hot[np.arange(n_documents), truth] = 1

    def loss(parameters: Array) -> tuple[float, Array]:
        slope, shifts = np.exp(parameters[0]), parameters[1:]
        chances = softmax(scores * slope + shifts)
        right = chances[np.arange(n_documents), truth]
        wrong = (chances - hot) / n_documents
        gradient = np.concatenate([[(wrong * scores).sum() * slope], wrong.sum(0) + 2 * _SHIFT_PENALTY * shifts])
        return float(-np.log(np.maximum(right, 1e-12)).mean() + _SHIFT_PENALTY * (shifts**2).sum()), gradient

    found = minimize(loss, np.concatenate([[1.0], np.zeros(n_labels)]), jac=True, method="L-BFGS-B").x
    return np.full(n_labels, np.exp(found[0])), found[1:]


def _fit_sigmoids(scores: NDArray[Any], targets: NDArray[np.bool_]) -> tuple[Array, Array]:
    """Fit a slope and a shift for each label, drawn towards those of all labels together.

    Parameters
    ----------
    scores : ndarray, shape (n_documents, n_labels)
    targets : ndarray of bool, shape (n_documents, n_labels)

    Returns
    -------
    slopes, shifts : ndarray of float64, shape (n_labels,)

    References
    ----------
    Platt, "Probabilistic outputs for support vector machines and comparisons to regularized likelihood methods", 1999.
    """
    scores = np.asarray(scores, np.float64)
    common = _fit_sigmoid(scores.ravel(), targets.ravel(), np.array([1.0, 0.0]), 0.0)
    each = [_fit_sigmoid(column, truth, common, 1.0) for column, truth in zip(scores.T, targets.T, strict=True)]
    slopes, logs = np.exp([found[0] for found in each]), [found[1] for found in each]
    return slopes, np.array(logs)


def _fit_sigmoid(scores: Array, truth: NDArray[np.bool_], start: Array, pull: float) -> Array:
    def loss(parameters: Array) -> tuple[float, Array]:
        slope = np.exp(parameters[0])
        logits = slope * scores + parameters[1]
        chances = sigmoid(logits)
        wrong = chances - truth
        away = parameters - start
        gradient = np.array([(wrong * scores).sum() * slope, wrong.sum()]) + 2 * pull * away
        value = (np.logaddexp(0, logits) - truth * logits).sum() + pull * (away**2).sum()
        return float(value), gradient

    found: Array = minimize(loss, start, jac=True, method="L-BFGS-B").x
    return found


def expected_calibration_error(confidence: NDArray[Any], right: NDArray[Any], bins: int = 15) -> float:
    """Return the mean distance between confidence and accuracy over `bins` bins of equal width.

    References
    ----------
    Guo et al., "On calibration of modern neural networks", ICML 2017, equation 3.
    """
    if not len(confidence):
        return 0.0
    index = np.minimum((np.asarray(confidence) * bins).astype(int), bins - 1)
    gaps = np.bincount(index, weights=np.asarray(confidence) - np.asarray(right, float), minlength=bins)
    return float(np.abs(gaps).sum() / len(confidence))


def confidence_for_precision(confidence: NDArray[Any], right: NDArray[Any], precision: float) -> float:
    """Return the lowest threshold above which the share of right answers is at least `precision`.

    Parameters
    ----------
    confidence : ndarray, shape (n_documents,)
    right : ndarray of bool, shape (n_documents,)
    precision : float
        Share of right answers among those given.

    Returns
    -------
    float
        0 when all answers together are precise enough; the highest confidence seen when none are.
    """
    order = np.argsort(-confidence, kind="stable")
    reached = np.cumsum(np.asarray(right)[order]) / np.arange(1, len(order) + 1)
    enough = np.flatnonzero(reached >= precision)
    if not len(enough):
        return float(confidence.max())
    last = int(enough[-1])
    return 0.0 if last == len(order) - 1 else float(confidence[order[last]])
