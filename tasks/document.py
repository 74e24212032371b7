"""The document that tasks share: its text, and views of the text computed once and only when asked for."""

from __future__ import annotations

import hashlib
import unicodedata
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

_MIX = np.uint64(0x9E3779B97F4A7C15)  # 2**64 / golden ratio: Knuth, TAOCP vol. 3, 6.4 (Fibonacci hashing)
_BASE = 0xD6E8FEB86659FD93  # odd, hence invertible modulo 2**64; the base of the polynomial hash
_BASE_INVERSE = pow(_BASE, -1, 1 << 64)
_SHIFT_1, _FACTOR_1 = np.uint64(30), np.uint64(0xBF58476D1CE4E5B9)
_SHIFT_2, _FACTOR_2 = np.uint64(27), np.uint64(0x94D049BB133111EB)
_SHIFT_3 = np.uint64(31)
_TABLED = 0x20000  # no letter with a case and no word script beyond this code point but rare ideographs


def _simple_lower(point: int) -> int:
    lowered = chr(point).lower()
    return ord(lowered) if len(lowered) == 1 else point


_LOWER = np.fromiter((_simple_lower(p) for p in range(_TABLED)), np.uint32, _TABLED)
# Letters, marks (they belong to the letter before them), digits and the low line: Unicode TR18's \w.
_IS_WORD = np.fromiter(
    (unicodedata.category(chr(p))[0] in "LMN" or p == 0x5F for p in range(_TABLED)), np.bool_, _TABLED
)


class _Powers:
    """Powers of a base modulo 2**64, grown on demand and kept."""

    def __init__(self, base: int) -> None:
        self._base = np.uint64(base)
        self._table = np.ones(1, np.uint64)

    def __call__(self, count: int) -> NDArray[np.uint64]:
        if len(self._table) < count:
            factors = np.full(max(count, 1 << 14), self._base)
            factors[0] = 1
            self._table = np.multiply.accumulate(factors)
        return self._table[:count]


_powers = _Powers(_BASE)
_inverse_powers = _Powers(_BASE_INVERSE)


def mix(codes: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Spread the entropy of 64-bit codes over all their bits.

    Parameters
    ----------
    codes : ndarray of uint64, any shape

    Returns
    -------
    ndarray of uint64, same shape

    References
    ----------
    The finaliser of SplitMix64: Steele, Lea, Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014.
    """
    codes = codes ^ (codes >> _SHIFT_1)
    codes *= _FACTOR_1
    codes ^= codes >> _SHIFT_2
    codes *= _FACTOR_2
    codes ^= codes >> _SHIFT_3
    return codes


def code_points(text: str) -> NDArray[np.uint32]:
    """Return the code points of `text`, shape ``(len(text),)``; lone surrogates stay as they are."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)


def fold(points: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """Lower-case code points one by one (simple case mapping), so that offsets keep their meaning."""
    if points.size and points.max() >= _TABLED:
        return np.where(points < _TABLED, _LOWER[np.minimum(points, _TABLED - 1)], points)
    return _LOWER[points]


class Document:
    """A text and the views of it that several tasks need.

    Every view is computed at its first use and kept. All offsets are half-open and in code points of `text`.

    Parameters
    ----------
    text : str
        Text as it was sent; any string is valid, the empty one too.
    id : str, optional
        The caller's name for the document, handed back untouched.

    Attributes
    ----------
    points : ndarray of uint32, shape (n_chars,)
        Code points.
    folded : ndarray of uint32, shape (n_chars,)
        Code points in lower case, one for one.
    word_starts, word_ends : ndarray of int64, shape (n_words,)
        Half-open spans of the runs of letters, marks, digits and low lines.
    word_codes : ndarray of uint64, shape (n_words,)
        A 64-bit hash of each word in lower case.
    """

    def __init__(self, text: str, id: str | None = None) -> None:
        self.text = text
        self.id = id
        self._ngram_codes: dict[int, NDArray[np.uint64]] = {}

    def __len__(self) -> int:
        return len(self.text)

    @cached_property
    def sha256(self) -> str:
        """SHA-256 of the text in UTF-8, hexadecimal."""
        return hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()

    @cached_property
    def points(self) -> NDArray[np.uint32]:  # noqa: D102 - described above
        return code_points(self.text)

    @cached_property
    def folded(self) -> NDArray[np.uint32]:  # noqa: D102
        return fold(self.points)

    @cached_property
    def is_word(self) -> NDArray[np.bool_]:
        """Whether each code point belongs to a word, shape ``(n_chars,)``."""
        points = self.points
        if points.size and points.max() >= _TABLED:
            rare = (points >= 0x20000) & (points < 0x33480)  # CJK extensions B to H
            return _IS_WORD[np.minimum(points, _TABLED - 1)] & (points < _TABLED) | rare
        return _IS_WORD[points]

    @cached_property
    def _word_edges(self) -> NDArray[np.int64]:
        """Starts and ends of the words, shape ``(2, n_words)``."""
        padded = np.zeros(len(self.points) + 2, np.bool_)
        padded[1:-1] = self.is_word
        edges = (padded[1:] != padded[:-1]).nonzero()[0]
        return np.ascontiguousarray(edges.reshape(-1, 2).T)

    @property
    def word_starts(self) -> NDArray[np.int64]:  # noqa: D102
        starts: NDArray[np.int64] = self._word_edges[0]
        return starts

    @property
    def word_ends(self) -> NDArray[np.int64]:  # noqa: D102
        ends: NDArray[np.int64] = self._word_edges[1]
        return ends

    @cached_property
    def _prefix(self) -> NDArray[np.uint64]:
        """Prefix sums of ``code[i] * BASE**i`` modulo 2**64, shape ``(n_chars + 1,)``."""
        codes = (self.folded + np.uint64(1)) * _MIX
        codes ^= codes >> np.uint64(32)
        prefix = np.zeros(len(codes) + 1, np.uint64)
        np.cumsum(codes * _powers(len(codes)), out=prefix[1:])
        return prefix

    def span_sums(self, starts: NDArray[np.int64], ends: NDArray[np.int64]) -> NDArray[np.uint64]:
        """Sum up the characters of spans: `span_codes` before `mix`, so that several kinds can be mixed together."""
        if not len(self.points):
            return np.zeros(len(starts), np.uint64)
        sums = self._prefix.take(ends)
        sums -= self._prefix.take(starts)
        sums *= _inverse_powers(len(self.points)).take(starts)
        return sums

    def ngram_sums(self, n: int) -> NDArray[np.uint64]:
        """Sum up every run of `n` characters: `ngram_codes` before `mix`."""
        count = max(len(self.points) - n + 1, 0)
        sums = self._prefix[n : n + count] - self._prefix[:count]
        sums *= _inverse_powers(len(self.points))[:count]
        return sums

    def span_codes(self, starts: NDArray[np.int64], ends: NDArray[np.int64]) -> NDArray[np.uint64]:
        """Hash the lower-cased text of spans; equal texts have equal codes wherever they stand.

        Parameters
        ----------
        starts, ends : ndarray of int64, shape (n_spans,)

        Returns
        -------
        ndarray of uint64, shape (n_spans,)

        References
        ----------
        Polynomial hash by prefix sums: Karp, Rabin, "Efficient randomized pattern-matching algorithms", 1987.
        """
        return mix(self.span_sums(starts, ends))

    @cached_property
    def word_codes(self) -> NDArray[np.uint64]:  # noqa: D102
        return self.span_codes(self.word_starts, self.word_ends)

    def ngram_codes(self, n: int) -> NDArray[np.uint64]:
        """Hash every run of `n` neighbouring lower-cased code points.

        Parameters
        ----------
        n : int
            Length of the n-grams in code points, at least 1.

        Returns
        -------
        ndarray of uint64, shape (max(n_chars - n + 1, 0),)
            The code at index ``i`` is that of the n-gram that starts at code point ``i``; it equals the
            `span_codes` of the same characters.
        """
        if n not in self._ngram_codes:
            self._ngram_codes[n] = mix(self.ngram_sums(n))
        return self._ngram_codes[n]
