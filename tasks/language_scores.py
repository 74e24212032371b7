"""The n-gram model of the language task: scores of texts and of their windows, and how well they fit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tasks.language_ngrams import MAX_ORDER, Vocabulary, letters, ngram_codes

WINDOW_LETTERS = 40
_MAX_WINDOWS = 16
_SPACE = 0x20
N_FEATURES = 23  # of a span's fit

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Scores:
    """What the model says of texts, window by window.

    Attributes
    ----------
    chars : ndarray of uint32, shape (n_letters,)
    positions : ndarray of int64, shape (n_letters,)
    origins : ndarray of int64, shape (n_texts,)
        As in `tasks.language_ngrams.Letters`.
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
    rows: NDArray[np.uint32]
    edges: NDArray[np.int64]
    first_windows: NDArray[np.int64]
    windows: NDArray[np.float32]


class Model:
    """Weights of n-grams by column; a column is a language in one script.

    Parameters
    ----------
    arrays : dict of str to ndarray
        ``key_steps`` (differences of the ascending keys), ``rows`` (see `Vocabulary`), ``weights`` of uint8, shape (n_rows + 1, n_columns), and ``columns``,
        ascending, the label of each column.
    """

    def __init__(self, arrays: dict[str, NDArray[Any]]) -> None:
        self._vocabulary = Vocabulary(np.cumsum(arrays["key_steps"], dtype=np.uint64), arrays["rows"])
        self.weights = arrays["weights"]
        self.columns = arrays["columns"]
        self._first_columns = np.flatnonzero(np.diff(self.columns, prepend=-1))

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
        return Scores(found.chars, found.positions, found.origins, rows, edges, first_windows, self._sums(rows, edges))

    def rows(self, codes: NDArray[np.uint64]) -> NDArray[np.uint32]:
        """Return the row in the weights of each n-gram code."""
        return self._vocabulary.rows(codes)

    def _sums(self, rows: NDArray[np.uint32], edges: NDArray[np.int64]) -> NDArray[np.float32]:
        flat = rows.ravel()
        known = np.flatnonzero(flat)
        gathered = self.weights.take(flat[known], axis=0).astype(np.float32)
        bounds = np.searchsorted(known, edges * MAX_ORDER).tolist()
        ones = np.ones(len(known), np.float32)
        # A product with ones adds up faster than any sum along the first axis.
        return np.stack([ones[first:last] @ gathered[first:last] for first, last in pairwise(bounds)])

    def by_label(self, scores: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return the best column of each label, shape (n, n_labels)."""
        return np.maximum.reduceat(scores, self._first_columns, axis=1)

    def fit_features(
        self, scores: Scores, spans: NDArray[np.int64], columns: NDArray[np.int64], sums: NDArray[np.float32]
    ) -> Floats:
        """Describe how well spans of letters fit the languages that they are taken for.

        Parameters
        ----------
        scores : Scores
        spans : ndarray of int64, shape (n_spans, 2)
            Half-open, in letters, ascending.
        columns : ndarray of int64, shape (n_spans,)
        sums : ndarray of float32, shape (n_spans, n_columns)
            Summed weights of each span.

        Returns
        -------
        ndarray of float64, shape (n_spans, 23)
            Score, lead and length, and of each order the share of n-grams that are known in the language.
        """
        if not len(spans):
            return np.zeros((0, N_FEATURES))
        cover = [self._cover(scores, int(a), int(z), int(c)) for (a, z), c in zip(spans, columns, strict=True)]
        shares = np.array(cover)
        size = np.maximum(spans[:, 1] - spans[:, 0], 1).astype(np.float64)
        best = sums[np.arange(len(sums)), columns].astype(np.float64)
        others = self.by_label(sums).astype(np.float64)
        others[np.arange(len(sums)), self.columns[columns]] = 0
        score, lead, above = best / size, (best - others.max(1)) / size, (best - sums.mean(1)) / size
        log, root = np.log(size), np.sqrt(size)
        return np.column_stack(
            [score, lead, above, log, root, shares, shares[:, 2:] * log[:, None], score * log, lead * log, score * root]
            + [(1 - shares[:, 1:]) * root[:, None]]
        )

    def _cover(self, scores: Scores, start: int, end: int, column: int) -> list[float]:
        rows = scores.rows[start:end]
        known = self.weights[rows, column] > 0
        is_space = scores.chars[start:end] == _SPACE
        n_spaces = int(np.count_nonzero(is_space))
        words = int(np.count_nonzero(known[:, 0] & is_space))
        n_letters = len(rows) - n_spaces
        hits = np.count_nonzero(known, axis=0).tolist()
        # How many n-grams of each order letters between spaces have, near enough for a share.
        n_possible = [n_letters, len(rows), n_letters, *(max(n_letters - k * n_spaces, 1) for k in (1, 2))]
        hits[0] -= words
        return [hit / max(n, 1) for hit, n in zip([*hits, words], [*n_possible, n_spaces], strict=True)]


def _windows(starts: NDArray[np.int64], n_letters: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    edges: list[int] = []
    first_windows = [0]
    for start, end in pairwise([*starts.tolist(), n_letters]):
        n_windows = min(max((end - start) // WINDOW_LETTERS, 1), _MAX_WINDOWS)
        edges += [start + (end - start) * index // n_windows for index in range(n_windows)]
        first_windows.append(len(edges))
    return np.array([*edges, n_letters]), np.array(first_windows)
