"""How keywords are scored: F1 of the first ten against gold keys, both in lower case and stemmed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

import snowballstemmer  # type: ignore[import-untyped]  # the library ships no types

CUTOFF = 10
_stemmer = snowballstemmer.stemmer("porter")


@lru_cache(maxsize=1 << 18)
def _stem(word: str) -> str:
    return str(_stemmer.stemWord(word))


def normalise(phrase: str) -> str:
    """Return a phrase in lower case with every word stemmed.

    References
    ----------
    Porter, "An algorithm for suffix stripping", Program 14(3), 1980.
    """
    return " ".join(_stem(word) for word in phrase.lower().split())


def f1_at_10(predicted: Iterable[str], gold: Iterable[str]) -> float:
    """Score one document.

    Parameters
    ----------
    predicted : iterable of str
        Best first.
    gold : iterable of str

    Returns
    -------
    float
        Harmonic mean of hits/10 and hits/gold, after dropping repeats.
    """
    wanted = {normalise(key) for key in gold}
    first = list(dict.fromkeys(normalise(phrase) for phrase in predicted))[:CUTOFF]
    hits = sum(phrase in wanted for phrase in first)
    if not hits:
        return 0.0
    precision, recall = hits / CUTOFF, hits / len(wanted)
    return 2 * precision * recall / (precision + recall)


def mean_f1_at_10(predicted: Sequence[Iterable[str]], gold: Sequence[Iterable[str]]) -> float:
    """Return the mean of `f1_at_10` over documents."""
    scores = [f1_at_10(mine, theirs) for mine, theirs in zip(predicted, gold, strict=True)]
    return sum(scores) / max(len(scores), 1)
