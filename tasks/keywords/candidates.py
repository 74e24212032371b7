"""Candidates: every run of terms that could be a keyword, with its occurrences grouped by stem."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tasks.document import mix
from tasks.keywords.terms import CONTENT, NOISE, NUMBER, SIZE, STOP, WELL, Terms

MAX_TERMS = 5
_MAX_STOPS_INSIDE = 2
_MIN_CHARS = 3
_BASE = np.uint64(0x9E3779B97F4A7C15)


@dataclass(frozen=True)
class Candidates:
    """Distinct phrases of a document and where they stand.

    Attributes
    ----------
    codes : ndarray of uint64, shape (n_candidates,)
        Hash of the phrase's stems.
    terms : ndarray of int64, shape (n_candidates,)
        Number of terms of the phrase.
    counts : ndarray of int64, shape (n_candidates,)
        Number of occurrences.
    offsets : ndarray of int64, shape (n_candidates,)
        Where each phrase's occurrences begin in `places`.
    places : ndarray of int64, shape (n_occurrences,)
        First term of each occurrence; grouped by candidate, in the document's order within one.
    owners : ndarray of int64, shape (n_occurrences,)
        Candidate of each occurrence.
    """

    codes: NDArray[np.uint64]
    terms: NDArray[np.int64]
    counts: NDArray[np.int64]
    offsets: NDArray[np.int64]
    places: NDArray[np.int64]
    owners: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.codes)

    @property
    def firsts(self) -> NDArray[np.int64]:
        """First term of each candidate's first occurrence."""
        return self.places[self.offsets]


def phrase_codes(stems: NDArray[np.uint64], n: int) -> NDArray[np.uint64]:
    """Hash every run of `n` neighbouring stems, shape ``(n_terms - n + 1,)``."""
    size = len(stems) - n + 1
    codes = stems[:size]
    for place in range(1, n):
        codes = codes * _BASE + stems[place : place + size]
    return mix(codes)


def find_candidates(terms: Terms) -> Candidates:
    """Find the phrases of a document that could be keywords.

    Parameters
    ----------
    terms : Terms

    Returns
    -------
    Candidates
    """
    begins, finishes = _edges(terms)
    breaks = _cumulated(terms.breaks)
    barred = _cumulated((terms.kinds == NOISE) | (terms.kinds == NUMBER))
    stops = _cumulated(terms.kinds == STOP)
    places, codes, lengths = [], [], []
    for n in range(1, min(MAX_TERMS, len(terms)) + 1):
        size = len(terms) - n + 1
        allowed = begins[:size] & finishes[n - 1 :] & (breaks[n - 1 : n - 1 + size] == breaks[:size])
        allowed &= (barred[n : n + size] == barred[:size]) & (stops[n : n + size] - stops[:size] <= _MAX_STOPS_INSIDE)
        if n == 1:
            allowed &= _stands_alone(terms)
        place = np.flatnonzero(allowed)
        places.append(place)
        codes.append(phrase_codes(terms.stems, n)[place])
        lengths.append(np.full(len(place), n))
    if not places:
        return _grouped(np.zeros(0, np.int64), np.zeros(0, np.uint64), np.zeros(0, np.int64))
    return _grouped(np.concatenate(places), np.concatenate(codes), np.concatenate(lengths))


def _edges(terms: Terms) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    tabular = terms.lines.is_tabular & (terms.kinds != WELL)
    content = ((terms.kinds == CONTENT) | (terms.kinds == WELL)) & ~tabular
    return content | ((terms.kinds == SIZE) & ~tabular), content


def _stands_alone(terms: Terms) -> NDArray[np.bool_]:
    """Say which terms are more than an initial: three letters or digits, two capitals, two ideographs."""
    long = terms.ends - terms.starts >= _MIN_CHARS
    abbreviation = (terms.capitals >= 2) | terms.is_unspaced & (terms.letters >= 2)
    alone: NDArray[np.bool_] = (long | abbreviation) & (terms.kinds != SIZE)
    return alone


def _cumulated(mask: NDArray[np.bool_]) -> NDArray[np.int64]:
    return np.concatenate((np.zeros(1, np.int64), np.cumsum(mask)))


def _grouped(places: NDArray[np.int64], codes: NDArray[np.uint64], lengths: NDArray[np.int64]) -> Candidates:
    order = np.argsort(codes, kind="stable")
    codes = codes[order]
    is_first = np.ones(len(codes), np.bool_)
    is_first[1:] = codes[1:] != codes[:-1]
    offsets = np.flatnonzero(is_first)
    return Candidates(
        codes[offsets],
        lengths[order][offsets],
        np.diff(np.append(offsets, len(codes))),
        offsets,
        places[order],
        np.cumsum(is_first) - 1,
    )
