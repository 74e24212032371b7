"""Sensitive matters: the probability that a document deals with one, by logistic regression on hashed words.

References
----------
Weinberger et al., "Feature hashing for large scale multitask learning", ICML 2009. Platt, "Probabilistic outputs for
support vector machines", 1999 (the slope and shift that make scores probabilities).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tasks.document import Document, mix
from tasks.sensitive.finding import MatterScore

PART_WORDS = 300  # about a page; a matter on one page of many must not drown in the others
STEM_CHARS = 6  # of a word's head, in place of a stemmer for three written languages
_STEM = np.uint64(0x57E3)  # tells stems from words
_PAIR = np.uint64(0x9E3779B97F4A7C15)  # see tasks.document


def matter_features(document: Document, bits: int) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float32]]:
    """Hash the words, their heads and the word pairs of each part of a document.

    Parameters
    ----------
    document : Document
    bits : int
        Logarithm of the number of buckets.

    Returns
    -------
    parts, buckets : ndarray of int64, shape (n_features,)
        Which part, and which bucket.
    values : ndarray of float32, shape (n_features,)
        Such that each part's vector has length 1.
    """
    words, starts, ends = document.word_codes, document.word_starts, document.word_ends
    stems = mix(document.span_codes(starts, np.minimum(starts + STEM_CHARS, ends)) + _STEM)
    codes = np.concatenate([words, stems, mix(words[:-1] * _PAIR + words[1:])])
    index = np.arange(len(words))
    parts = np.concatenate([index, index, index[:-1]]) // PART_WORDS
    # A bucket counts once a part: what repeats in a table must not weigh more than what is said once.
    keys = np.sort(parts << bits | (codes >> np.uint64(64 - bits)).astype(np.int64))
    keys = keys[np.diff(keys, prepend=-1) > 0]
    parts, buckets = keys >> bits, keys & ((1 << bits) - 1)
    return parts, buckets, (1 / np.sqrt(np.bincount(parts)[parts])).astype(np.float32)


class MatterScorer:
    """Score a document for each matter.

    Parameters
    ----------
    matters : sequence of str
    weights : ndarray of float, shape (2**bits, n_matters)
    shifts : ndarray of float, shape (n_matters,)
    """

    def __init__(self, matters: Sequence[str], weights: NDArray[Any], shifts: NDArray[Any]) -> None:
        self._matters = list(matters)
        self._weights = np.ascontiguousarray(weights, np.float32)
        self._shifts = shifts.astype(np.float64)
        self._bits = len(weights).bit_length() - 1

    @classmethod
    def from_arrays(cls, matters: Sequence[str], arrays: Mapping[str, NDArray[Any]]) -> MatterScorer:
        """Make the scorer from a bundle's arrays ``matter_weights`` and ``matter_shifts``."""
        return cls(matters, arrays["matter_weights"], arrays["matter_shifts"])

    def score(self, document: Document) -> list[MatterScore]:
        """Return the probability of each matter: that of the document's most telling part; empty for no words."""
        if not len(document.word_codes):
            return []
        parts, buckets, values = matter_features(document, self._bits)
        edges = np.flatnonzero(np.diff(parts, prepend=-1))
        sums = np.add.reduceat(self._weights[buckets] * values[:, None], edges, axis=0)
        best = sums.max(axis=0) + self._shifts
        odds = np.exp(-np.clip(best, -30, 30))
        return [MatterScore(m, round(float(1 / (1 + o)), 4)) for m, o in zip(self._matters, odds, strict=True)]
