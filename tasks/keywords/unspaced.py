"""Words of scripts that do not separate them: cut where the kind of letter changes or letters seldom meet.

Without a dictionary the document itself says which letters belong together: a pair of letters that meets less often
than both pairs beside it is a seam. Reference: Sproat, Shih, "A statistical method for finding word boundaries in
Chinese text", Computer Processing of Chinese and Oriental Languages 4(4), 1990.
"""

from __future__ import annotations

import unicodedata

import numpy as np
from numpy.typing import NDArray

from tasks.document import Document

_OTHER, _HAN, _HIRAGANA, _KATAKANA, _SYLLABIC = range(5)
_TABLED = 0x10000
# Thai, Lao, Myanmar and Khmer words are longer, so that their seams show in longer n-grams.
_RANGES = (
    (0x0E00, 0x0EFF, _SYLLABIC),
    (0x1000, 0x109F, _SYLLABIC),
    (0x1780, 0x17FF, _SYLLABIC),
    (0x3005, 0x3007, _HAN),
    (0x3040, 0x309F, _HIRAGANA),
    (0x30A0, 0x30FF, _KATAKANA),
    (0x3400, 0x4DBF, _HAN),
    (0x4E00, 0x9FFF, _HAN),
    (0xF900, 0xFAFF, _HAN),
)
_FUNCTION_CHARACTERS = "的了是在和与與及或也都就被把其这這那并並们們很还還又吗嗎呢吧"
_MAX_FUNCTION_CHARS = 4  # a longer run of Hiragana is a word in its own right


def _scripts() -> NDArray[np.uint8]:
    table = np.zeros(_TABLED, np.uint8)
    for first, last, script in _RANGES:
        table[first : last + 1] = script
    return table


_SCRIPT = _scripts()
_IS_MARK = np.fromiter(
    (unicodedata.category(chr(p))[0] == "M" or chr(p) in "\u0e33\u0eb3" for p in range(_TABLED)), np.bool_, _TABLED
)
_FUNCTIONS = np.array(sorted(map(ord, _FUNCTION_CHARACTERS)), np.uint32)


def _script(points: NDArray[np.uint32]) -> NDArray[np.uint8]:
    return np.where(points < _TABLED, _SCRIPT[np.minimum(points, _TABLED - 1)], _HAN).astype(np.uint8)


def split_unspaced(
    document: Document, starts: NDArray[np.int64], ends: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Cut words that hold letters of unspaced scripts.

    Parameters
    ----------
    document : Document
    starts, ends : ndarray of int64, shape (n_words,)

    Returns
    -------
    starts, ends : ndarray of int64, shape (n_pieces,)
        The other words are as they were.
    """
    points = document.points
    script = _script(points)
    changes = script[1:] != script[:-1]
    functions = np.isin(points, _FUNCTIONS)
    cut = changes | functions[1:] | functions[:-1] | _seams(document, script, 2) | _seams(document, script, 4)
    cut &= ~_IS_MARK[np.minimum(points[1:], _TABLED - 1)] & document.is_word[1:] & document.is_word[:-1]
    pieces = np.union1d(starts, np.flatnonzero(cut) + 1)
    whole = np.searchsorted(starts, pieces, side="right") - 1
    return pieces, np.minimum(ends[whole], np.append(pieces[1:], len(points)))


def _seams(document: Document, script: NDArray[np.uint8], n: int) -> NDArray[np.bool_]:
    """Mark between which code points letters meet less often than on both sides, shape ``(n_chars - 1,)``."""
    strength = np.zeros(len(script) - 1, np.int64)
    _, inverse, counts = np.unique(document.ngram_codes(n), return_inverse=True, return_counts=True)
    strength[n // 2 - 1 : n // 2 - 1 + len(inverse)] = counts[inverse]
    seam = np.zeros(len(strength), np.bool_)
    seam[1:-1] = (strength[1:-1] < strength[:-2]) & (strength[1:-1] <= strength[2:])
    seam[1:-1] |= (strength[1:-1] <= strength[:-2]) & (strength[1:-1] < strength[2:])
    wanted: NDArray[np.bool_] = seam & ((script[1:] == _SYLLABIC) if n > 2 else (script[1:] == _HAN))
    return wanted


def is_function_run(document: Document, starts: NDArray[np.int64], ends: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Say which pieces are short runs of Hiragana: particles and endings, no topics."""
    script = _script(document.points[starts])
    short: NDArray[np.bool_] = (script == _HIRAGANA) & (ends - starts <= _MAX_FUNCTION_CHARS)
    return short
