"""The n-gram model of the language task: scores of a text and of its windows, and how well they fit."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from tasks.language.ngrams import N_ORDERS, Letters, Vocabulary, letters, ngram_codes

WINDOW_LETTERS = 24
_MAX_WINDOWS = 16
N_FEATURES = 24  # of a span's fit
_MAX_VARIED_CHARS = 128  # more characters are hardly more different ones
_MAX_FIT_LETTERS = 256  # a longer text has no more to say on its fit
_ONES = np.ones(1 << 14, np.float32)


class Scores(NamedTuple):
    """What the model says of a text, window by window.

    Attributes
    ----------
    text : str
    found : Letters
    places : ndarray of int64, shape (n_known,)
        Index of each n-gram that is known in the codes of the text, laid end to end.
    known : ndarray of uint8, shape (n_known, n_columns)
        Weights of each.
    edges : list of int
        Window ``i`` holds the letters from ``edges[i]`` up to ``edges[i + 1]``.
    cuts : list of int
        Window ``i`` holds the known n-grams from ``cuts[i]`` up to ``cuts[i + 1]``.
    windows : ndarray of float32, shape (n_windows, n_columns)
        Summed weights, in the weights' steps; whole numbers, so that sums are exact in any order.
    """

    text: str
    found: Letters
    places: NDArray[np.int64]
    known: NDArray[np.uint8]
    edges: list[int]
    cuts: list[int]
    windows: NDArray[np.float32]

    def extent(self, first: int, last: int) -> tuple[int, int]:
        """Return where windows from `first` up to `last` begin and end in the text, in code points."""
        positions = self.found.positions
        return max(int(positions[self.edges[first]]), 0), int(positions[self.edges[last] - 1]) + 1

    def n_spaces(self, first: int, last: int) -> int:
        """Return how many spaces there are in windows from `first` up to `last`."""
        spaces = self.found.spaces
        if last - first == len(self.windows):
            return len(spaces)
        return int(spaces.searchsorted(self.edges[last]) - spaces.searchsorted(self.edges[first]))


class Model:
    """Weights of n-grams by column; a column is a language in one script.

    Parameters
    ----------
    arrays : dict of str to ndarray
        ``key_steps``, the differences of the ascending keys of `Vocabulary`, its ``rows`` and ``shifts``; ``weights``
        of uint8, shape (n_rows + 1, n_columns); ``columns``, the label of each column: the labels in order, then
        those of languages in a second script.
    """

    def __init__(self, arrays: dict[str, NDArray[Any]]) -> None:
        keys = np.cumsum(arrays["key_steps"], dtype=np.uint64)
        self._vocabulary = Vocabulary(keys, arrays["rows"], arrays["shifts"])
        self.weights = arrays["weights"]
        self.columns: list[int] = arrays["columns"].tolist()
        self.n_labels = max(self.columns) + 1
        self.column_nats = arrays["column_nats"]
        self._seconds = list(enumerate(self.columns))[self.n_labels :]

    def score(self, text: str) -> Scores:
        """Score a text."""
        found = letters(text)
        places, rows = self._vocabulary.look_up(ngram_codes(found).ravel())
        known = self.weights.take(rows, axis=0)
        count = len(found.values)
        n_windows = min(max(count // WINDOW_LETTERS, 1), _MAX_WINDOWS)
        edges = [count * index // n_windows for index in range(n_windows + 1)]
        cuts = [0, len(places)]
        if n_windows > 1:
            cuts = places.searchsorted([edge * N_ORDERS for edge in edges]).tolist()
        return Scores(text, found, places, known, edges, cuts, _sums(known, cuts))

    def balance(self, found: Letters, before: int, after: int) -> NDArray[np.float64]:
        """Return by letter how much more it speaks for one column than for another, shape (n_letters,).

        A word's n-grams count where they begin.
        """
        places, rows = self._vocabulary.look_up(ngram_codes(found).ravel())
        difference = self.weights[rows, before].astype(np.float64) - self.weights[rows, after]
        balance = np.zeros(len(found.values))
        np.add.at(balance, places // N_ORDERS, difference)
        return balance

    def by_label(self, columns: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return what the best column of each label has, shape (..., n_labels)."""
        labelled = columns.T[: self.n_labels].copy()
        for column, label in self._seconds:
            if columns.ndim > 1:
                np.maximum(labelled[label], columns[:, column], out=labelled[label])
            elif columns[column] > labelled[label]:
                labelled[label] = columns[column]
        return labelled.T

    def column_of(self, columns: NDArray[np.float32], label: int) -> int:
        """Return the column of a label that has most, of one row."""
        best = label
        for column, other in self._seconds:
            if other == label and columns[column] > columns[best]:
                best = column
        return best

    def fit_features(
        self, scores: Scores, first: int, last: int, column: int, sums: NDArray[np.float32]
    ) -> list[float]:
        """Describe how well a run of windows fits the language that it is taken for.

        Parameters
        ----------
        scores : Scores
        first, last : int
            The run of windows, half-open.
        column : int
        sums : ndarray of float32, shape (n_columns,)
            Summed weights of the run.

        Returns
        -------
        list of float, of length 24
            Score, lead and length; of each order the share of n-grams that are known in the language; the share of
            letters in the text, and how many different characters there are.
        """
        edges, cuts = scores.edges, scores.cuts
        size = edges[last] - edges[first]
        start, end = scores.extent(first, last)
        lead, above = self._ahead(sums, column)
        best, lead, above = float(sums[column]) / size, lead / size, above / size
        places = scores.places[cuts[first] : cuts[last]]
        inside = scores.known[cuts[first] : cuts[last], column].nonzero()[0]
        ones, threes, fives = np.bincount(places.take(inside) % N_ORDERS, minlength=N_ORDERS).tolist()
        ones, threes, fives, known = ones / size, threes / size, fives / size, len(places) / size
        words = scores.n_spaces(first, last) / size
        seen = min(size, _MAX_FIT_LETTERS)
        log, root = math.log(seen), math.sqrt(seen)
        variety = math.log(len(set(scores.text[start : min(end, start + _MAX_VARIED_CHARS)])) or 1)
        density = math.log(min(size / max(end - start, 1), 1.0))
        return [
            best, lead, above, log, root, variety, density, best * root, best * log, lead * log, variety * log,
            density * log, known, ones, threes, fives, words, known * log, threes * log, fives * log,
            (1 - ones) * root, (1 - threes) * root, (1 - fives) * root, known * root,
        ]  # fmt: skip

    def _ahead(self, sums: NDArray[np.float32], column: int) -> tuple[float, float]:
        """Return by how much a column has more than the best of another label, and than the mean."""
        others = sums.copy()
        label = self.columns[column]
        others[label] = others[column] = 0
        for second, its_label in self._seconds:
            if its_label == label:
                others[second] = 0
        best = float(sums[column])
        return best - float(np.maximum.reduce(others)), best - float(np.add.reduce(sums)) / len(sums)


def _sums(known: NDArray[np.uint8], cuts: list[int]) -> NDArray[np.float32]:
    gathered = known.astype(np.float32)
    ones = _ONES if len(gathered) <= len(_ONES) else np.ones(len(gathered), np.float32)
    sums = np.empty((len(cuts) - 1, known.shape[1]), np.float32)
    for index, (first, last) in enumerate(pairwise(cuts)):
        # A product with ones adds up faster than any sum along the first axis.
        np.dot(ones[first:last], gathered[first:last], out=sums[index])
    return sums
