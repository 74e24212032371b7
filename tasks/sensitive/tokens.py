"""Tokens for the people tagger: words and marks with their shapes, and which of them could be part of a name."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tasks.document import Document

LOWER, TITLE, UPPER, INITIAL, MIXED, DIGITS, MARK = range(7)  # shapes of tokens
_WINDOW = 8  # tokens on either side that say whether a text is in capitals
_SHOUTING = 0.6  # share of words in capitals above which capitals say nothing


_TIE = np.zeros(0x3001, np.bool_)
_TIE[[0x2D, 0x27, 0x2019, 0x2010, 0x2011]] = True  # hyphens and apostrophes
_SPACE = np.zeros(0x3001, np.bool_)
_SPACE[[*range(0x21), 0xA0, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000]] = True  # Unicode's White_Space, controls


def _marked(points: NDArray[np.uint32], table: NDArray[np.bool_]) -> NDArray[np.bool_]:
    return table[np.minimum(points, len(table) - 1)]


def _codes_of(*words: str) -> NDArray[np.uint64]:
    return np.sort(np.concatenate([Document(word).word_codes for word in words]))


# Words in lower case that stand inside names in the languages around the North Sea and beyond.
_PARTICLES = _codes_of(
    "von",
    "van",
    "de",
    "der",
    "den",
    "di",
    "da",
    "del",
    "la",
    "le",
    "al",
    "el",
    "bin",
    "ibn",
    "af",
    "du",
    "dos",
    "ten",
    "ter",
    "zu",
)


@dataclass(frozen=True)
class Tokens:
    """The tokens of a text: words, and every mark that is neither word nor space.

    Attributes
    ----------
    starts, ends : ndarray of int64, shape (n_tokens,)
    codes : ndarray of uint64, shape (n_tokens,)
        Hash of the token in lower case.
    shapes : ndarray of int64, shape (n_tokens,)
    gaps : ndarray of int64, shape (n_tokens,)
        What precedes the token: 0 nothing, 1 a space, 2 a line break or the start.
    """

    starts: NDArray[np.int64]
    ends: NDArray[np.int64]
    codes: NDArray[np.uint64]
    shapes: NDArray[np.int64]
    gaps: NDArray[np.int64]


def tokenize(document: Document) -> Tokens:
    """Split a document into tokens."""
    points = document.points
    marks = np.flatnonzero(~(document.is_word | (_marked(points, _SPACE) & (points <= 0x3000))))
    starts = np.concatenate([document.word_starts, marks])
    ends = np.concatenate([document.word_ends, marks + 1])
    order = np.argsort(starts, kind="stable")
    starts, ends = _joined(document, starts[order], ends[order])
    codes = document.span_codes(starts, ends)
    return Tokens(starts, ends, codes, _shapes(document, starts, ends), _gaps(points, starts, ends))


def _joined(
    document: Document, starts: NDArray[np.int64], ends: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Join words that a hyphen or an apostrophe ties together, but for the English genitive's ``'s``."""
    if len(starts) < 3:
        return starts, ends
    points, is_word = document.points, document.is_word[starts]
    touches = starts[1:] == ends[:-1]
    mark = points[starts[1:-1]]
    genitive = (document.folded[starts[2:]] == 0x73) & (ends[2:] - starts[2:] == 1) & (mark != 0x2D)
    tie = np.zeros(len(starts), np.bool_)
    tie[1:-1] = _marked(mark, _TIE) & touches[:-1] & touches[1:] & is_word[:-2] & is_word[2:] & ~genitive
    head = ~tie
    head[1:] &= ~tie[:-1]
    first = np.flatnonzero(head)
    return starts[first], ends[np.append(first[1:], len(starts)) - 1]


def _shapes(document: Document, starts: NDArray[np.int64], ends: NDArray[np.int64]) -> NDArray[np.int64]:
    points = document.points
    capital = points != document.folded
    after_tie = np.zeros(len(points), np.bool_)
    after_tie[1:] = _marked(points[:-1], _TIE)
    counts = [
        np.concatenate([[0], np.cumsum(flag)])
        for flag in (capital, capital & after_tie, (points >= 0x30) & (points <= 0x39))
    ]
    capitals, tied, digits = (count[ends] - count[starts] for count in counts)
    length, first = ends - starts, capital[starts]
    shape = np.full(len(starts), LOWER)
    shape[capitals > 0] = MIXED
    shape[first & (capitals == 1 + tied)] = TITLE
    shape[(capitals == length) & (length > 1)] = UPPER
    shape[first & (length == 1)] = INITIAL
    shape[_ends_lower(document, starts, ends)] = LOWER
    shape[digits > 0] = DIGITS
    shape[(length == 1) & ~document.is_word[starts]] = MARK
    return shape


def _ends_lower(document: Document, starts: NDArray[np.int64], ends: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Whether a word's last part after a hyphen is a common noun of four letters or more (``London-kontoret``)."""
    points = document.points
    tie = _marked(points, _TIE)
    last = np.maximum.accumulate(np.where(tie, np.arange(len(points)), -1))[ends - 1]
    tied = (last >= starts) & (ends - last > 4)
    is_common: NDArray[np.bool_] = tied & (
        points[np.minimum(last + 1, len(points) - 1)] == document.folded[np.minimum(last + 1, len(points) - 1)]
    )
    return is_common


def _gaps(points: NDArray[np.uint32], starts: NDArray[np.int64], ends: NDArray[np.int64]) -> NDArray[np.int64]:
    breaks = np.concatenate([[0], np.cumsum((points == 0x0A) | (points == 0x0D))])
    before = np.concatenate([[0], ends[:-1]])
    gaps: NDArray[np.int64] = (starts > before).astype(np.int64) + (breaks[starts] > breaks[before])
    gaps[:1] = 2
    return gaps


def candidates(tokens: Tokens) -> NDArray[np.bool_]:
    """Say of each token whether it could be part of a name, shape ``(n_tokens,)``."""
    shapes = tokens.shapes
    is_word = shapes < DIGITS
    shouting = _is_shouting(shapes)
    named = (shapes == TITLE) | (shapes == MIXED) | (((shapes == UPPER) | (shapes == INITIAL)) & ~shouting)
    beside = np.zeros(len(shapes) + 2, np.bool_)
    beside[1:-1] = named
    near = np.zeros(len(shapes) + 4, np.bool_)
    near[2:-2] = named
    between = beside[:-2] & (beside[2:] | near[4:])
    after_particle = near[:-4] & beside[2:]
    link = (tokens.codes == _FULL_STOP) & (tokens.gaps != 2)
    at = np.minimum(np.searchsorted(_PARTICLES, tokens.codes), len(_PARTICLES) - 1)
    particle = (_PARTICLES[at] == tokens.codes) & is_word
    chosen: NDArray[np.bool_] = named | (link & between) | (particle & (between | after_particle))
    return chosen


_FULL_STOP = Document(".").span_codes(np.array([0]), np.array([1]))[0]


def _is_shouting(shapes: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Whether most words around each token are in capitals."""
    upper = np.concatenate([[0], np.cumsum(shapes == UPPER)])
    words = np.concatenate([[0], np.cumsum((shapes == UPPER) | (shapes == LOWER) | (shapes == TITLE))])
    index = np.arange(len(shapes))
    low, high = np.maximum(index - _WINDOW, 0), np.minimum(index + _WINDOW + 1, len(shapes))
    shouts: NDArray[np.bool_] = upper[high] - upper[low] > _SHOUTING * np.maximum(words[high] - words[low], 1) + 1.5
    return shouts


def runs(is_candidate: NDArray[np.bool_]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the half-open runs of neighbouring candidates as starts and ends."""
    padded = np.zeros(len(is_candidate) + 2, np.int8)
    padded[1:-1] = is_candidate
    edges = np.flatnonzero(np.diff(padded))
    return edges[0::2], edges[1::2]
