"""A text to character n-grams and words, as hash codes in one array: what the language task looks at.

A text is first reduced to its letters: lower case, and one space for every run of anything else, so that digits,
punctuation and layout say nothing about the language. An n-gram may include a word's edge, but is not learned across
one.
"""

from __future__ import annotations

import unicodedata
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tasks.document import code_points, fold

# Lengths of the n-grams; whole words stand in the place of the unigram of the space before them. Held-out sentences,
# pairs and words are told apart better without 2 and 4, which repeat what 1, 3 and 5 say, and at less cost.
ORDERS = (1, 3, 5)
N_ORDERS = len(ORDERS)
_TABLED = 0x20001  # beyond stand rare ideographs alone, which pass for the first of them
_MIX = np.uint64(0x9E3779B97F4A7C15)  # 2**64 / golden ratio: Knuth, TAOCP vol. 3, 6.4 (Fibonacci hashing)
_BASE = np.uint64(0xD6E8FEB86659FD93)  # odd: the base of the polynomial hash, modulo 2**64
_BASE_SQUARED = np.uint64(0xD6E8FEB86659FD93**2 % (1 << 64))
_WORD_BASE = 0xC2B2AE3D27D4EB4F  # another odd base, so that a word is no n-gram
_SPACE = 0x20
_FOLD_SHIFT, _KEY_SHIFT = np.uint64(29), np.uint64(28)

_LOWER, _CAPITAL, _DIGIT = 1, 2, 3  # kinds of characters; 0 for the rest, which part words


def _kinds() -> NDArray[np.uint8]:
    """Return the kind of each code point: letters, and marks, which belong to the letter before them, and digits."""
    points = np.arange(_TABLED, dtype=np.uint32)
    is_letter = np.fromiter((unicodedata.category(chr(p))[0] in "LM" for p in range(_TABLED)), np.bool_, _TABLED)
    kinds = is_letter.astype(np.uint8)
    kinds[is_letter & (fold(points) != points)] = _CAPITAL
    kinds[0x30:0x3A] = _DIGIT
    return kinds


def _values() -> NDArray[np.uint64]:
    """Return the hash value of each code point: that of its lower case, or of the space."""
    points = np.arange(_TABLED, dtype=np.uint32)
    folded = np.where((_KINDS == _LOWER) | (_KINDS == _CAPITAL), fold(points), np.uint32(_SPACE))
    values: NDArray[np.uint64] = folded * _MIX
    values ^= values >> np.uint64(32)
    return values


_KINDS = _kinds()
_VALUES = _values()
_SPACE_VALUE = _VALUES[_SPACE]
_HUMP = bytes((_LOWER, _CAPITAL))
_EMPTY = 1 << 31  # an entry that the code 0, of what is no n-gram, does not pass for


class _Powers:
    """Powers of an odd base modulo 2**64 and of its inverse, grown on demand."""

    def __init__(self, base: int, count: int) -> None:
        self._bases = base, pow(base, -1, 1 << 64)
        self._grow(count)

    def _grow(self, count: int) -> None:
        self._tables = tuple(
            np.multiply.accumulate(np.append(np.uint64(1), np.full(count, base, np.uint64))) for base in self._bases
        )

    def __call__(self, count: int) -> tuple[NDArray[np.uint64], ...]:
        if count > len(self._tables[0]):
            self._grow(2 * count)
        return self._tables


_powers = _Powers(_WORD_BASE, 1 << 13)


class Letters(NamedTuple):
    """The letters of a text, each word between two single spaces.

    Attributes
    ----------
    values : ndarray of uint64, shape (n_letters,)
        Hash values of the lower-case letters and of the single spaces; the first and the last are spaces.
    spaces : ndarray of int64, shape (n_words + 1,)
        Where the spaces are in `values`.
    positions : ndarray of int64, shape (n_letters,)
        Where each stands in the text, in code points; the first space stands before the text.
    """

    values: NDArray[np.uint64]
    spaces: NDArray[np.int64]
    positions: NDArray[np.int64]


def letters(text: str) -> Letters:
    """Reduce a text to its letters.

    Parameters
    ----------
    text : str

    Returns
    -------
    Letters
    """
    points = code_points(f"\n{text}\n")
    kinds = _KINDS.take(points, mode="clip")
    written = kinds.tobytes()
    is_letter = kinds == _LOWER
    is_letter |= kinds == _CAPITAL
    values = _VALUES.take(points, mode="clip")
    has_hump = _HUMP in written
    if has_hump or _DIGIT in written:
        _drop_codes(points, kinds, is_letter, has_hump=has_hump)
        values[~is_letter] = _SPACE_VALUE
    keep = is_letter.copy()
    keep[1:] |= is_letter[:-1]
    keep[0] = True
    positions = keep.nonzero()[0]
    values = values[positions]
    spaces = (values == _SPACE_VALUE).nonzero()[0]
    positions -= 1
    return Letters(values, spaces, positions)


def _drop_codes(
    points: NDArray[np.uint32], kinds: NDArray[np.uint8], is_letter: NDArray[np.bool_], *, has_hump: bool
) -> None:
    """Take ASCII letters for part of a code, not of a word, where they touch a digit or hump; in place.

    So go "3f9ac0", "F14" and "aGVsbG8"; "2020年" keeps its letter.
    """
    edges = (is_letter[1:] != is_letter[:-1]).nonzero()[0]
    edges += 1
    starts, ends = edges[0::2], edges[1::2]
    is_digit = kinds == _DIGIT
    is_code = is_digit[starts - 1] | is_digit[ends]
    if has_hump:
        humps = np.zeros(len(kinds) + 1, np.int64)
        np.cumsum((kinds[1:] == _CAPITAL) & (kinds[:-1] == _LOWER), out=humps[2:])
        is_code |= humps[ends] > humps[starts + 1]
    is_code &= points[starts] < 0x80
    for start, end in zip(starts[is_code].tolist(), ends[is_code].tolist(), strict=True):
        is_letter[start:end] = False


def ngram_codes(found: Letters) -> NDArray[np.uint64]:
    """Hash the n-grams of `ORDERS` letters, and the words, that begin at each place.

    Parameters
    ----------
    found : Letters

    Returns
    -------
    ndarray of uint64, shape (n_letters, 3)
        A column for each of `ORDERS`; the first holds, at a space, the word that follows it. Zero where no n-gram
        begins for want of letters; those across the edge of words are not left out: see `across_words`.

    References
    ----------
    Polynomial rolling hash: Karp, Rabin, "Efficient randomized pattern-matching algorithms", 1987.
    """
    values = found.values
    count = len(values)
    codes = np.zeros((count, N_ORDERS), np.uint64)
    codes[:, 0] = values
    powers, inverses = _powers(count)
    # A sum from space to space, divided by the power of its place, is the same wherever the word stands.
    codes[found.spaces, 0] = np.add.reduceat(values * powers[:count], found.spaces) * inverses.take(found.spaces)
    if count >= ORDERS[1]:
        twos = values[:-1] * _BASE
        twos += values[1:]
        threes = twos[:-1] * _BASE
        threes += values[2:]
        codes[:-2, 1] = threes
        if count >= ORDERS[2]:
            fives = threes[:-2] * _BASE_SQUARED
            fives += twos[3:]
            codes[:-4, 2] = fives
    codes ^= codes >> _FOLD_SHIFT
    codes *= _MIX
    return codes


def across_words(found: Letters) -> NDArray[np.bool_]:
    """Say which n-grams have a space within them, shape (n_letters, 3), and so are not to be learned."""
    count = len(found.values)
    is_space = np.zeros(count + ORDERS[-1], np.bool_)
    is_space[found.spaces] = True
    inner = np.zeros((count, N_ORDERS), np.bool_)
    for column, order in enumerate(ORDERS):
        for place in range(1, order - 1):
            inner[:, column] |= is_space[place : place + count]
    inner[-1, 0] = True  # the last space has no word after it
    return inner


class Vocabulary:
    """The n-grams that a model knows, as a table from hash code to row of weights.

    One 32-bit entry a slot: 14 bits of the code, to tell strangers apart, and 18 bits of row. A stranger passes
    for a known n-gram once in 16,384 times the table's load, so rarely that weights need no defence.

    Parameters
    ----------
    keys : ndarray of uint64, shape (n_ngrams,)
        The upper 36 bits of each n-gram's code.
    rows : ndarray of uint32, shape (n_ngrams,)
        Row of each, from 1 on; row 0 is for what is not known.
    shifts : ndarray of uint16, shape (2**18,)
        What is added, without carry, to the slots of the keys that share their lower 18 bits, so that no two keys
        share a slot.

    References
    ----------
    Perfect hashing by displacement: Pagh, "Hash and displace: efficient evaluation of minimal perfect hash
    functions", WADS 1999.
    """

    SLOT_BITS = 22
    CHECK_BITS = 14
    ROW_BITS = 18
    GROUP_BITS = 18

    def __init__(self, keys: NDArray[np.uint64], rows: NDArray[np.uint32], shifts: NDArray[np.uint16]) -> None:
        self._shifts = shifts.astype(np.int64)
        slots, checks = self._address(keys.view(np.int64))
        self._table = np.full(1 << self.SLOT_BITS, _EMPTY, np.uint32)
        self._table[slots] = checks ^ rows

    @classmethod
    def keys(cls, codes: NDArray[np.uint64]) -> NDArray[np.uint64]:
        """Return what the table keeps of codes: their upper 36 bits."""
        return codes >> np.uint64(64 - cls.SLOT_BITS - cls.CHECK_BITS)

    def _address(self, keys: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.uint32]]:
        slots = self._shifts.take(keys & ((1 << self.GROUP_BITS) - 1))
        slots ^= keys >> self.CHECK_BITS
        checks = keys.astype(np.uint32)
        checks <<= np.uint32(self.ROW_BITS)
        return slots, checks

    def look_up(self, codes: NDArray[np.uint64]) -> tuple[NDArray[np.int64], NDArray[np.uint32]]:
        """Look codes up.

        Parameters
        ----------
        codes : ndarray of uint64, shape (n_codes,)

        Returns
        -------
        places : ndarray of int64, shape (n_known,)
            Indices of the codes that are known, ascending.
        rows : ndarray of uint32, shape (n_known,)
            The row of each.
        """
        slots, rows = self._address((codes >> _KEY_SHIFT).view(np.int64))
        rows ^= self._table.take(slots)
        places = (rows < (1 << self.ROW_BITS)).nonzero()[0]
        return places, rows.take(places)
