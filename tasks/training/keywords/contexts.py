"""Vectors of words from the company they keep: words that stand between the same neighbours get like vectors."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from scipy.sparse.linalg import svds

from tasks.keywords.terms import Terms

_SLOTS = (-1, 1, -2, 2)  # the neighbours looked at, by their distance
_NEIGHBOURS = 1500  # the most frequent words; all others count as one
_FEWEST = 3
_SMOOTHING = 0.75  # of the neighbours' frequencies: Levy, Goldberg, Dagan, TACL 3, 2015


def context_vectors(texts: Sequence[Terms], size: int) -> tuple[NDArray[np.uint64], NDArray[np.float32]]:
    """Factor the table of words and their neighbours.

    Parameters
    ----------
    texts : sequence of Terms
    size : int
        Number of dimensions.

    Returns
    -------
    codes : ndarray of uint64, shape (n_words,)
        Codes of the words that stand three times or more.
    vectors : ndarray of float32, shape (n_words, size)
        Of length 1; empty where there are too few words to factor.

    References
    ----------
    Positive pointwise mutual information and its singular vectors: Levy, Goldberg, Dagan, "Improving distributional
    similarity with lessons learned from word embeddings", TACL 3, 2015.
    """
    codes, word, counts = np.unique(np.concatenate([t.codes for t in texts]), return_inverse=True, return_counts=True)
    column = np.full(len(codes), _NEIGHBOURS)
    frequent = np.argsort(-counts, kind="stable")[:_NEIGHBOURS]
    column[frequent] = np.arange(len(frequent))
    breaks = np.concatenate([t.breaks for t in texts])
    columns = np.concatenate([_neighbours(column[word], breaks, slot) for slot in _SLOTS])
    places = np.tile(word, len(_SLOTS))
    kept = counts >= _FEWEST
    shape = (len(codes), len(_SLOTS) * (_NEIGHBOURS + 2))
    table = _information(csr_matrix((np.ones(len(places)), (places, columns)), shape=shape)[kept])
    if min(table.shape) <= size:
        return codes[:0], np.zeros((0, size), np.float32)
    left, strength, _ = svds(table, k=size, rng=np.random.default_rng(0))
    vectors = left * np.sqrt(strength)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True) + 1e-6
    return codes[kept], vectors.astype(np.float32)


def _neighbours(column: NDArray[np.int64], breaks: NDArray[np.bool_], slot: int) -> NDArray[np.int64]:
    """Return the column of each word's neighbour at a distance, the last one where the text breaks before it."""
    distance = abs(slot)
    room = max(len(column) - distance, 0)
    joined = np.ones(room, np.bool_)
    for step in range(distance):
        joined &= ~breaks[step : step + room]
    found = np.full(len(column), _NEIGHBOURS + 1)
    here, there = (slice(distance, None), slice(room)) if slot < 0 else (slice(room), slice(distance, None))
    found[here] = np.where(joined, column[there], found[here])
    return found + _SLOTS.index(slot) * (_NEIGHBOURS + 2)


def _information(counts: csr_matrix) -> csr_matrix:
    """Return the positive pointwise mutual information of rows and columns."""
    total = counts.sum()
    rows, columns = np.asarray(counts.sum(axis=1)).ravel(), np.asarray(counts.sum(axis=0)).ravel()
    cells = counts.tocoo()
    expected = rows[cells.row] * columns[cells.col] ** _SMOOTHING * total ** (1 - _SMOOTHING)
    values = np.maximum(np.log(cells.data * total / expected), 0)
    return csr_matrix((values, (cells.row, cells.col)), shape=counts.shape)
