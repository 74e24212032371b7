"""What kind each code point is, and how many of each kind a span holds, in one prefix sum."""

from __future__ import annotations

import unicodedata

import numpy as np
from numpy.typing import NDArray

from tasks.document import Document

# Six counters of ten bits in one 64-bit number: a span's counters are the difference of two prefix sums, exact as
# long as the span has fewer than 1,024 code points, whatever wrapped before it.
LETTER, DIGIT, UPPER, NEWLINE, HARD, UNSPACED = (10 * field for field in range(6))
MAX_SPAN_CHARS = 1023
_FIELD = np.uint64(MAX_SPAN_CHARS)
_TABLED = 0x20000

# Scripts that do not separate words by spaces: Unicode Standard, chapters 16 and 18.
_UNSPACED_RANGES = (
    (0x0E00, 0x0EFF),  # Thai, Lao
    (0x1000, 0x109F),  # Myanmar
    (0x1780, 0x17FF),  # Khmer
    (0x3005, 0x3007),
    (0x3040, 0x30FF),  # Hiragana, Katakana
    (0x3400, 0x4DBF),
    (0x4E00, 0x9FFF),  # CJK unified ideographs
    (0xF900, 0xFAFF),
)
_LINE_ENDS = {0x0A, 0x0B, 0x0C, 0x85, 0x2028, 0x2029}
_APOSTROPHES = {0x27, 0x2019, 0x02BC}


def _kinds_of(point: int) -> int:
    character = chr(point)
    category = unicodedata.category(character)
    if point in _LINE_ENDS:
        return 1 << NEWLINE
    if category[0] == "L":
        return 1 << LETTER | (category in ("Lu", "Lt")) << UPPER
    if category[0] == "M":
        return 0  # belongs to the letter before it
    if category[0] == "N":
        return 1 << DIGIT
    breaks = not character.isspace() and point not in _APOSTROPHES and category not in ("Cf", "Pc")
    return int(breaks) << HARD


def _kind_table() -> NDArray[np.uint64]:
    table = np.fromiter((_kinds_of(point) for point in range(_TABLED)), np.uint64, _TABLED)
    for first, last in _UNSPACED_RANGES:
        table[first : last + 1] |= np.uint64(1 << UNSPACED)
    table[-1] = 1 << LETTER | 1 << UNSPACED  # every rarer ideograph is counted as this code point
    return table


_KINDS = _kind_table()


class CharacterCounts:
    """Counts of letters, digits, capitals, line ends, separators and unspaced letters in spans of a document.

    Parameters
    ----------
    document : Document
    """

    def __init__(self, document: Document) -> None:
        points = document.points
        if points.size and points.max() >= _TABLED:
            points = np.minimum(points, np.uint32(_TABLED - 1))
        self._prefix = np.zeros(len(points) + 1, np.uint64)
        np.cumsum(_KINDS[points], out=self._prefix[1:])

    def packed(self, starts: NDArray[np.int64], ends: NDArray[np.int64]) -> NDArray[np.uint64]:
        """Return the six counts of each span in one number; read one of them with `count`."""
        return self._prefix[ends] - self._prefix[starts]


def count(packed: NDArray[np.uint64], field: int) -> NDArray[np.int64]:
    """Return one of the counts (`LETTER`, `DIGIT` …) of each span; right for spans up to `MAX_SPAN_CHARS`."""
    return ((packed >> np.uint64(field)) & _FIELD).astype(np.int64)
