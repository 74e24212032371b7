"""The linear models that may be chosen: each learns from a weighted matrix and comes back as coefficients and bias."""

from __future__ import annotations

import warnings
from typing import Annotated, Any, Literal

import msgspec
import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LogisticRegression
from sklearn.svm import LinearSVC

Linear = tuple[NDArray[np.float32], NDArray[np.float32]]  # coefficients (n_features, n_labels), bias (n_labels,)
Targets = NDArray[np.bool_]  # shape (n_documents, n_labels)

_TOLERANCE = 0.1  # liblinear's own; the accuracy that scikit-learn's 0.0001 has, at a fraction of its time
_SMOOTHING = 0.1  # added to a feature's weight in the documents of either side


class Estimator(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One candidate.

    Attributes
    ----------
    kind : str
        ``svm`` (squared hinge), ``logistic`` or ``complement`` (naive Bayes).
    strength : float
        C of the first two, alpha of the last.
    balance : float
        How far rare labels are weighed up: 0 not at all, 1 to equal shares.
    emphasis : float
        How far features that tell a label from the rest are weighed up for that label, by their log-count ratio:
        0 not at all, 1 wholly.
    """

    kind: Literal["svm", "logistic", "complement"]
    strength: Annotated[float, msgspec.Meta(gt=0)]
    balance: Annotated[float, msgspec.Meta(ge=0, le=1)] = 0.0
    emphasis: Annotated[float, msgspec.Meta(ge=0, le=1)] = 0.0

    @property
    def name(self) -> str:
        """A short readable name, such as ``svm C=0.3 balance=0.5 emphasis=0.5``."""
        if self.kind == "complement":
            return f"complement alpha={self.strength:g}"
        return f"{self.kind} C={self.strength:g} balance={self.balance:g} emphasis={self.emphasis:g}"


def fit_linear(estimator: Estimator, matrix: sp.csr_array, targets: Targets, seed: int) -> Linear:
    """Fit one linear model, each label against the rest.

    Parameters
    ----------
    estimator : Estimator
    matrix : csr_array of float64, shape (n_documents, n_features)
    targets : ndarray of bool, shape (n_documents, n_labels)
    seed : int

    Returns
    -------
    coefficients : ndarray of float32, shape (n_features, n_labels)
    bias : ndarray of float32, shape (n_labels,)
    """
    if estimator.kind == "complement":
        return _complement(estimator.strength, matrix, targets)
    weights = [_positive_weight(column, estimator.balance) for column in targets.T]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # the coefficients are good long before the limit
        one_each = targets.shape[1] > 2 and bool((targets.sum(axis=1) == 1).all() and targets.any(axis=0).all())
        if estimator.kind == "svm" and not estimator.emphasis and one_each:
            return _all_at_once(estimator, weights, matrix, targets, seed)
        return _each_label_alone(estimator, weights, matrix, targets, seed)


def _positive_weight(positive: NDArray[np.bool_], balance: float) -> float:
    share = min(max(float(positive.mean()), 1e-6), 1 - 1e-6)
    return max(1.0, ((1 - share) / share) ** balance) if balance else 1.0


def _learner(estimator: Estimator, weights: dict[int, float], seed: int) -> Any:
    if estimator.kind == "svm":
        return LinearSVC(C=estimator.strength, class_weight=weights, random_state=seed, tol=_TOLERANCE, max_iter=100)
    return LogisticRegression(
        C=estimator.strength,
        class_weight=weights,
        solver="liblinear",
        dual=True,
        random_state=seed,
        tol=_TOLERANCE,
        max_iter=100,
    )


def _all_at_once(
    estimator: Estimator, weights: list[float], matrix: sp.csr_array, targets: Targets, seed: int
) -> Linear:
    """Fit each label against the rest in one call, which copies the matrix once."""
    model = _learner(estimator, dict(enumerate(weights)), seed).fit(matrix, targets.argmax(axis=1))
    return model.coef_.T.astype(np.float32), model.intercept_.astype(np.float32)


def _each_label_alone(
    estimator: Estimator, weights: list[float], matrix: sp.csr_array, targets: Targets, seed: int
) -> Linear:
    coefficients = np.zeros((matrix.shape[1], targets.shape[1]), np.float32)
    bias = np.zeros(targets.shape[1], np.float32)
    total = np.asarray(matrix.sum(axis=0)).ravel()
    for label, positive in enumerate(targets.T):
        if positive.all() or not positive.any():
            bias[label] = 1 if positive.all() else -1
            continue
        factors = _ratio_factors(matrix, positive, total, estimator.emphasis)
        scaled = sp.csr_array((matrix.data * factors[matrix.indices], matrix.indices, matrix.indptr), matrix.shape)
        model = _learner(estimator, {0: 1.0, 1: weights[label]}, seed).fit(scaled, positive.astype(int))
        coefficients[:, label] = model.coef_[0] * factors
        bias[label] = model.intercept_[0]
    return coefficients, bias


def _ratio_factors(
    matrix: sp.csr_array, positive: NDArray[np.bool_], total: NDArray[np.float64], emphasis: float
) -> NDArray[np.float64]:
    """Return a factor for each feature, 1 on average: how unevenly it stands in a label's documents and the rest.

    References
    ----------
    Wang, Manning, "Baselines and bigrams: simple, good sentiment and topic classification", ACL 2012; the ratio's
    absolute value and its interpolation with 1 keep it a reweighting that any linear model can follow.
    """
    if not emphasis:
        return np.ones(matrix.shape[1])
    inside = matrix.T @ positive.astype(np.float64)
    own, rest = inside + _SMOOTHING, total - inside + _SMOOTHING
    ratio = np.abs(np.log((own / own.sum()) / (np.maximum(rest, _SMOOTHING) / rest.sum())))
    factors: NDArray[np.float64] = emphasis * ratio / ratio.mean() + (1 - emphasis)
    return factors


def _complement(alpha: float, matrix: sp.csr_array, targets: Targets) -> Linear:
    """Fit complement naive Bayes without a prior.

    References
    ----------
    Rennie, Shih, Teevan, Karger, "Tackling the poor assumptions of naive Bayes text classifiers", ICML 2003.
    """
    inside = np.asarray(matrix.T @ targets.astype(np.float64))
    total = np.asarray(matrix.sum(axis=0)).reshape(-1, 1)
    complement = np.maximum(total - inside, 0) + alpha
    weights = -np.log(complement / complement.sum(axis=0, keepdims=True))
    weights -= weights.mean(axis=1, keepdims=True)
    return weights.astype(np.float32), np.zeros(targets.shape[1], np.float32)
