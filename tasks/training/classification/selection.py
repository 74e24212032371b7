"""Choose among linear models by cross-validation, within a budget of fits, and combine the best into one matrix."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from tasks.classification.features import Block, FeatureSpec
from tasks.training.classification.estimators import Estimator, Linear, Targets, fit_linear
from tasks.training.classification.matrix import Progress, Weighting, take_rows
from tasks.training.folds import Fold

Goodness = Callable[[NDArray[Any], Targets], float]

DEFAULT_FEATURES = FeatureSpec(
    blocks=(
        Block(("words", "pairs")),
        Block(("char3", "char4", "char5")),
        Block(("prefix4", "prefix6")),
        Block(("head",), 0.5),
    )
)


# In the order in which they are tried: a small budget still holds one of each kind.
DEFAULT_CANDIDATES = (
    Estimator("svm", 0.3, 0.5, 0.5),
    Estimator("complement", 1.0),
    Estimator("svm", 0.3, 0.5),
    Estimator("svm", 0.1, 0.0, 0.5),
    Estimator("logistic", 3.0, 0.5, 0.5),
    Estimator("svm", 0.1),
    Estimator("logistic", 1.0, 0.0, 0.5),
    Estimator("svm", 0.05, 0.0, 0.25),
)


@dataclass(frozen=True)
class Member:
    """A chosen candidate and what its scores are multiplied by in the sum."""

    estimator: Estimator
    factor: float


@dataclass(frozen=True)
class Choice:
    """What cross-validation chose.

    Attributes
    ----------
    members : list of Member
    scores : ndarray of float32, shape (n_documents, n_labels)
        Scores of each document by models that did not see it.
    familiarity : ndarray of float64, shape (n_documents,)
        Share of each document's words known to the models that did not see it.
    trials : dict of str to float
        Goodness of every candidate and of the combination.
    """

    members: list[Member]
    scores: NDArray[np.float32]
    familiarity: NDArray[np.float64]
    trials: dict[str, float]


@dataclass(frozen=True)
class Plan:
    """What is tried.

    Attributes
    ----------
    folds : sequence of (train, test) indices
    candidates : sequence of Estimator
    max_rows : int
        Features that a bundle keeps; held-out documents are scored with as many.
    seed : int
    """

    folds: Sequence[Fold]
    candidates: Sequence[Estimator]
    max_rows: int
    seed: int


def choose(
    counts: sp.csr_array,
    targets: Targets,
    plan: Plan,
    weighting_of: Callable[[sp.csr_array], Weighting],
    goodness: Goodness,
    say: Progress,
) -> Choice:
    """Try every candidate on every fold, then add up those that are better together.

    Parameters
    ----------
    counts : csr_array, shape (n_documents, n_hashed)
    targets : ndarray of bool, shape (n_documents, n_labels)
    plan : Plan
    weighting_of : callable
        Learns the weighting from the counts of a fold's training part.
    goodness : callable
        What is maximised, of scores and targets.
    say : callable
        Takes a line of progress.

    Returns
    -------
    Choice
    """
    scores = {estimator: np.zeros(targets.shape, np.float32) for estimator in plan.candidates}
    familiarity = np.ones(len(targets))
    for number, (train, test) in enumerate(plan.folds, 1):
        weighting = weighting_of(take_rows(counts, train))
        seen = weighting.transform(take_rows(counts, train)).astype(np.float64)
        held_out_counts = take_rows(counts, test)
        familiarity[test] = weighting.familiarity(held_out_counts)
        for estimator in plan.candidates:
            coefficients, bias = fit_linear(estimator, seen, targets[train], plan.seed)
            rows = weighting.strongest(coefficients, plan.max_rows)
            held_out = weighting.subset(rows).transform(held_out_counts)
            scores[estimator][test] = held_out @ coefficients[rows] + bias
            reached = goodness(scores[estimator][test], targets[test])
            say(f"fold {number} of {len(plan.folds)}: {estimator.name}: {reached:.4f}")
    tested = np.concatenate([test for _, test in plan.folds])
    return _combine(scores, targets, tested, familiarity, goodness)


def _spread(scores: NDArray[np.float32]) -> float:
    centred = scores - scores.mean(axis=1, keepdims=True)
    return float(centred.std()) or 1.0


def _combine(
    scores: dict[Estimator, NDArray[np.float32]],
    targets: Targets,
    tested: NDArray[np.int64],
    familiarity: NDArray[np.float64],
    goodness: Goodness,
) -> Choice:
    """Add candidates greedily while the sum gets better.

    References
    ----------
    Caruana, Niculescu-Mizil, Crew, Ksikes, "Ensemble selection from libraries of models", ICML 2004.
    """
    trials = {e.name: goodness(s[tested], targets[tested]) for e, s in scores.items()}
    best = max(scores, key=lambda e: trials[e.name])
    scaled = {e: s / _spread(s[tested]) for e, s in scores.items()}
    total, reached, factors = scaled[best], trials[best.name], {best: 1.0}
    for _ in range(3):
        options = [
            (goodness((total + w * scaled[e])[tested], targets[tested]), -w, e)
            for e in scores
            for w in (0.25, 0.5, 1.0)
        ]
        value, negative_weight, estimator = max(options, key=lambda option: option[:2])
        if value <= reached + 1e-9:
            break
        total, reached = total - negative_weight * scaled[estimator], value
        factors[estimator] = factors.get(estimator, 0.0) - negative_weight
    trials["combination"] = reached
    spread = _spread(total[tested])
    members = [Member(e, f / _spread(scores[e][tested]) / spread) for e, f in factors.items()]
    return Choice(members, (total / spread).astype(np.float32), familiarity, trials)


def fit_members(members: Sequence[Member], matrix: sp.csr_array, targets: Targets, seed: int, say: Progress) -> Linear:
    """Fit the chosen candidates on all documents and add their coefficients up; see `fit_linear`."""
    coefficients = np.zeros((matrix.shape[1], targets.shape[1]), np.float32)
    bias = np.zeros(targets.shape[1], np.float32)
    for member in members:
        e = member.estimator
        say(f"fitting {e.name} on all {matrix.shape[0]} documents")
        weights, intercept = fit_linear(e, matrix, targets, seed)
        coefficients += np.float32(member.factor) * weights
        bias += np.float32(member.factor) * intercept
    return coefficients, bias
