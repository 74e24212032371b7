"""From counted n-grams to the weights of the language model: interpolation, smoothing, shared rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from tasks.document import mix
from tasks.language_ngrams import MAX_ORDER, Vocabulary, letters, ngram_codes
from tasks.training.language_profiles import Profiles

WORD = MAX_ORDER + 1  # the order of a whole word
# Added to the expected count of each order before the logarithm. The longer an n-gram, the more its mere presence
# says; chosen on held-out sentences, pairs and words (Lidstone smoothing, by order).
PSEUDO_COUNTS = np.array([1.0, 1.0, 0.3, 0.1, 0.05, 0.03, 0.03])
_STEP_NATS = 0.12  # of the quantised weights


@dataclass(frozen=True)
class Counts:
    """How often each n-gram occurs in each language.

    Attributes
    ----------
    codes : ndarray of uint64, shape (n_ngrams,)
        Sorted.
    orders : ndarray of int8, shape (n_ngrams,)
        1 to 5 characters, 6 for whole words.
    table : csr_matrix of float64, shape (n_ngrams, n_languages)
    """

    codes: NDArray[np.uint64]
    orders: NDArray[np.int8]
    table: sp.csr_matrix


def count(texts: Sequence[str], labels: NDArray[np.int64], n_languages: int) -> Counts:
    """Count the n-grams of labelled texts."""
    found = letters(texts)
    codes = ngram_codes(found.chars)
    language = np.repeat(labels, np.diff(found.starts, append=len(codes)))
    distinct, inverse = np.unique(codes.ravel(), return_inverse=True)
    inverse = inverse.reshape(codes.shape)
    orders = np.zeros(len(distinct), np.int8)
    for order in range(1, MAX_ORDER + 1):
        orders[inverse[:, order - 1]] = order
    orders[inverse[found.chars == 0x20, 0]] = WORD
    orders[distinct == 0] = 0
    pairs, numbers = np.unique(language[:, None] + inverse * n_languages, return_counts=True)
    kept = orders[pairs // n_languages] > 0
    cells = (pairs[kept] // n_languages, pairs[kept] % n_languages)
    table = sp.csr_matrix((numbers[kept].astype(np.float64), cells), shape=(len(distinct), n_languages))
    return Counts(distinct, orders, table)


def expected(counts: Counts, profiles: Profiles, languages: Sequence[str], share: float) -> Counts:
    """Bring the languages to one size, and mix the profiles into the n-grams of up to three characters.

    Parameters
    ----------
    counts : Counts
    profiles : Profiles
    languages : sequence of str
    share : float
        Share of the profiles where a language has one.

    Returns
    -------
    Counts
        Expected counts in a text of the median language's size.
    """
    totals = np.stack([np.asarray(counts.table[counts.orders == order].sum(0)).ravel() for order in range(WORD + 1)])
    sizes = np.median(totals, axis=1)
    cells = counts.table.tocoo()
    order = counts.orders[cells.row]
    known = np.isin(languages, profiles.languages)
    weight = np.where(known[cells.col] & (order <= 3), 1 - share, 1.0)
    own = (cells.row, cells.col, cells.data * weight * sizes[order] / totals[order, cells.col])
    kept = np.isin(profiles.languages, languages)
    codes = np.union1d(counts.codes, profiles.codes[kept])
    orders = np.zeros(len(codes), np.int8)
    orders[np.searchsorted(codes, profiles.codes[kept])] = profiles.orders[kept]
    orders[np.searchsorted(codes, counts.codes)] = counts.orders
    column = {language: index for index, language in enumerate(languages)}
    theirs = (
        np.searchsorted(codes, profiles.codes[kept]),
        np.array([column[language] for language in profiles.languages[kept]], np.int64),
        share * profiles.frequencies[kept] * sizes[profiles.orders[kept]],
    )
    moved = np.searchsorted(codes, counts.codes)[own[0]]
    rows, columns, values = (np.concatenate(pair) for pair in zip((moved, *own[1:]), theirs, strict=True))
    table = sp.csr_matrix((values, (rows, columns)), shape=(len(codes), len(languages)))
    return Counts(codes, orders, table)


def weights(counts: Counts) -> dict[str, NDArray[np.generic]]:
    """Turn expected counts into quantised log-ratios over the floor, and let equal rows share one.

    Parameters
    ----------
    counts : Counts

    Returns
    -------
    dict of str to ndarray
        ``keys`` and ``rows`` of `Vocabulary`, the most telling n-gram first, and the matrix ``weights`` of uint8,
        shape (n_rows + 1, n_languages), in steps of 0.12 nats.

    References
    ----------
    Multinomial naive Bayes with Lidstone smoothing: Manning, Raghavan, Schütze, "Introduction to Information
    Retrieval", 2008, 13.2. Nine in ten n-grams occur in one language only, so that rows are few.
    """
    cells = counts.table.tocoo()
    floor = PSEUDO_COUNTS[counts.orders[cells.row]]
    steps = np.rint(np.log1p(cells.data / floor) / _STEP_NATS).clip(0, 127).astype(np.uint64)
    marks = mix(mix(cells.col.astype(np.uint64) + np.uint64(1)) + steps * np.uint64(977)) * (steps > 0)
    patterns = np.zeros(len(counts.codes), np.uint64)
    np.add.at(patterns, cells.row, marks)
    alive = np.flatnonzero((patterns != 0) & (counts.orders > 0))
    distinct, example, rows = np.unique(patterns[alive], return_index=True, return_inverse=True)
    if len(distinct) >= 1 << Vocabulary.ROW_BITS:
        raise ValueError(f"{len(distinct)} distinct rows do not fit the vocabulary")
    quantised = sp.csr_matrix((steps.astype(np.uint8), (cells.row, cells.col)), shape=counts.table.shape)
    matrix = np.zeros((len(distinct) + 1, counts.table.shape[1]), np.uint8)
    matrix[1:] = quantised[alive[example]].toarray()
    total = np.asarray(counts.table.sum(1)).ravel()[alive]
    telling = np.argsort(-total, kind="stable")
    keys = Vocabulary.keys(counts.codes[alive[telling]])
    return {"keys": keys, "rows": (rows[telling] + 1).astype(np.uint32), "weights": matrix}
