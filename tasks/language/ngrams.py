"""Texts to character n-grams and words, as hash codes in one array: what the language task looks at.

A text is first reduced to its letters: lower case, and one space for every run of anything else, so that digits,
punctuation and layout say nothing about the language. An n-gram never crosses a word's edge, but may include it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tasks.document import code_points, fold

MAX_ORDER = 5  # characters 1 to 5; whole words stand in the place of the unigram of the space before them
_TABLED = 0x20000
_SPACE = np.uint32(0x20)
_MIX = np.uint64(0x9E3779B97F4A7C15)  # 2**64 / golden ratio: Knuth, TAOCP vol. 3, 6.4 (Fibonacci hashing)
_BASE = np.uint64(0xD6E8FEB86659FD93)  # odd: the base of the polynomial hash, modulo 2**64
_WORD_BASE = np.uint64(0xC2B2AE3D27D4EB4F)  # another odd base, so that a word is no n-gram
_MAX_WORD_CHARS = 32  # the hash of a longer word is that of its beginning

# Letters, and marks, which belong to the letter before them: Unicode general categories L and M.
_IS_LETTER = np.fromiter((unicodedata.category(chr(p))[0] in "LM" for p in range(_TABLED)), np.bool_, _TABLED)
_WORD_POWERS = np.multiply.accumulate(np.full(_MAX_WORD_CHARS + 2, _WORD_BASE))
_WORD_POWERS[[0, -1]] = 0  # the space before the word, and what is beyond its hashed beginning


@dataclass(frozen=True)
class Letters:
    """The letters of texts laid end to end, each word between two single spaces.

    Attributes
    ----------
    chars : ndarray of uint32, shape (n_letters,)
        Lower-case letters, and single spaces; the first and the last are spaces.
    positions : ndarray of int64, shape (n_letters,)
        Where each stands in the joined texts, in code points; two line feeds join two texts.
    starts : ndarray of int64, shape (n_texts,)
        Index in `chars` of each text's first letter or space.
    origins : ndarray of int64, shape (n_texts,)
        Where each text begins in the joined texts.
    """

    chars: NDArray[np.uint32]
    positions: NDArray[np.int64]
    starts: NDArray[np.int64]
    origins: NDArray[np.int64]


def letters(texts: Sequence[str]) -> Letters:
    """Reduce texts to their letters.

    Parameters
    ----------
    texts : sequence of str

    Returns
    -------
    Letters
    """
    written = code_points("\n" + "\n\n".join(texts) + "\n")
    points = fold(written)
    is_letter = _letter_mask(points)
    _drop_codes(points, is_letter, points != written)
    origins = np.cumsum([0] + [len(text) + 2 for text in texts[:-1]])
    keep = is_letter.copy()
    keep[1:] |= is_letter[:-1]
    keep[origins] = True  # every text brings its own first space, so that none reads its neighbour
    positions = np.flatnonzero(keep)
    chars = np.where(is_letter[positions], points[positions], _SPACE)
    return Letters(chars, positions - 1, np.searchsorted(positions, origins), origins)


def _letter_mask(points: NDArray[np.uint32]) -> NDArray[np.bool_]:
    if points.max() < _TABLED:
        return _IS_LETTER[points]
    # Beyond the table stand the rare ideographs alone.
    return np.where(points < _TABLED, _IS_LETTER[np.minimum(points, _TABLED - 1)], points < 0x33480)


def _drop_codes(points: NDArray[np.uint32], is_letter: NDArray[np.bool_], is_capital: NDArray[np.bool_]) -> None:
    """Take ASCII letters for part of a code, not of a word, where they touch a digit or hump; in place.

    So go "3f9ac0", "F14" and "aGVsbG8"; "2020年" keeps its letter.
    """
    is_digit = (points - np.uint32(0x30)) < 10
    is_hump = is_capital[1:] & ~is_capital[:-1] & is_letter[:-1]
    some_hump = is_hump.any()
    if not some_hump and not is_digit.any():
        return
    edges = np.flatnonzero(is_letter[1:] != is_letter[:-1]) + 1
    starts, ends = edges[0::2], edges[1::2]
    is_code = is_digit[starts - 1] | is_digit[ends]
    if some_hump:
        humps = np.concatenate(([0], np.cumsum(is_hump)))
        is_code |= humps[ends - 1] > humps[starts]
    is_code &= points[starts] < 0x80
    if is_code.any():
        change = np.zeros(len(points), np.int8)
        change[starts[is_code]] = 1
        change[ends[is_code]] = -1
        is_letter &= np.cumsum(change, dtype=np.int8) == 0


def ngram_codes(chars: NDArray[np.uint32]) -> NDArray[np.uint64]:
    """Hash the n-grams of 1 to 5 letters, and the words, that begin at each place.

    Parameters
    ----------
    chars : ndarray of uint32, shape (n_letters,)
        As in `Letters`.

    Returns
    -------
    ndarray of uint64, shape (n_letters, 5)
        Column ``n - 1`` holds the n-grams of n letters; column 0 holds, at a space, the word that follows it. Zero
        where no n-gram begins.

    References
    ----------
    Polynomial rolling hash: Karp, Rabin, "Efficient randomized pattern-matching algorithms", 1987.
    """
    count = len(chars)
    codes = np.zeros((count, MAX_ORDER), np.uint64)
    values = chars * _MIX
    values ^= values >> np.uint64(32)
    is_space = chars == _SPACE
    codes[:, 0] = values
    _put_words(codes, values, is_space)
    rolling, valid = values, ~(is_space[:-1] & is_space[1:])
    for order in range(2, min(MAX_ORDER, count) + 1):
        rolling = rolling[:-1] * _BASE + values[order - 1 :]
        if order > 2:
            valid = valid[:-1] & ~is_space[order - 2 : -1]
        codes[: len(rolling), order - 1] = rolling * valid
    codes ^= codes >> np.uint64(29)
    codes *= _MIX
    return codes


def _put_words(codes: NDArray[np.uint64], values: NDArray[np.uint64], is_space: NDArray[np.bool_]) -> None:
    place = np.arange(len(values))
    place -= np.maximum.accumulate(np.where(is_space, place, 0))
    spaces = np.flatnonzero(is_space)
    codes[spaces, 0] = np.add.reduceat(values * _WORD_POWERS.take(place, mode="clip"), spaces)


class Vocabulary:
    """The n-grams that a model knows, as a table from hash code to row of weights.

    One 32-bit entry a slot: 14 bits of the code, to tell strangers apart, and 18 bits of row. A stranger passes
    for a known n-gram once in 16,384 times the table's load, so rarely that weights need no defence.

    Parameters
    ----------
    keys : ndarray of uint64, shape (n_ngrams,)
        The upper 36 bits of each n-gram's code; no two of them share a slot.
    rows : ndarray of uint32, shape (n_ngrams,)
        Row of each, from 1 on; row 0 is for what is not known.
    """

    SLOT_BITS = 22
    CHECK_BITS = 14
    ROW_BITS = 18

    def __init__(self, keys: NDArray[np.uint64], rows: NDArray[np.uint32]) -> None:
        slots, checks = self._address(keys)
        self._table = np.zeros(1 << self.SLOT_BITS, np.uint32)
        self._table[slots] = checks << np.uint32(self.ROW_BITS) | rows

    @classmethod
    def keys(cls, codes: NDArray[np.uint64]) -> NDArray[np.uint64]:
        """Return what the table keeps of codes: their upper 36 bits."""
        return codes >> np.uint64(64 - cls.SLOT_BITS - cls.CHECK_BITS)

    @classmethod
    def _address(cls, keys: NDArray[np.uint64]) -> tuple[NDArray[np.uint64], NDArray[np.uint32]]:
        return keys >> np.uint64(cls.CHECK_BITS), keys.astype(np.uint32) & np.uint32((1 << cls.CHECK_BITS) - 1)

    def rows(self, codes: NDArray[np.uint64]) -> NDArray[np.uint32]:
        """Return the row of each code, 0 for the unknown; same shape as `codes`."""
        slots, checks = self._address(self.keys(codes))
        entries = self._table[slots]
        known = (entries >> np.uint32(self.ROW_BITS)) == checks
        rows: NDArray[np.uint32] = (entries & np.uint32((1 << self.ROW_BITS) - 1)) * known
        return rows
