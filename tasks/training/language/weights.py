"""From counted n-grams to the weights of the language model: interpolation, smoothing, shared rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from tasks.document import mix
from tasks.errors import TrainingError
from tasks.language.ngrams import ORDERS, Vocabulary, across_words, letters, ngram_codes
from tasks.training.language.profiles import Profiles
from tasks.training.language.scripts import OPEN_SCRIPTS

WORD = ORDERS[-1] + 1  # the order of a whole word
# Added to the expected count of each order before the logarithm. The longer an n-gram, the more its mere presence
# says; chosen on held-out sentences, pairs and words (Lidstone smoothing, by order).
PSEUDO_COUNTS = np.array([1.0, 1.0, 0.3, 0.03, 0.03, 0.03, 0.015])
_WORD_BOOST = 3.0  # a whole word weighs more than its letters; chosen on the same texts
STEP_NATS = 0.1  # of the quantised weights
FOLDS = 5


@dataclass(frozen=True)
class Counts:
    """How often each n-gram occurs in each language.

    Attributes
    ----------
    codes : ndarray of uint64, shape (n_ngrams,)
        Sorted.
    orders : ndarray of int8, shape (n_ngrams,)
        1, 3 or 5 characters, 6 for whole words.
    table : csr_matrix of float64, shape (n_ngrams, n_languages)
    """

    codes: NDArray[np.uint64]
    orders: NDArray[np.int8]
    table: sp.csr_matrix


def count(texts: Sequence[str], columns: NDArray[np.int64], n_columns: int) -> Counts:
    """Count the n-grams of texts by the column that each belongs to."""
    codes, spaces = _codes(texts)
    column = np.repeat(columns, [len(found) for found in codes])
    joined, is_space = np.concatenate(codes), np.concatenate(spaces)
    distinct, inverse = np.unique(joined.ravel(), return_inverse=True)
    inverse = inverse.reshape(joined.shape)
    orders = np.zeros(len(distinct), np.int8)
    for index, order in enumerate(ORDERS):
        orders[inverse[:, index]] = order
    orders[inverse[is_space, 0]] = WORD
    orders[distinct == 0] = 0
    pairs, numbers = np.unique(column[:, None] + inverse * n_columns, return_counts=True)
    kept = orders[pairs // n_columns] > 0
    cells = (pairs[kept] // n_columns, pairs[kept] % n_columns)
    table = sp.csr_matrix((numbers[kept].astype(np.float64), cells), shape=(len(distinct), n_columns))
    return Counts(distinct, orders, table)


def _codes(texts: Sequence[str]) -> tuple[list[NDArray[np.uint64]], list[NDArray[np.bool_]]]:
    """Return the codes of each text, zero where they are not to be learned, and which letters are spaces."""
    codes, spaces = [], []
    for text in texts:
        found = letters(text)
        codes.append(np.where(across_words(found), np.uint64(0), ngram_codes(found)))
        is_space = np.zeros(len(found.values), np.bool_)
        is_space[found.spaces] = True
        spaces.append(is_space)
    return codes, spaces


def without_fold(counts: Counts, fold: int | None) -> Counts:
    """Add up the columns of the folds but one; counts hold ``column * (FOLDS + 1) + fold``.

    The last of the six folds is never left out: what stands in it is for learning only.
    """
    width = FOLDS + 1
    n_columns = counts.table.shape[1] // width
    source = np.arange(n_columns * width)
    kept = np.ones(len(source)) if fold is None else (source % width != fold).astype(np.float64)
    total = sp.csr_matrix((kept, (source, source // width)), shape=(len(source), n_columns))
    return Counts(counts.codes, counts.orders, (counts.table @ total).tocsr())


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


def with_open_scripts(counts: Counts, languages: Sequence[str]) -> Counts:
    """Expect every letter of a script that has too many for all of them to be seen, in the languages written in it."""
    found = {name: _script_codes(*OPEN_SCRIPTS[name][:2]) for name in languages if name in OPEN_SCRIPTS}
    codes = np.unique(np.concatenate((counts.codes, *found.values())))
    orders = np.ones(len(codes), np.int8)
    moved = np.searchsorted(codes, counts.codes)
    orders[moved] = counts.orders
    cells = counts.table.tocoo()
    rows, columns, values = [moved[cells.row]], [cells.col.astype(np.int64)], [cells.data]
    for name, theirs in found.items():
        rows.append(np.searchsorted(codes, theirs))
        columns.append(np.full(len(theirs), languages.index(name)))
        values.append(np.full(len(theirs), OPEN_SCRIPTS[name][2]))
    entries = np.concatenate(values), (np.concatenate(rows), np.concatenate(columns))
    return Counts(codes, orders, sp.csr_matrix(entries, shape=(len(codes), len(languages))))


@cache
def _script_codes(first: int, last: int) -> NDArray[np.uint64]:
    return ngram_codes(letters(" ".join(map(chr, range(first, last)))))[1:-1:2, 0]


def weights(counts: Counts) -> dict[str, NDArray[Any]]:
    """Turn expected counts into quantised log-ratios over the floor, and let equal rows share one.

    Parameters
    ----------
    counts : Counts

    Returns
    -------
    dict of str to ndarray
        ``key_steps``, ``rows``, ``shifts`` and ``weights`` as `tasks.language.scores.Model` takes them, in steps of
        0.1 nats.

    Raises
    ------
    TrainingError
        When there are more distinct rows than the vocabulary's entries can tell apart.

    References
    ----------
    Multinomial naive Bayes with Lidstone smoothing: Manning, Raghavan, Schütze, "Introduction to Information
    Retrieval", 2008, 13.2. Nine in ten n-grams occur in one language only, so that distinct rows are few.
    """
    cells = counts.table.tocoo()
    order = counts.orders[cells.row]
    nats = np.log1p(cells.data / PSEUDO_COUNTS[order]) * np.where(order == WORD, _WORD_BOOST, 1.0)
    steps = np.rint(nats / STEP_NATS).clip(0, 255).astype(np.uint64)
    marks = mix(mix(cells.col.astype(np.uint64) + np.uint64(1)) + steps * np.uint64(977)) * (steps > 0)
    patterns = np.zeros(len(counts.codes), np.uint64)
    np.add.at(patterns, cells.row, marks)
    kept = _one_a_key(counts.codes, (patterns != 0) & (counts.orders > 0))
    distinct, example, rows = np.unique(patterns[kept], return_index=True, return_inverse=True)
    if len(distinct) >= 1 << Vocabulary.ROW_BITS:
        raise TrainingError(f"{len(distinct)} distinct rows of weights are too many; leave out the rarest n-grams")
    quantised = sp.csr_matrix((steps.astype(np.uint8), (cells.row, cells.col)), shape=counts.table.shape)
    matrix = np.zeros((len(distinct) + 1, counts.table.shape[1]), np.uint8)
    matrix[1:] = quantised[kept[example]].toarray()
    keys = Vocabulary.keys(counts.codes[kept])
    return {
        "key_steps": np.diff(keys, prepend=np.uint64(0)).astype(np.uint32),
        "rows": (rows + 1).astype(np.uint32),
        "shifts": slot_shifts(keys),
        "weights": matrix,
    }


def _one_a_key(codes: NDArray[np.uint64], is_wanted: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Return the indices of the n-grams kept, ascending by code: the first of each key, and none of key 0."""
    wanted = np.flatnonzero(is_wanted)
    keys, first = np.unique(Vocabulary.keys(codes[wanted]), return_index=True)
    return wanted[first[keys > 0]]


def slot_shifts(keys: NDArray[np.uint64]) -> NDArray[np.uint16]:
    """Find for each group of keys a shift that takes all of them to slots of their own; large groups first.

    Parameters
    ----------
    keys : ndarray of uint64, shape (n_ngrams,)
        Those of a `Vocabulary`, no two of them equal.

    Returns
    -------
    ndarray of uint16, shape (2**18,)

    Raises
    ------
    TrainingError
        When the table is too full.
    """
    groups = (keys & np.uint64((1 << Vocabulary.GROUP_BITS) - 1)).astype(np.int64)
    slots = (keys >> np.uint64(Vocabulary.CHECK_BITS)).astype(np.int64)[np.argsort(groups, kind="stable")]
    sizes = np.bincount(groups, minlength=1 << Vocabulary.GROUP_BITS)
    firsts = np.cumsum(sizes) - sizes
    is_taken = np.zeros(1 << Vocabulary.SLOT_BITS, np.bool_)
    shifts = np.zeros(len(sizes), np.uint16)
    for size in range(sizes.max(initial=0), 0, -1):
        open_groups = np.flatnonzero(sizes == size)
        for shift in range(1 << 16):
            if not len(open_groups):
                break
            wanted = slots[firsts[open_groups][:, None] + np.arange(size)] ^ shift
            placed = _free(wanted, is_taken)
            shifts[open_groups[placed]] = shift
            is_taken[wanted[placed]] = True
            open_groups = open_groups[~placed]
        if len(open_groups):
            raise TrainingError(f"{len(keys)} n-grams are too many for the table; leave out the rarest")
    return shifts


def _free(wanted: NDArray[np.int64], is_taken: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Say which rows of slots are free, and wanted by no row before them that is free."""
    free: NDArray[np.bool_] = np.logical_not(is_taken[wanted].any(axis=1))
    rows = np.flatnonzero(free)
    _, first, inverse = np.unique(wanted[rows].ravel(), return_index=True, return_inverse=True)
    owner = first[inverse].reshape(-1, wanted.shape[1]) // wanted.shape[1]
    free[rows] = (owner == np.arange(len(rows))[:, None]).all(1)
    return free
