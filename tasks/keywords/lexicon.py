"""What words and endings say about a phrase: hashed features, a stand-in for a part-of-speech tagger."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tasks.keywords.candidates import Candidates
from tasks.keywords.terms import CONTENT, Terms

_EDGE = np.uint64(0x5851F42D4C957F2D)  # stands for the neighbour of a phrase that ends where the text breaks
_ENDING_CHARS = 3
# Odd multipliers, one per kind of feature; the high bits of the product are the bucket (Knuth, TAOCP vol. 3, 6.4).
_SALTS = np.array([(0x9E3779B97F4A7C15 * (2 * kind + 1)) & 0xFFFFFFFFFFFFFFFF | 1 for kind in range(1, 25)], np.uint64)


class Lexicon:
    """Linear scores of phrases from hashed features.

    Parameters
    ----------
    weights : ndarray of float16, shape (2**bits, n_scores)
    """

    def __init__(self, weights: NDArray[np.float16]) -> None:
        self._weights = weights.astype(np.float32)
        self.bits = len(weights).bit_length() - 1

    def __call__(self, terms: Terms, candidates: Candidates) -> NDArray[np.float32]:
        """Return the scores of every candidate, shape ``(n_candidates, n_scores)``."""
        buckets = lexical_buckets(terms, candidates, self.bits)
        scores: NDArray[np.float32] = self._weights.take(buckets, axis=0).sum(axis=0)
        return scores


def lexical_buckets(terms: Terms, candidates: Candidates, bits: int) -> NDArray[np.int64]:
    """Hash the words of each phrase, those beside its first occurrence, and their endings.

    Parameters
    ----------
    terms : Terms
    candidates : Candidates
    bits : int
        Logarithm of the number of buckets.

    Returns
    -------
    ndarray of int64, shape (n_features, n_candidates)
    """
    first, last = candidates.firsts, candidates.firsts + candidates.terms - 1
    codes, endings = _edged(terms.codes, terms), _edged(_endings(terms), terms)
    stems = terms.stems
    shape = _shapes(terms)
    size = candidates.terms.astype(np.uint64)
    left, right = codes[0][first], codes[1][last]
    left_ending, right_ending = endings[0][first], endings[1][last]
    first_ending, last_ending = endings[2][first], endings[2][last]
    second, before_last = np.minimum(first + 1, last), np.maximum(last - 1, first)
    middle = first + (candidates.terms > 2) * (candidates.terms // 2)
    columns = (
        stems[first] + size,
        stems[last] + (size > 1),
        stems[first],
        stems[middle],
        left,
        right,
        first_ending + size,
        last_ending + size,
        first_ending * _SALTS[0] + last_ending,
        left_ending * _SALTS[1] + first_ending,
        last_ending * _SALTS[2] + right_ending,
        left * _SALTS[3] + right,
        candidates.codes,
        shape[first] * np.uint64(64) + shape[last] * np.uint64(8) + size,
        stems[before_last] * _SALTS[4] + stems[last],
        stems[first] * _SALTS[5] + stems[second],
        endings[2][middle] + size,
        left_ending,
        right_ending,
    )
    keys = np.stack(columns) * _SALTS[: len(columns), None]
    keys ^= keys >> np.uint64(29)
    buckets: NDArray[np.int64] = ((keys * _SALTS[7]) >> np.uint64(64 - bits)).astype(np.int64)
    return buckets


def _edged(
    codes: NDArray[np.uint64], terms: Terms
) -> tuple[NDArray[np.uint64], NDArray[np.uint64], NDArray[np.uint64]]:
    """Return each term's left neighbour's code, its right neighbour's, and its own."""
    left, right = np.full(len(codes), _EDGE), np.full(len(codes), _EDGE)
    joined = ~terms.breaks[:-1]
    left[1:][joined] = codes[:-1][joined]
    right[:-1][joined] = codes[1:][joined]
    return left, right, codes


def _endings(terms: Terms) -> NDArray[np.uint64]:
    return terms.document.span_codes(np.maximum(terms.ends - _ENDING_CHARS, terms.starts), terms.ends)


def _shapes(terms: Terms) -> NDArray[np.uint64]:
    capital = (terms.capitals > 0) + 2 * (terms.capitals > 1) + 4 * (terms.kinds == CONTENT)
    shapes: NDArray[np.uint64] = capital.astype(np.uint64)
    return shapes
