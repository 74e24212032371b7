"""The linear models that may be chosen: each learns from a weighted matrix and comes back as coefficients and bias."""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LogisticRegression
from sklearn.svm import LinearSVC

Linear = tuple[NDArray[np.float32], NDArray[np.float32]]  # coefficients (n_features, n_labels), bias (n_labels,)
Targets = NDArray[np.bool_]  # shape (n_documents, n_labels)

KINDS = ("svm", "logistic", "complement")


def fit_linear(kind: str, strength: float, balance: float, matrix: sp.csr_array, targets: Targets, seed: int) -> Linear:
    """Fit one linear model, each label against the rest.

    Parameters
    ----------
    kind : str
        ``svm`` (squared hinge), ``logistic`` or ``complement`` (naive Bayes).
    strength : float
        C of the first two, alpha of the last.
    balance : float
        How far rare labels are weighed up: 0 not at all, 1 to equal shares.
    matrix : csr_array of float64, shape (n_documents, n_features)
    targets : ndarray of bool, shape (n_documents, n_labels)
    seed : int

    Returns
    -------
    coefficients : ndarray of float32, shape (n_features, n_labels)
    bias : ndarray of float32, shape (n_labels,)
    """
    if kind == "complement":
        return _complement(strength, matrix, targets)
    weights = [_positive_weight(column, balance) for column in targets.T]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # the coefficients are good long before the limit
        if targets.shape[1] > 2 and (targets.sum(axis=1) == 1).all() and targets.any(axis=0).all():
            return _one_label_each(kind, strength, weights, matrix, targets, seed)
        return _each_label_alone(kind, strength, weights, matrix, targets, seed)


def _positive_weight(positive: NDArray[np.bool_], balance: float) -> float:
    share = min(max(float(positive.mean()), 1e-6), 1 - 1e-6)
    return max(1.0, ((1 - share) / share) ** balance) if balance else 1.0


def _estimator(kind: str, strength: float, weights: dict[int, float], seed: int) -> Any:
    if kind == "svm":
        return LinearSVC(C=strength, class_weight=weights, random_state=seed, max_iter=100)
    return LogisticRegression(
        C=strength, class_weight=weights, solver="liblinear", dual=True, random_state=seed, max_iter=100
    )


def _one_label_each(
    kind: str, strength: float, weights: list[float], matrix: sp.csr_array, targets: Targets, seed: int
) -> Linear:
    if kind != "svm":  # liblinear's logistic regression takes two classes at a time
        return _each_label_alone(kind, strength, weights, matrix, targets, seed)
    model = _estimator(kind, strength, dict(enumerate(weights)), seed).fit(matrix, targets.argmax(axis=1))
    return model.coef_.T.astype(np.float32), model.intercept_.astype(np.float32)


def _each_label_alone(
    kind: str, strength: float, weights: list[float], matrix: sp.csr_array, targets: Targets, seed: int
) -> Linear:
    coefficients = np.zeros((matrix.shape[1], targets.shape[1]), np.float32)
    bias = np.zeros(targets.shape[1], np.float32)
    for label, positive in enumerate(targets.T):
        if positive.all() or not positive.any():
            bias[label] = 1 if positive.all() else -1
            continue
        model = _estimator(kind, strength, {0: 1.0, 1: weights[label]}, seed).fit(matrix, positive.astype(int))
        coefficients[:, label] = model.coef_[0]
        bias[label] = model.intercept_[0]
    return coefficients, bias


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
