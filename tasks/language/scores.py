"""The n-gram model of the language task: scores of texts and of their windows, and how well they fit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tasks.language.ngrams import MAX_ORDER, Vocabulary, letters, ngram_codes

WINDOW_LETTERS = 24
_MAX_WINDOWS = 16
_SPACE = 0x20
N_FEATURES = 27  # of a span's fit

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Scores:
    """What the model says of texts, window by window.

    Attributes
    ----------
    chars : ndarray of uint32, shape (n_letters,)
    positions : ndarray of int64, shape (n_letters,)
    origins : ndarray of int64, shape (n_texts,)
        As in `tasks.language.ngrams.Letters`.
    n_chars : ndarray of int64, shape (n_texts,)
        Length of each text.
    rows : ndarray of uint32, shape (n_letters, 5)
        Row of each n-gram in the weights.
    edges : ndarray of int64, shape (n_windows + 1,)
        Window ``i`` holds the letters from ``edges[i]`` up to ``edges[i + 1]``.
    first_windows : ndarray of int64, shape (n_texts + 1,)
        Text ``i`` holds the windows from ``first_windows[i]`` up to ``first_windows[i + 1]``.
    windows : ndarray of float32, shape (n_windows, n_columns)
        Summed weights, in the weights' steps; whole numbers, so that sums are exact in any order.
    """

    chars: NDArray[np.uint32]
    positions: NDArray[np.int64]
    origins: NDArray[np.int64]
    n_chars: NDArray[np.int64]
    rows: NDArray[np.uint32]
    edges: NDArray[np.int64]
    first_windows: NDArray[np.int64]
    windows: NDArray[np.float32]


class Model:
    """Weights of n-grams by column; a column is a language in one script.

    Parameters
    ----------
    arrays : dict of str to ndarray
        ``key_steps``, the differences of the ascending keys of `Vocabulary`, and its ``rows``; ``weights`` of
        uint8, shape (n_rows + 1, n_columns); ``columns``, ascending, the label of each column.
    """

    def __init__(self, arrays: dict[str, NDArray[Any]]) -> None:
        self._vocabulary = Vocabulary(np.cumsum(arrays["key_steps"], dtype=np.uint64), arrays["rows"])
        self.weights = arrays["weights"]
        self.columns = arrays["columns"]
        self._flat = self.weights.ravel()
        is_first = np.diff(self.columns, prepend=-1) > 0
        self._first_columns, self._doubled = np.flatnonzero(is_first), np.flatnonzero(~is_first)

    def score(self, texts: Sequence[str]) -> Scores:
        """Score texts.

        Parameters
        ----------
        texts : sequence of str

        Returns
        -------
        Scores
        """
        found = letters(texts)
        rows = self.rows(ngram_codes(found.chars))
        edges, first_windows = _windows(found.starts, len(found.chars))
        n_chars = np.array([len(text) for text in texts])
        sums = self._sums(rows, edges)
        return Scores(found.chars, found.positions, found.origins, n_chars, rows, edges, first_windows, sums)

    def rows(self, codes: NDArray[np.uint64]) -> NDArray[np.uint32]:
        """Return the row in the weights of each n-gram code."""
        return self._vocabulary.rows(codes)

    def _sums(self, rows: NDArray[np.uint32], edges: NDArray[np.int64]) -> NDArray[np.float32]:
        flat = rows.ravel()
        known = np.flatnonzero(flat)
        gathered = self.weights.take(flat[known], axis=0).astype(np.float32)
        bounds = np.searchsorted(known, edges * MAX_ORDER).tolist()
        ones = np.ones(len(known), np.float32)
        sums = np.empty((len(edges) - 1, self.weights.shape[1]), np.float32)
        for index, (first, last) in enumerate(pairwise(bounds)):
            # A product with ones adds up faster than any sum along the first axis.
            np.dot(ones[first:last], gathered[first:last], out=sums[index])
        return sums

    def by_label(self, scores: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return the best column of each label, shape (n, n_labels)."""
        if len(self._doubled) == 0:
            return scores.copy()
        labelled = scores.take(self._first_columns, axis=1)
        for column in self._doubled:
            label = self.columns[column]
            np.maximum(labelled[:, label], scores[:, column], out=labelled[:, label])
        return labelled

    def column_of(self, sums: NDArray[np.float32], labels: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return the best column of the given label of each row of sums."""
        columns = self._first_columns[labels]
        for column in self._doubled:
            rows = np.flatnonzero(self.columns[column] == labels)
            better = rows[sums[rows, column] > sums[rows, columns[rows]]]
            columns[better] = column
        return columns

    def fit_features(
        self, scores: Scores, spans: NDArray[np.int64], columns: NDArray[np.int64], sums: NDArray[np.float32]
    ) -> Floats:
        """Describe how well spans of letters fit the languages that they are taken for.

        Parameters
        ----------
        scores : Scores
        spans : ndarray of int64, shape (n_spans, 2)
            Half-open, in letters; neighbours without a gap.
        columns : ndarray of int64, shape (n_spans,)
        sums : ndarray of float32, shape (n_spans, n_columns)
            Summed weights of each span.

        Returns
        -------
        ndarray of float64, shape (n_spans, 27)
            Score, lead and length; of each order the share of n-grams that are known in the language; the share of
            letters in the text, and how many different ones there are.
        """
        size = (spans[:, 1] - spans[:, 0]).astype(np.float64)
        index = np.arange(len(sums))
        best = sums[index, columns].astype(np.float64)
        others = self.by_label(sums)
        others[index, self.columns[columns]] = 0
        features = np.empty((len(sums), N_FEATURES))
        base = features.T
        base[0] = best / size
        base[1] = (best - others.max(1)) / size
        base[2] = (best - sums.mean(1)) / size
        base[3] = log = np.log(size)
        base[4] = root = np.sqrt(size)
        base[5] = np.log([len(set(scores.chars[a:z].tolist())) for a, z in spans.tolist()])
        base[6] = np.log(size / (scores.positions[spans[:, 1] - 1] - scores.positions[spans[:, 0]] + 1))
        base[7] = base[0] * root
        base[8:10] = base[:2] * log
        base[10:12] = base[5:7] * log
        base[12:18] = shares = self._shares(scores, spans, columns).T
        base[18:22] = shares[2:] * log
        base[22:27] = (1 - shares[1:]) * root
        return features

    def _shares(self, scores: Scores, spans: NDArray[np.int64], columns: NDArray[np.int64]) -> Floats:
        first, last = int(spans[0, 0]), int(spans[-1, 1])
        n_chars = spans[:, 1] - spans[:, 0]
        column = np.repeat(columns, n_chars)[:, None]
        n_columns = self.weights.shape[1]
        hits = np.empty((last - first, MAX_ORDER + 2), np.int64)
        np.greater(self._flat.take(scores.rows[first:last] * np.int64(n_columns) + column), 0, out=hits[:, :MAX_ORDER])
        hits[:, -1] = scores.chars[first:last] == _SPACE
        hits[:, MAX_ORDER] = hits[:, 0] * hits[:, -1]
        counts = np.add.reduceat(hits, spans[:, 0] - first, axis=0)
        n_spaces = counts[:, -1]
        counts[:, 0] -= counts[:, MAX_ORDER]
        # How many n-grams of each order letters between spaces have, near enough for a share.
        possible = np.empty((len(spans), MAX_ORDER + 1), np.int64)
        possible[:, 1] = n_chars
        possible[:, 0] = possible[:, 2] = n_chars - n_spaces
        possible[:, 3] = n_chars - 2 * n_spaces
        possible[:, 4] = n_chars - 3 * n_spaces
        possible[:, 5] = n_spaces
        return counts[:, : MAX_ORDER + 1] / np.maximum(possible, 1)


def _windows(starts: NDArray[np.int64], n_letters: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    edges: list[int] = []
    first_windows = [0]
    for start, end in pairwise([*starts.tolist(), n_letters]):
        size = end - start
        n_windows = min(max(size // WINDOW_LETTERS, 1), _MAX_WINDOWS)
        edges.extend([start + size * index // n_windows for index in range(n_windows)])
        first_windows.append(len(edges))
    edges.append(n_letters)
    return np.array(edges), np.array(first_windows)
