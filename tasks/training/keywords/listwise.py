"""Teach a ranker document by document: every key must stand before the other candidates of its own document."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tasks.training.keywords.adam import Adam

_UNITS = 48
_EPOCHS = 8
_FEWEST_STEPS = 300  # a few documents are read more often
_BATCH = 16
_RATE = 3e-3
_WARM_STEPS = 50
_DECAY = 1e-3
_DROPPED = 0.1
_CLIPPED_PERCENT = 0.5
_USUAL_KEYS = 5  # every key counts the same, so that documents with many count more

Arrays = dict[str, NDArray[Any]]


@dataclass(frozen=True)
class Lesson:
    """A document's keys and some of its other candidates.

    Attributes
    ----------
    rows : ndarray of float32, shape (n_chosen, n_features)
    is_key : ndarray of bool, shape (n_chosen,)
    others : float
        How many of the document's candidates each chosen one that is no key stands for.
    weight : float
        How much the document counts.
    """

    rows: NDArray[np.float32]
    is_key: NDArray[np.bool_]
    others: float
    weight: float


def fit_listwise(lessons: Sequence[Lesson], seed: int) -> Arrays:
    """Fit a network with one hidden layer, and a straight line past it, to the order of each document.

    Parameters
    ----------
    lessons : sequence of Lesson
    seed : int

    Returns
    -------
    dict of str to ndarray
        The arrays of `tasks.keywords.ranker.Ranker`.

    References
    ----------
    Cao et al., "Learning to rank: from pairwise approach to listwise approach", ICML 2007 (top-one probability).
    """
    rng = np.random.default_rng(seed)
    rows = np.concatenate([lesson.rows for lesson in lessons])
    low, high = np.percentile(rows, [_CLIPPED_PERCENT, 100 - _CLIPPED_PERCENT], axis=0)
    clipped = np.clip(rows, low, high)
    mean, scale = clipped.mean(axis=0), 1 / (clipped.std(axis=0) + 1e-3)
    scaled = ((clipped - mean) * scale).astype(np.float32)
    ends = np.cumsum([len(lesson.rows) for lesson in lessons])
    documents = np.split(scaled, ends[:-1])
    network = _Network(rows.shape[1], rng)
    batches = -(-len(lessons) // _BATCH)
    epochs = max(_EPOCHS, _FEWEST_STEPS // batches)
    steps, done = epochs * batches, 0
    for _ in range(epochs):
        order = rng.permutation(len(lessons))
        for begin in range(0, len(order), _BATCH):
            done += 1
            batch = order[begin : begin + _BATCH].tolist()
            rate = _RATE * min(1, done / _WARM_STEPS) * (1.01 - done / steps)
            network.learn([documents[place] for place in batch], [lessons[place] for place in batch], rate)
    is_key = np.concatenate([lesson.is_key for lesson in lessons])
    middle = np.median(network.scores(scaled)[is_key])  # an ordinary key scores one half
    arrays = {"low": low, "high": high, "mean": mean, "scale": scale, "output_bias": -middle, **network.arrays()}
    return {name: np.asarray(values, np.float32) for name, values in arrays.items()}


class _Network:
    def __init__(self, n_features: int, rng: np.random.Generator) -> None:
        self._rng = rng
        self._weights: dict[str, NDArray[np.float32]] = {
            "hidden": rng.normal(0, (2 / n_features) ** 0.5, (n_features, _UNITS)).astype(np.float32),
            "hidden_bias": np.zeros(_UNITS, np.float32),
            "output": rng.normal(0, _UNITS**-0.5, _UNITS).astype(np.float32),
            "straight": np.zeros(n_features, np.float32),
        }
        self._steps = {name: Adam(values.shape) for name, values in self._weights.items()}

    def arrays(self) -> Arrays:
        """Return what `Ranker` needs, with the straight line as one unit of each sign."""
        straight = self._weights["straight"][:, None]
        return {
            "hidden": np.concatenate((self._weights["hidden"], straight, -straight), axis=1),
            "hidden_bias": np.append(self._weights["hidden_bias"], np.zeros(2, np.float32)),
            "output": np.append(self._weights["output"], np.array([1, -1], np.float32)),
        }

    def scores(self, inputs: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return the logit of each row, shape ``(n_rows,)``."""
        units = np.maximum(inputs @ self._weights["hidden"] + self._weights["hidden_bias"], 0)
        scores: NDArray[np.float32] = units @ self._weights["output"] + inputs @ self._weights["straight"]
        return scores

    def learn(self, rows: Sequence[NDArray[np.float32]], lessons: Sequence[Lesson], rate: float) -> None:
        """Take one step on a batch of documents."""
        weights, inputs = self._weights, np.concatenate(rows)
        units = np.maximum(inputs @ weights["hidden"] + weights["hidden_bias"], 0)
        units *= (self._rng.random(units.shape) > _DROPPED) / np.float32(1 - _DROPPED)
        slope = _slopes(lessons, units @ weights["output"] + inputs @ weights["straight"])
        unit_slope = slope[:, None] * weights["output"] * (units > 0) / np.float32(1 - _DROPPED)
        slopes = {
            "hidden": inputs.T @ unit_slope,
            "hidden_bias": unit_slope.sum(axis=0),
            "output": units.T @ slope,
            "straight": inputs.T @ slope,
        }
        for name in weights:
            decay = 0 if name == "hidden_bias" else _DECAY * weights[name]
            weights[name] -= rate * (self._steps[name](slopes[name]) + decay)


def _slopes(lessons: Sequence[Lesson], scores: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the slope of the loss: each key against all candidates of its document that are none (softmax)."""
    out = np.zeros_like(scores)
    begin = 0
    for lesson in lessons:
        end, is_key = begin + len(lesson.is_key), lesson.is_key
        odds = np.exp(scores[begin:end] - scores[begin:end].max())
        total = odds[is_key] + lesson.others * odds[~is_key].sum() + 1e-9
        slope = np.empty(len(odds), np.float32)
        slope[is_key] = odds[is_key] / total - 1
        slope[~is_key] = lesson.others * odds[~is_key] * (1 / total).sum()
        out[begin:end] = slope * (lesson.weight / _USUAL_KEYS / len(lessons))
        begin = end
    return out
