"""Stems light enough for arrays: an inflected form and its base share a code, nothing more is promised."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tasks.document import Document

_SHORTEST_STEM = 3
_WIDTH = 4  # longest ending looked at

# Endings of number, definiteness and case, longest first, from each language's school grammar. English strips the
# plural and then a mute e, so that "cases", "case" and "studies", "study" meet (step 1a and 5a of Porter, "An
# algorithm for suffix stripping", Program 14(3), 1980).
_ENGLISH = ("ies", "es", "s", "e", "y")
_SCANDINAVIAN = ("ene", "ane", "ens", "ets", "ers", "er", "ar", "or", "en", "et", "an", "a", "e", "s")
_GERMAN = ("en", "er", "es", "em", "e", "n", "s")
_ROMANCE = ("es", "os", "as", "s", "x", "e", "o", "a", "i")
_FRENCH = ("es", "s", "x", "e")
_DUTCH = ("en", "s", "e")
_ENDINGS = {
    **dict.fromkeys(("nb", "nn", "da", "sv"), _SCANDINAVIAN),
    **dict.fromkeys(("es", "pt", "it", "ca"), _ROMANCE),
    **dict.fromkeys(("nl", "af"), _DUTCH),
    "de": _GERMAN,
    "fr": _FRENCH,
    "en": _ENGLISH,
}
_NOT_PLURAL = ("ss", "us", "is")


def _packed(ending: str) -> int:
    return sum(ord(character) << (16 * place) for place, character in enumerate(reversed(ending)))


def _tails(document: Document, ends: NDArray[np.int64]) -> NDArray[np.uint64]:
    tails = np.zeros(len(ends), np.uint64)
    for place in range(_WIDTH):
        characters = document.folded[np.maximum(ends - 1 - place, 0)].astype(np.uint64)
        tails |= (characters & np.uint64(0xFFFF)) << np.uint64(16 * place)
    return tails


def _ends_with(tails: NDArray[np.uint64], ending: str) -> NDArray[np.bool_]:
    mask = np.uint64((1 << (16 * len(ending))) - 1)
    found: NDArray[np.bool_] = (tails & mask) == np.uint64(_packed(ending))
    return found


def _is_possessive(tails: NDArray[np.uint64]) -> NDArray[np.bool_]:
    return _ends_with(tails, "'s") | _ends_with(tails, "’s")


def stem_ends(
    document: Document, starts: NDArray[np.int64], ends: NDArray[np.int64], language: str
) -> NDArray[np.int64]:
    """Return where the stem of each word ends.

    Parameters
    ----------
    document : Document
    starts, ends : ndarray of int64, shape (n_words,)
    language : str
        BCP 47 code; languages without a table lose nothing.

    Returns
    -------
    ndarray of int64, shape (n_words,)
    """
    endings = _ENDINGS.get(language)
    if endings is None or not len(ends):
        return ends
    tails = _tails(document, ends)
    if language == "en" and (possessive := _is_possessive(tails)).any():
        ends = ends - 2 * possessive
        tails = _tails(document, ends)
    stripped = np.zeros(len(ends), np.int64)
    room = ends - starts - _SHORTEST_STEM
    for ending in reversed(endings):
        stripped[_ends_with(tails, ending) & (room >= len(ending))] = len(ending)
    if language == "en":
        for ending in _NOT_PLURAL:
            stripped[_ends_with(tails, ending)] = 0
    return ends - stripped
