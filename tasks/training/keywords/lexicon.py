"""Teach the lexicon which phrases people choose: a network over word vectors, by back-propagation in arrays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from tasks.keywords.candidates import MAX_TERMS
from tasks.keywords.lexicon import phrase_inputs, phrase_places, rows_of, vector_rows
from tasks.training.keywords.adam import Adam
from tasks.training.keywords.contexts import context_vectors
from tasks.training.keywords.example import Example

BITS = 16
_DIMENSIONS = 16
_UNITS = 40
_EPOCHS = 4
_FEWEST_STEPS = 100  # a few documents are read more often
_BATCH = 8
_RATE = 3e-3
_WARM_STEPS = 50
_OTHERS = 400  # candidates of a document that are no keys and yet learned from
_CONTEXT_LENGTH = 0.4  # how much of a vector its neighbours tell before learning
_VECTOR_DECAY = 0.1
_WEIGHT_DECAY = 1e-3
_DROPPED_UNITS = 0.2
_DROPPED_WORDS = 0.25  # whose endings and neighbours alone must tell
_DROPPED_ENDINGS = 0.1
_USUAL_DOCUMENTS = 500

Arrays = dict[str, NDArray[Any]]


@dataclass(frozen=True)
class _Lesson:
    """A document cut down to the terms that its chosen candidates touch.

    Attributes
    ----------
    rows : ndarray of int64, shape (n_terms, 5)
    places : ndarray of int64, shape (n_candidates, 4)
        As of `phrase_places`, -1 where the text breaks.
    is_key : ndarray of bool, shape (n_candidates,)
    heads : tuple of int
        The scores that learn from this document.
    weight : float
    """

    rows: NDArray[np.int64]
    places: NDArray[np.int64]
    is_key: NDArray[np.bool_]
    heads: tuple[int, ...]
    weight: float


def fit_lexicon(examples: Sequence[Example], styles: Sequence[Sequence[str]], seed: int) -> Arrays:
    """Fit one network with a score per style; a style without documents learns from all.

    Parameters
    ----------
    examples : sequence of Example
    styles : sequence of sequence of str
        Sources that each score learns from.
    seed : int

    Returns
    -------
    dict of str to ndarray
        The arrays of `tasks.keywords.lexicon.Lexicon`, in half precision.
    """
    rng = np.random.default_rng(seed)
    lessons = _lessons(examples, styles, rng)
    network = _Network(len(styles), rng)
    network.know(*context_vectors([example.terms for example in examples], _DIMENSIONS))
    batches = -(-len(lessons) // _BATCH)
    epochs = max(_EPOCHS, _FEWEST_STEPS // batches)
    steps, done = epochs * batches, 0
    for _ in range(epochs):
        order = rng.permutation(len(lessons))
        for begin in range(0, len(order), _BATCH):
            done += 1
            rate = _RATE * min(1, done / _WARM_STEPS) * (1.01 - done / steps)
            network.learn([lessons[place] for place in order[begin : begin + _BATCH]], rate)
    return {name: values.astype(np.float16) for name, values in network.finished(lessons).items()}


def _lessons(examples: Sequence[Example], styles: Sequence[Sequence[str]], rng: np.random.Generator) -> list[_Lesson]:
    taught = {example.source for example in examples}
    heads = {
        source: tuple(head for head, sources in enumerate(styles) if source in sources or not taught & set(sources))
        for source in taught
    }
    sizes = {source: sum(example.source == source for example in examples) for source in taught}
    return [
        _lesson(example, heads[example.source], (_USUAL_DOCUMENTS / sizes[example.source]) ** 0.5, rng)
        for example in examples
        if heads[example.source]
    ]


def _lesson(example: Example, heads: tuple[int, ...], weight: float, rng: np.random.Generator) -> _Lesson:
    others = np.flatnonzero(~example.is_key)
    kept = rng.choice(others, min(_OTHERS, len(others)), replace=False)
    chosen = np.sort(np.concatenate((np.flatnonzero(example.is_key), kept)))
    edge = len(example.terms)
    places = phrase_places(example.terms, example.candidates)[chosen]
    inner = [np.minimum(places[:, 1] + step, places[:, 2]) for step in range(MAX_TERMS)]
    used = np.unique(np.concatenate((places.ravel(), *inner)))
    used = used[used < edge]
    place_of = np.full(edge + 1, -1)
    place_of[used] = np.arange(len(used))
    rows = vector_rows(example.terms, BITS)[used]
    return _Lesson(rows, place_of[places], example.is_key[chosen], heads, weight)


class _Network:
    """The network while it learns; `finished` gives what the lexicon needs."""

    def __init__(self, n_heads: int, rng: np.random.Generator) -> None:
        n_inputs = 5 * _DIMENSIONS + MAX_TERMS
        self._rng = rng
        self._known = np.zeros((1 << BITS, _DIMENSIONS), np.float32)  # what vectors are drawn back to
        self._vectors = rng.normal(0, 0.05, self._known.shape).astype(np.float32)
        self._weights: dict[str, NDArray[np.float32]] = {
            "edge": rng.normal(0, 0.1, _DIMENSIONS).astype(np.float32),
            "hidden": rng.normal(0, (2 / n_inputs) ** 0.5, (n_inputs, _UNITS)).astype(np.float32),
            "hidden_bias": np.zeros(_UNITS, np.float32),
            "output": rng.normal(0, _UNITS**-0.5, (_UNITS, n_heads)).astype(np.float32),
        }
        self._steps = {name: Adam(values.shape) for name, values in self._weights.items()}
        self._vector_steps = Adam(self._vectors.shape, second=0.99)

    def know(self, codes: NDArray[np.uint64], vectors: NDArray[np.float32]) -> None:
        """Begin from vectors of words."""
        rows = rows_of(codes, BITS)
        self._known[rows] = _CONTEXT_LENGTH * vectors
        self._vectors[rows] = self._known[rows]

    def finished(self, lessons: Sequence[_Lesson]) -> dict[str, NDArray[np.float32]]:
        """Return all arrays; vectors that no lesson touched are what was known before."""
        touched = np.zeros(len(self._vectors), np.bool_)
        for lesson in lessons:
            touched[lesson.rows] = True
        return {"vectors": np.where(touched[:, None], self._vectors, self._known), **self._weights}

    def learn(self, lessons: Sequence[_Lesson], rate: float) -> None:
        """Take one step on a batch."""
        rng, weights = self._rng, self._weights
        rows = np.concatenate([lesson.rows for lesson in lessons])
        places = _joined_places(lessons)
        mask = _mask(rows.shape, rng)
        vectors = (self._vectors[rows] * mask[:, :, None]).sum(axis=1)
        inputs = phrase_inputs(vectors, weights["edge"], places)
        units = np.maximum(inputs @ weights["hidden"] + weights["hidden_bias"], 0)
        units *= (rng.random(units.shape) > _DROPPED_UNITS) / np.float32(1 - _DROPPED_UNITS)
        slope = _slopes(lessons, units @ weights["output"])
        # Where a unit is silent or dropped it is zero; the others passed on 1 / (1 - dropped) of what came.
        unit_slope = (slope @ weights["output"].T) * (units > 0) / np.float32(1 - _DROPPED_UNITS)
        vector_slope, edge_slope = _vector_slopes(unit_slope @ weights["hidden"].T, places, len(vectors))
        slopes = {
            "edge": edge_slope,
            "hidden": inputs.T @ unit_slope,
            "hidden_bias": unit_slope.sum(axis=0),
            "output": units.T @ slope,
        }
        for name in weights:
            decay = _WEIGHT_DECAY * weights[name] if name in ("hidden", "output") else 0
            weights[name] -= rate * (self._steps[name](slopes[name]) + decay)
        self._move_vectors(rows, (vector_slope[:, None, :] * mask[:, :, None]).reshape(-1, _DIMENSIONS), rate)

    def _move_vectors(self, rows: NDArray[np.int64], slopes: NDArray[np.float32], rate: float) -> None:
        touched, inverse = np.unique(rows.ravel(), return_inverse=True)
        step = self._vector_steps.at(touched, _summed(inverse, slopes, len(touched)))
        away = self._vectors[touched] - self._known[touched]
        self._vectors[touched] -= rate * (step + _VECTOR_DECAY * away)


def _joined_places(lessons: Sequence[_Lesson]) -> NDArray[np.int64]:
    offsets = np.cumsum([0, *(len(lesson.rows) for lesson in lessons)]).tolist()
    edge = offsets.pop()
    return np.concatenate(
        [
            np.where(lesson.places < 0, edge, lesson.places + offset)
            for lesson, offset in zip(lessons, offsets, strict=True)
        ]
    )


def _mask(shape: tuple[int, ...], rng: np.random.Generator) -> NDArray[np.float32]:
    """Return 0 for the views of a word that are not to be seen: word and stem together, each ending alone."""
    mask = np.ones(shape, np.float32)
    mask[rng.random(shape[0]) < _DROPPED_WORDS, :2] = 0
    mask[:, 2:4][rng.random((shape[0], 2)) < _DROPPED_ENDINGS] = 0
    return mask


def _slopes(lessons: Sequence[_Lesson], scores: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the slope of the loss: each key against all of its document's candidates that are none (softmax).

    References
    ----------
    Cao et al., "Learning to rank: from pairwise approach to listwise approach", ICML 2007 (top-one probability).
    """
    out = np.zeros_like(scores)
    begin = 0
    for lesson in lessons:
        end, is_key = begin + len(lesson.is_key), lesson.is_key
        for head in lesson.heads:
            odds = np.exp(scores[begin:end, head] - scores[begin:end, head].max())
            keys, others = odds[is_key], odds[~is_key]
            total = keys + others.sum() + 1e-9
            slope = np.empty(len(odds), np.float32)
            slope[is_key] = keys / total - 1
            slope[~is_key] = others * (1 / total).sum()
            out[begin:end, head] = slope * (lesson.weight / is_key.sum() / len(lessons))
        begin = end
    return out


def _vector_slopes(
    slopes: NDArray[np.float32], places: NDArray[np.int64], n_terms: int
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Carry slopes of the inputs back to the terms' vectors and to the edge."""
    at_places = slopes[:, : 4 * _DIMENSIONS].reshape(-1, _DIMENSIONS)
    terms = _summed(places.ravel(), at_places, n_terms + 1)
    begins, ends = places[:, 1], places[:, 2] + 1
    of_mean = slopes[:, 4 * _DIMENSIONS : 5 * _DIMENSIONS] / (ends - begins)[:, None]
    changes = _summed(np.concatenate((begins, ends)), np.concatenate((of_mean, -of_mean)), n_terms + 1)
    within = np.cumsum(changes, axis=0)[:-1]
    return (terms[:-1] + within).astype(np.float32), terms[-1]


def _summed(groups: NDArray[np.int64], values: NDArray[Any], n_groups: int) -> NDArray[np.float32]:
    """Add up rows by group, shape ``(n_groups, n_columns)``."""
    ones = np.ones(len(groups), np.float32)
    membership = csr_matrix((ones, (groups, np.arange(len(groups)))), shape=(n_groups, len(groups)))
    return np.asarray(membership @ values, np.float32)
