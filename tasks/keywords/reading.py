"""Long documents: phrases are chosen from the beginning and evenly spread windows, and then counted everywhere."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from tasks.document import Document
from tasks.keywords.candidates import phrase_codes
from tasks.keywords.stopwords import StopWords
from tasks.keywords.terms import find_terms

MAX_WHOLE_CHARS = 60_000  # about the longest paper; a text up to this length is read whole
_HEAD_CHARS = 20_000
_WINDOWS = 16
_CHUNK_CHARS = 50_000
_MAX_WORD_CHARS = 200


def sampled(text: str) -> str:
    """Return a text that stands for a long one: its beginning and evenly spread windows, cut at blanks."""
    size = (MAX_WHOLE_CHARS - _HEAD_CHARS) // _WINDOWS
    begins = np.linspace(_HEAD_CHARS, len(text) - size, _WINDOWS).astype(int).tolist()
    windows = [(0, _HEAD_CHARS), *((begin, begin + size) for begin in begins)]
    return "\n\n".join(text[_blank(text, begin) : _blank(text, end)] for begin, end in windows)


def _blank(text: str, offset: int) -> int:
    """Return the place of the first blank at or after an offset, or the offset where there is none near."""
    if offset in (0, len(text)):
        return offset
    for place in range(offset, min(offset + _MAX_WORD_CHARS, len(text))):
        if text[place].isspace():
            return place
    return offset


def chunks(text: str) -> Iterator[tuple[int, str]]:
    """Cut a text at blanks into pieces, each with its offset."""
    begin = 0
    while begin < len(text):
        end = _blank(text, min(begin + _CHUNK_CHARS, len(text)))
        yield begin, text[begin:end]
        begin = end


def find_everywhere(
    text: str, phrases: dict[tuple[int, int], int], stop_words: StopWords, language: str, limit: int
) -> tuple[NDArray[np.int64], list[list[tuple[int, int]]]]:
    """Count phrases in a whole text, piece by piece.

    Parameters
    ----------
    text : str
    phrases : dict of (int, int) to int
        Index of each phrase by its code and number of terms.
    stop_words : StopWords
    language : str
        The language of the stems.
    limit : int
        How many spans of a phrase are kept, the first ones.

    Returns
    -------
    counts : ndarray of int64, shape (n_phrases,)
    spans : list of list of (int, int)
    """
    counts = np.zeros(len(phrases), np.int64)
    spans: list[list[tuple[int, int]]] = [[] for _ in phrases]
    for offset, chunk in chunks(text):
        for index, start, end in _found(chunk, phrases, stop_words, language):
            counts[index] += 1
            if len(spans[index]) < limit:
                spans[index].append((start + offset, end + offset))
    return counts, spans


def _found(
    chunk: str, phrases: dict[tuple[int, int], int], stop_words: StopWords, language: str
) -> Iterator[tuple[int, int, int]]:
    terms = find_terms(Document(chunk), stop_words, language)
    crossed = np.concatenate((np.zeros(1, np.int64), np.cumsum(terms.breaks)))
    for n in sorted({n for _, n in phrases}):
        if n > len(terms):
            break
        codes = phrase_codes(terms.stems, n)
        wanted = np.array([code for code, length in phrases if length == n], np.uint64)
        unbroken = crossed[n - 1 : n - 1 + len(codes)] == crossed[: len(codes)]
        for place in np.flatnonzero(np.isin(codes, wanted) & unbroken).tolist():
            yield phrases[int(codes[place]), n], int(terms.starts[place]), int(terms.ends[place + n - 1])
