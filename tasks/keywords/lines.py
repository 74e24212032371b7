"""The lines of a document as terms see them: headers that repeat, rows of tables, headings."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from tasks.document import Document

_LINE_FEED, _TAB = 10, 9
_REPEATS_OF_HEADER = 3
_MAX_HEADER_TERMS = 14
_FULL_LINE = 0.6  # a line shorter than this share of the usual one ends where its writer wanted it to
_SHORT_PAGE = 30
_MAX_TITLE_CHARS = 300
_MAX_HEADING_TERMS = 10


class Lines:
    """What the lines say about the terms in them.

    Parameters
    ----------
    document : Document
    starts, word_ends : ndarray of int64, shape (n_terms,)
    is_number : ndarray of bool, shape (n_terms,)
    codes : ndarray of uint64, shape (n_terms,)
        Code of each term, zero for numbers, so that lines that differ in page numbers only are equal.

    Attributes
    ----------
    is_repeated : ndarray of bool, shape (n_terms,)
        The term stands in a line that stood before (a running header or footer).
    is_tabular : ndarray of bool, shape (n_terms,)
        The term's line is mostly numbers, or heads the columns of one that is.
    is_heading : ndarray of bool, shape (n_terms,)
        The term's line is short and holds few terms.
    ends_short : ndarray of bool, shape (n_terms,)
        The line break after the term was meant by the writer, not made by a page's width.
    title_end : int
        Where the first line with a term, or of a long first line the first sentence, ends.
    """

    def __init__(
        self,
        document: Document,
        starts: NDArray[np.int64],
        word_ends: NDArray[np.int64],
        is_number: NDArray[np.bool_],
        codes: NDArray[np.uint64],
    ) -> None:
        ends = np.append(np.flatnonzero(document.points == _LINE_FEED), len(document))
        line = np.searchsorted(ends, starts)
        first = np.flatnonzero(np.diff(line, prepend=-1))
        self._row = np.repeat(np.arange(len(first)), np.diff(np.append(first, len(line))))
        lengths = np.diff(ends, prepend=-1)[line[first]] - 1
        terms = np.diff(np.append(first, len(line)))
        numbers = self._sums(first, is_number.astype(np.int64))
        usual = np.sort(lengths)[len(lengths) * 9 // 10] if len(lengths) else 0
        short = lengths < max(usual * _FULL_LINE, _SHORT_PAGE)
        repeated = _repeats(self._sums(first, codes)) & (terms <= _MAX_HEADER_TERMS) & (numbers < terms)
        self.is_repeated = repeated[self._row]
        rows = (numbers >= 3) & (2 * numbers >= terms)
        columns = self._sums(first, _has_column_gap(document, starts, word_ends)) >= np.maximum(terms * 0.6, 2)
        heads = np.append(rows[1:] & (np.diff(line[first]) == 1), False)[: len(rows)] & columns
        self.is_tabular = (rows | heads)[self._row]
        self.is_heading = (short & (terms <= _MAX_HEADING_TERMS) & (numbers <= 2))[self._row]
        self.ends_short = short[self._row]
        self.title_end = int(ends[line[0]]) if len(line) else 0
        if self.title_end > _MAX_TITLE_CHARS:
            self.title_end = _first_sentence_end(document)

    def share(self, mask: NDArray[np.bool_]) -> NDArray[np.float64]:
        """Return, for each term, the share of its line's terms that a mask holds, shape ``(n_terms,)``."""
        held = np.bincount(self._row, mask)
        share: NDArray[np.float64] = (held / np.maximum(np.bincount(self._row), 1))[self._row]
        return share

    @staticmethod
    def _sums(first: NDArray[np.int64], values: NDArray[Any]) -> NDArray[Any]:
        if not len(first):
            return values[:0]
        sums: NDArray[Any] = np.add.reduceat(values, first)
        return sums


def _has_column_gap(document: Document, starts: NDArray[np.int64], ends: NDArray[np.int64]) -> NDArray[np.int64]:
    """Say of each term whether a tab or two blanks follow it."""
    following = np.append(starts[1:], len(document))[: len(ends)]
    is_tab = document.points[np.minimum(ends, len(document) - 1)] == _TAB if len(ends) else ends
    return ((following - ends > 1) | is_tab).astype(np.int64)


def _repeats(codes: NDArray[Any]) -> NDArray[np.bool_]:
    """Mark every line but the first of those that stand three times or more."""
    _, first, inverse, counts = np.unique(codes, return_index=True, return_inverse=True, return_counts=True)
    repeated: NDArray[np.bool_] = counts[inverse] >= _REPEATS_OF_HEADER
    repeated[first] = False
    return repeated


def _first_sentence_end(document: Document) -> int:
    found = document.text.find(". ", 0, _MAX_TITLE_CHARS)
    return found if found > 0 else _MAX_TITLE_CHARS // 3
