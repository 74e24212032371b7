"""A document as a row of terms: words, compounds, pipe sizes and well names, and where phrases must break."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tasks.document import Document
from tasks.keywords.characters import (
    DIGIT,
    HARD,
    LETTER,
    MAX_SPAN_CHARS,
    NEWLINE,
    UNSPACED,
    UPPER,
    CharacterCounts,
    count,
)
from tasks.keywords.lines import Lines
from tasks.keywords.stems import stem_ends
from tasks.keywords.stopwords import StopWords
from tasks.keywords.unspaced import is_function_run, split_unspaced

STOP, CONTENT, NUMBER, SIZE, WELL, NOISE = range(6)

_MAX_WORD_CHARS = 100
_HYPHENS, _APOSTROPHES, _NUMBER_JOINS, _INCH = "-\u2010\u2011&", "'\u2019", ".,:/", '"\u201d\u2033'
_SLASH, _TAB = ord("/"), ord("\t")
_CAPITAL_LINE = 0.5  # share of terms in capitals from which a line is written in capitals
_MAX_COLUMN_GAP = 3  # more spaces than this between two words are a table's column


@dataclass(frozen=True)
class Terms:
    """Arrays over the terms of a document, in their order.

    Attributes
    ----------
    document : Document
    starts, ends : ndarray of int64, shape (n_terms,)
    codes, stems : ndarray of uint64, shape (n_terms,)
        Hash of the lower-cased term, and of its stem.
    kinds : ndarray of uint8, shape (n_terms,)
        `STOP`, `CONTENT`, `NUMBER`, `SIZE` (``9 5/8"``), `WELL` (``15/9-F-14``) or `NOISE`.
    breaks : ndarray of bool, shape (n_terms,)
        Whether no phrase may run on from this term to the next.
    letters, capitals : ndarray of int64, shape (n_terms,)
        Number of letters; of capitals where they mean something: none in a line that is written in capitals.
    is_unspaced : ndarray of bool, shape (n_terms,)
        Whether the term is of a script that does not separate words.
    lines : Lines
    language : str
        The language of the stop words.
    """

    document: Document
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]
    codes: NDArray[np.uint64]
    stems: NDArray[np.uint64]
    kinds: NDArray[np.uint8]
    breaks: NDArray[np.bool_]
    letters: NDArray[np.int64]
    capitals: NDArray[np.int64]
    is_unspaced: NDArray[np.bool_]
    lines: Lines
    language: str

    def __len__(self) -> int:
        return len(self.starts)


def find_terms(document: Document, stop_words: StopWords, language: str | None = None) -> Terms:
    """Cut a document into terms.

    Parameters
    ----------
    document : Document
    stop_words : StopWords
    language : str, optional
        Language of the stems and stop words, where it is known; otherwise the words say it.

    Returns
    -------
    Terms
    """
    characters = CharacterCounts(document)
    starts, ends, is_size = _spans(document, characters)
    codes = document.span_codes(starts, ends)
    counts = characters.packed(starts, ends)
    is_stop, language = stop_words(codes, language)
    kinds = _kinds(counts, ends - starts, is_stop, document.points, starts)
    is_unspaced = count(counts, UNSPACED) > 0
    kinds[is_unspaced & is_function_run(document, starts, ends)] = STOP
    kinds[_is_well(document, starts, ends, counts)] = WELL
    kinds[is_size] = SIZE
    letters, capitals = count(counts, LETTER), count(counts, UPPER)
    lines = Lines(document, starts, ends, kinds == NUMBER, np.where(kinds == NUMBER, 0, codes))
    capitals = np.where(lines.share((capitals == letters) & (letters > 1)) > _CAPITAL_LINE, 0, capitals)
    kinds[lines.is_repeated & (kinds != STOP)] = NOISE
    breaks = _breaks(document, characters, starts, ends, lines)
    breaks[:-1] |= codes[1:] == codes[:-1]  # a word said twice is no phrase
    stems = document.span_codes(starts, stem_ends(document, starts, ends, language))
    return Terms(
        document,
        starts,
        ends,
        codes,
        stems,
        kinds,
        breaks,
        letters,
        capitals,
        count(counts, UNSPACED) > 0,
        lines,
        language,
    )


def _spans(
    document: Document, characters: CharacterCounts
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.bool_]]:
    starts, ends = document.word_starts, document.word_ends
    counts = characters.packed(starts, ends)
    if count(counts, UNSPACED).any():
        starts, ends = split_unspaced(document, starts, ends)
        counts = characters.packed(starts, ends)
    joins = _joins(document, starts, ends, counts)
    first = np.flatnonzero(np.concatenate((np.ones(min(len(starts), 1), np.bool_), ~joins)))
    last = np.append(first[1:] - 1, len(starts) - 1)[: len(first)]
    return _merge_sizes(document, characters, starts[first], ends[last])


def _joins(
    document: Document, starts: NDArray[np.int64], ends: NDArray[np.int64], counts: NDArray[np.uint64]
) -> NDArray[np.bool_]:
    """Say of each word but the last whether it and the next are one term, such as ``web-based`` or ``15/9``."""
    touching = starts[1:] - ends[:-1] == 1
    between = document.points[np.where(touching, ends[:-1], 0)]
    has_digit = count(counts, DIGIT) > 0
    short = (ends - starts) <= 2
    hyphen = _is_any(between, _HYPHENS)
    possessive = _is_any(between, _APOSTROPHES) & short[1:] & ~short[:-1]
    number = _is_any(between, _NUMBER_JOINS) & has_digit[1:] & has_digit[:-1]
    small = (ends - starts)[1:] + (ends - starts)[:-1] < _MAX_WORD_CHARS
    joined: NDArray[np.bool_] = touching & (hyphen | possessive | number) & small
    return joined


def _merge_sizes(
    document: Document, characters: CharacterCounts, starts: NDArray[np.int64], ends: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.bool_]]:
    """Join ``9`` and ``5/8`` and take the inch mark in: pipe sizes are terms of their own."""
    if not len(starts):
        return starts, ends, np.zeros(0, np.bool_)
    counts = characters.packed(starts, ends)
    numeric = (count(counts, LETTER) == 0) & (count(counts, DIGIT) > 0) & (ends - starts <= 8)
    slashed = numeric & (count(counts, HARD) > 0) & (document.points[np.maximum(ends - 2, 0)] == _SLASH)
    inch = _inch_marks(document, ends)
    size = numeric & (inch > 0) | slashed
    merged = np.zeros(len(starts), np.bool_)
    merged[1:] = slashed[1:] & numeric[:-1] & (starts[1:] - ends[:-1] == 1) & (ends[:-1] - starts[:-1] <= 2)
    size &= merged | (inch > 0) | (count(counts, HARD) > 1)
    starts = starts.copy()
    starts[1:][merged[1:]] = starts[:-1][merged[1:]]
    keep = np.ones(len(starts), np.bool_)
    keep[:-1] = ~merged[1:]
    return starts[keep], (ends + np.where(size, inch, 0))[keep], size[keep]


def _is_any(points: NDArray[np.uint32], characters: str) -> NDArray[np.bool_]:
    found: NDArray[np.bool_] = points == ord(characters[0])
    for character in characters[1:]:
        found |= points == ord(character)
    return found


def _inch_marks(document: Document, ends: NDArray[np.int64]) -> NDArray[np.int64]:
    """Count the code points of an inch mark right after each term: 0, 1 or 2 (two apostrophes)."""
    points = document.points
    one, two = points[np.minimum(ends, len(points) - 1)], points[np.minimum(ends + 1, len(points) - 1)]
    left = len(points) - ends
    return np.where(_is_any(one, _INCH) & (left > 0), 1, 2 * (_is_any(one, _APOSTROPHES) & (one == two) & (left > 1)))


def _kinds(
    counts: NDArray[np.uint64],
    lengths: NDArray[np.int64],
    is_stop: NDArray[np.bool_],
    points: NDArray[np.uint32],
    starts: NDArray[np.int64],
) -> NDArray[np.uint8]:
    letters, digits, capitals = count(counts, LETTER), count(counts, DIGIT), count(counts, UPPER)
    starts_with_digit = (points[starts] >= ord("0")) & (points[starts] <= ord("9")) if len(starts) else is_stop
    kinds = np.full(len(starts), CONTENT, np.uint8)
    measure = starts_with_digit & (letters < 3) & ~((lengths <= 2) & (capitals == 1))
    kinds[(letters == 0) | measure] = NUMBER
    kinds[(letters + digits < 2) & (count(counts, UNSPACED) == 0) & (letters > 0)] = STOP
    kinds[is_stop] = STOP
    kinds[lengths > _MAX_WORD_CHARS] = NOISE
    return kinds


def _is_well(
    document: Document, starts: NDArray[np.int64], ends: NDArray[np.int64], counts: NDArray[np.uint64]
) -> NDArray[np.bool_]:
    """Find wellbore names of the form quadrant/block-number, such as ``15/9-F-14`` and ``34/10-A-8 H``.

    References
    ----------
    Norwegian Offshore Directorate, "Guidelines for designation of wells and wellbores": quadrant/block, a hyphen, the
    facility's letter, and the number of the well. A name without a letter looks like a date and needs a quadrant
    that no day has: only names with a letter are taken.
    """
    if not len(starts):
        return np.zeros(0, np.bool_)
    points, last = document.points, ends - 1
    slash = (points[np.minimum(starts + 1, last)] == _SLASH) | (points[np.minimum(starts + 2, last)] == _SLASH)
    separators, digits, letters = count(counts, HARD), count(counts, DIGIT), count(counts, LETTER)
    lettered = (letters >= 1) & (letters <= 3) & (separators >= 2)
    is_well: NDArray[np.bool_] = slash & lettered & (digits >= 3) & (ends - starts <= 16)
    return is_well


def _breaks(
    document: Document,
    characters: CharacterCounts,
    starts: NDArray[np.int64],
    ends: NDArray[np.int64],
    lines: Lines,
) -> NDArray[np.bool_]:
    following = np.append(starts[1:], len(document))
    gap = following - ends
    between = characters.packed(ends, following)
    newlines = count(between, NEWLINE)
    breaks: NDArray[np.bool_] = (count(between, HARD) > 0) | (newlines > 1) | (gap > MAX_SPAN_CHARS)
    is_tab = document.points[np.minimum(ends, len(document) - 1)] == _TAB if len(ends) else breaks
    breaks |= ((gap > _MAX_COLUMN_GAP) | is_tab) & (newlines == 0)
    breaks |= (newlines == 1) & lines.ends_short
    if len(breaks):
        breaks[-1] = True
    return breaks
