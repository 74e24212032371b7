"""The n-gram profiles of the langdetect package: how often 1 and 3 letters occur in Wikipedia, by language."""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import langdetect  # type: ignore[import-untyped]  # the package brings no types
import numpy as np
from numpy.typing import NDArray

from tasks.language.ngrams import ORDERS, letters, ngram_codes

_TAGS = {"no": "nb", "zh-cn": "zh", "zh-tw": "zh"}  # langdetect's names that are not ours


@dataclass(frozen=True)
class Profiles:
    """Relative frequencies of n-grams by language.

    Attributes
    ----------
    codes : ndarray of uint64, shape (n_entries,)
    orders : ndarray of int64, shape (n_entries,)
        Length of each n-gram.
    languages : ndarray of str, shape (n_entries,)
    frequencies : ndarray of float64, shape (n_entries,)
        Share of the n-gram among those of its length in its language.
    digest : str
        SHA-256 of the files.
    """

    codes: NDArray[np.uint64]
    orders: NDArray[np.int64]
    languages: NDArray[np.str_]
    frequencies: NDArray[np.float64]
    digest: str


@cache
def profiles() -> Profiles:
    """Read the profiles that come with the installed langdetect.

    Returns
    -------
    Profiles

    References
    ----------
    Shuyo, "Language Detection Library for Java", 2010, whose port langdetect is.
    """
    digest = hashlib.sha256()
    entries: list[tuple[str, str, float]] = []
    for path in sorted((Path(langdetect.__file__).parent / "profiles").iterdir()):
        content = path.read_bytes()
        digest.update(content)
        entries.extend(_entries(path.name, json.loads(content)))
    ngrams, languages, frequencies = zip(*entries, strict=True)
    return Profiles(
        codes=_codes(ngrams),
        orders=np.array([len(ngram) for ngram in ngrams]),
        languages=np.array(languages),
        frequencies=np.array(frequencies),
        digest=digest.hexdigest(),
    )


def _entries(name: str, profile: dict[str, Any]) -> Iterator[tuple[str, str, float]]:
    totals = profile["n_words"]
    for ngram, count in profile["freq"].items():
        inner = ngram.strip(" ")
        if len(ngram) in ORDERS and inner and all(unicodedata.category(char)[0] in "LM" for char in inner):
            yield ngram, _TAGS.get(name, name), count / totals[len(ngram) - 1]


def _codes(ngrams: tuple[str, ...]) -> NDArray[np.uint64]:
    known = {ngram: _code(ngram) for ngram in set(ngrams)}
    return np.array([known[ngram] for ngram in ngrams], np.uint64)


def _code(ngram: str) -> np.uint64:
    codes = ngram_codes(letters(ngram.lower()))
    code: np.uint64 = codes[0 if ngram.startswith(" ") else 1, ORDERS.index(len(ngram))]
    return code
