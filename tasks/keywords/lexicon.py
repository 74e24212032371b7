"""What words, endings and neighbours say about a phrase: a small network over word vectors, in place of a tagger."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tasks.keywords.candidates import MAX_TERMS, Candidates
from tasks.keywords.terms import Terms

PHRASE, TOPIC, TRADE = range(3)
_ENDINGS_CHARS = (3, 5)
_LONGEST_TOLD = 12  # longer words are all alike
_GREATEST = 12  # a score further than this from the document's mean says no more
# Odd multipliers, one per kind of view; the high bits of the product are the row (Knuth, TAOCP vol. 3, 6.4).
_SALTS = np.array([0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9, 0x94D049BB133111EB, 0xD6E8FEB86659FD93], np.uint64)
_ROW_SALT = np.uint64(0x2545F4914F6CDD1D)


class Lexicon:
    """Scores of phrases from the vectors of their words and of the words beside them.

    Parameters
    ----------
    arrays : mapping of str to ndarray
        ``vectors`` (2**bits, n_dimensions), of hashed words, stems, endings and shapes; ``edge`` (n_dimensions,), in
        place of a neighbour where the text breaks; ``hidden`` (n_inputs, n_units), ``hidden_bias`` (n_units,) and
        ``output`` (n_units, n_scores).
    languages : collection of str
        Languages of the texts that the vectors were learned from; of others it says nothing.
    """

    def __init__(self, arrays: Mapping[str, NDArray[Any]], languages: Collection[str]) -> None:
        self._vectors, self._edge, self._hidden, self._hidden_bias, self._output = (
            arrays[name].astype(np.float32) for name in ("vectors", "edge", "hidden", "hidden_bias", "output")
        )
        self._languages = frozenset(languages)
        self._bits = len(self._vectors).bit_length() - 1

    def __call__(self, terms: Terms, candidates: Candidates) -> NDArray[np.float32]:
        """Return scores of every candidate, shape ``(n_candidates, n_scores)``, relative to the document's mean."""
        if terms.language not in self._languages:
            return np.zeros((len(candidates), self._output.shape[1]), np.float32)
        rows = vector_rows(terms, self._bits)
        vectors = self._vectors[rows[:, 0]]
        for view in range(1, rows.shape[1]):
            vectors += self._vectors[rows[:, view]]
        units = phrase_inputs(vectors, self._edge, phrase_places(terms, candidates)) @ self._hidden
        units += self._hidden_bias
        scores = np.maximum(units, 0, out=units) @ self._output
        scores -= scores.mean(axis=0)
        bounded: NDArray[np.float32] = np.clip(scores, -_GREATEST, _GREATEST)
        return bounded


def rows_of(codes: NDArray[np.uint64], bits: int) -> NDArray[np.int64]:
    """Return the rows of the vectors of words by their codes, any shape."""
    spread = codes * _SALTS[0]
    spread ^= spread >> np.uint64(29)
    rows: NDArray[np.int64] = ((spread * _ROW_SALT) >> np.uint64(64 - bits)).astype(np.int64)
    return rows


def vector_rows(terms: Terms, bits: int) -> NDArray[np.int64]:
    """Return, for each term, the rows of its word, stem, two endings and shape, shape ``(n_terms, 5)``."""
    starts, ends = terms.starts, terms.ends
    endings = [terms.document.span_codes(np.maximum(ends - chars, starts), ends) for chars in _ENDINGS_CHARS]
    capitals = np.minimum(terms.capitals, 2)
    shape = capitals + 4 * terms.kinds.astype(np.int64) + 64 * np.minimum(ends - starts, _LONGEST_TOLD)
    views = (
        terms.codes,
        terms.stems * _SALTS[1],
        endings[0] * _SALTS[2],
        endings[1] * _SALTS[3],
        (shape + 1).astype(np.uint64) * _SALTS[1] * _SALTS[2],
    )
    return rows_of(np.stack(views, axis=1), bits)


def phrase_places(terms: Terms, candidates: Candidates) -> NDArray[np.int64]:
    """Return the terms around and in each phrase's first occurrence.

    Returns
    -------
    ndarray of int64, shape (n_candidates, 4)
        The term before the phrase, its first, its last, and the term after it; ``n_terms`` where the text breaks.
    """
    first, last = candidates.firsts, candidates.firsts + candidates.terms - 1
    edge = len(terms)
    before = np.where(np.append(True, terms.breaks[:-1])[first], edge, first - 1)
    after = np.where(terms.breaks[last], edge, last + 1)
    return np.stack((before, first, last, after), axis=1)


def phrase_inputs(
    vectors: NDArray[np.float32], edge: NDArray[np.float32], places: NDArray[np.int64]
) -> NDArray[np.float32]:
    """Describe phrases by the vectors at their places, the mean of their own, and their length.

    Parameters
    ----------
    vectors : ndarray of float32, shape (n_terms, n_dimensions)
    edge : ndarray of float32, shape (n_dimensions,)
    places : ndarray of int64, shape (n_candidates, 4)

    Returns
    -------
    ndarray of float32, shape (n_candidates, 5 * n_dimensions + MAX_TERMS)
    """
    size = vectors.shape[1]
    summed = np.zeros((len(vectors) + 1, size))
    np.cumsum(vectors, axis=0, out=summed[1:])
    begins, ends = places[:, 1], places[:, 2] + 1
    lengths = ends - begins
    out = np.empty((len(places), 5 * size + MAX_TERMS), np.float32)
    out[:, : 4 * size] = np.concatenate((vectors, edge[None]))[places].reshape(len(places), 4 * size)
    out[:, 4 * size : 5 * size] = (summed[ends] - summed[begins]) / lengths[:, None]
    out[:, 5 * size :] = lengths[:, None] == np.arange(1, MAX_TERMS + 1)
    return out
