"""What is learned from held-out texts: the temperature of the scores, and when a text fits no language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import scipy.optimize
import scipy.sparse as sp
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from tasks.language.scores import N_FEATURES, Model, Scores
from tasks.training.language.weights import STEP_NATS

# Languages so near to each other that one stands for the other when it is left out: no test of the fit.
_RELATIVES = (
    ("bs", "hr", "sl", "sr"),
    ("id", "ms"),
    ("da", "nb", "nn", "sv"),
    ("xh", "zu"),
    ("st", "tn"),
    ("cs", "sk"),
)
_NOISE_WEIGHT = 3.0
_NO_LIMIT = -1e6  # where no held-out text is of that length
FIT_LETTERS = (4, 8, 16, 32, 64, 128, 256)
_REAL_REJECTED = (
    0.003,
    0.004,
    0.003,
    0.002,
    0.002,
    0.003,
    0.003,
)  # of held-out real texts of each length, called `und`


@dataclass(frozen=True)
class Judged:
    """Held-out texts as a model sees them: scores by label, and the fit to the language that it takes them for.

    Attributes
    ----------
    by_label : ndarray of float32, shape (n_texts, n_labels)
    n_letters : ndarray of int64, shape (n_texts,)
    features : ndarray of float64, shape (n_texts, 24)
    taken : ndarray of int64, shape (n_texts,)
        Label that each text is taken for.
    """

    by_label: NDArray[np.float32]
    n_letters: NDArray[np.int64]
    features: NDArray[np.float64]
    taken: NDArray[np.int64]


def judge(model: Model, texts: Sequence[str], left_out: NDArray[np.int64] | None = None) -> list[Judged]:
    """Let a model judge texts as they are, and, where given, as if the label `left_out` of each were not supported."""
    scored = [model.score(text) for text in texts]
    plain = _judged(model, scored)
    if left_out is None:
        return [plain]
    columns = np.array(model.columns)
    without = [_without(scores, columns == label) for scores, label in zip(scored, left_out.tolist(), strict=True)]
    return [plain, _judged(model, without)]


def join(parts: Sequence[Judged]) -> Judged:
    """Lay judged texts end to end."""
    names = ("by_label", "n_letters", "features", "taken")
    return Judged(*(np.concatenate([getattr(part, name) for part in parts]) for name in names))


def _without(scores: Scores, columns: NDArray[np.bool_]) -> Scores:
    known = scores.known.copy()
    known[:, columns] = 0
    kept = known.any(1)
    windows = scores.windows.copy()
    windows[:, columns] = 0
    cuts = np.concatenate(([0], np.cumsum(kept)))[scores.cuts].tolist()
    return scores._replace(places=scores.places[kept], known=known[kept], cuts=cuts, windows=windows)


def _judged(model: Model, scored: Sequence[Scores]) -> Judged:
    sums = np.stack([scores.windows.sum(0) for scores in scored])
    columns = sums.argmax(1)
    features = [
        model.fit_features(scores, 0, len(scores.windows), column, row)
        for scores, column, row in zip(scored, columns.tolist(), sums, strict=True)
    ]
    n_letters = np.array([len(scores.found.values) for scores in scored])
    taken = np.array(model.columns)[columns]
    return Judged(model.by_label(sums), n_letters, np.array(features), taken)


def temperature(judged: Judged, truth: NDArray[np.int64]) -> tuple[float, float]:
    """Fit slope and power of ``slope * n_letters ** -power`` by maximum likelihood.

    References
    ----------
    Temperature scaling: Guo, Pleiss, Sun, Weinberger, "On calibration of modern neural networks", ICML 2017; here
    the temperature grows with length, since overlapping n-grams are not independent.
    """
    size = np.maximum(judged.n_letters, 2).astype(np.float64)
    nats = judged.by_label.astype(np.float64) * STEP_NATS
    rows = np.arange(len(truth))

    def loss(parameters: NDArray[np.float64]) -> float:
        logits = nats * (np.exp(parameters[0]) * size ** -parameters[1])[:, None]
        top = logits.max(1)
        return float(np.mean(top + np.log(np.exp(logits - top[:, None]).sum(1)) - logits[rows, truth]))

    found = scipy.optimize.minimize(loss, [np.log(0.4), 0.6], method="Nelder-Mead", options={"maxiter": 60})
    return float(np.exp(found.x[0])), float(found.x[1])


def fit_test(
    real: Judged, strange: Judged, truth: NDArray[np.int64], noise: Judged, labels: Sequence[str]
) -> tuple[dict[str, NDArray[Any]], list[float]]:
    """Learn when a text fits the language that it is taken for.

    Parameters
    ----------
    real : Judged
        Held-out texts.
    strange : Judged
        The same texts judged as if their language were not supported.
    truth : ndarray of int64, shape (n_texts,)
    noise : Judged
    labels : sequence of str

    Returns
    -------
    arrays : dict of str to ndarray
        ``fit_weights`` and ``fit_bias`` of a logistic regression with one intercept a language.
    thresholds : list of float
        The least fit at each of `FIT_LETTERS` letters.
    """
    far = _far(labels)[truth, strange.taken]
    features = np.concatenate((real.features, strange.features[far], noise.features))
    taken = np.concatenate((real.taken, strange.taken[far], noise.taken))
    target = np.arange(len(features)) < len(real.features)
    weight = np.where(np.arange(len(features)) < len(features) - len(noise.features), 1.0, _NOISE_WEIGHT)
    mean, deviation = real.features.mean(0), real.features.std(0) + 1e-9
    intercepts = sp.csr_matrix((np.ones(len(taken)), (np.arange(len(taken)), taken)), shape=(len(taken), len(labels)))
    design = sp.hstack([sp.csr_matrix((features - mean) / deviation), intercepts]).tocsr()
    learned = LogisticRegression(C=1.0, max_iter=400).fit(design, target, sample_weight=weight)
    slopes = learned.coef_[0, :N_FEATURES] / deviation
    bias = learned.coef_[0, N_FEATURES:] + learned.intercept_[0] - float(mean @ slopes)
    fits = real.features @ slopes + bias[real.taken]
    return {"fit_weights": slopes, "fit_bias": bias}, _thresholds(fits, real.n_letters)


def _far(labels: Sequence[str]) -> NDArray[np.bool_]:
    far = np.ones((len(labels), len(labels)), np.bool_)
    for group in _RELATIVES:
        members = [index for index, label in enumerate(labels) if label in group]
        far[np.ix_(members, members)] = False
    return far


def _thresholds(fits: NDArray[np.float64], n_letters: NDArray[np.int64]) -> list[float]:
    found = []
    for letters, rejected in zip(FIT_LETTERS, _REAL_REJECTED, strict=True):
        near = (n_letters >= letters / 1.4) & ((n_letters < letters * 1.4) | (letters == FIT_LETTERS[-1]))
        found.append(float(np.quantile(fits[near], rejected)) if near.any() else _NO_LIMIT)
    return found
