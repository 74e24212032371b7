"""From scores to keywords: no phrase beside one that already says it, spelled as the document spells it."""

from __future__ import annotations

from collections import Counter

import numpy as np
from numpy.typing import NDArray

from tasks.keywords.candidates import Candidates
from tasks.keywords.terms import Terms

_LOOKED_AT = 5  # candidates looked at per keyword asked for
_OVERLAP = 0.7  # share of a phrase's occurrences within a better one's from which it adds nothing


def select(terms: Terms, candidates: Candidates, scores: NDArray[np.float32], limit: int) -> list[int]:
    """Choose the best candidates.

    A phrase that stands almost only within, or almost only around, a phrase chosen before it is left out, unless
    nothing else is left.

    Parameters
    ----------
    terms : Terms
    candidates : Candidates
    scores : ndarray of float32, shape (n_candidates,)
    limit : int

    Returns
    -------
    list of int
        Indices of candidates, best first.
    """
    order = np.lexsort((candidates.firsts, -scores))[: limit * _LOOKED_AT].tolist()
    owner = np.full(len(terms), -1, np.int64)
    chosen: list[int] = []
    for index in order:
        places = places_of(candidates, index)
        covered = places[:, None] + np.arange(candidates.terms[index])
        held = owner[covered]
        nested = (held[:, :1] >= 0) & (held == held[:, :1])
        if nested.all(axis=1).mean() > _OVERLAP or _swallows(held, chosen, candidates):
            continue
        chosen.append(index)
        owner[covered] = len(chosen) - 1
        if len(chosen) == limit:
            break
    return chosen


def _swallows(held: NDArray[np.int64], chosen: list[int], candidates: Candidates) -> bool:
    """Say whether a phrase is a chosen one and a word more, most times that the chosen one stands."""
    inside = np.unique(held[held >= 0])
    for place in inside.tolist():
        index = chosen[place]
        whole = (held == place).sum(axis=1) == candidates.terms[index]
        if whole.mean() > _OVERLAP and len(held) > _OVERLAP * candidates.counts[index]:
            return True
    return False


def places_of(candidates: Candidates, index: int) -> NDArray[np.int64]:
    """Return the first term of each occurrence of a candidate."""
    offset = candidates.offsets[index]
    return candidates.places[offset : offset + candidates.counts[index]]


def spans_of(terms: Terms, candidates: Candidates, index: int) -> list[tuple[int, int]]:
    """Return where a candidate stands, in code points of the document's text."""
    places = places_of(candidates, index)
    starts, ends = terms.starts[places], terms.ends[places + candidates.terms[index] - 1]
    return list(zip(starts.tolist(), ends.tolist(), strict=True))


def spelling(text: str, spans: list[tuple[int, int]]) -> str:
    """Return the most frequent spelling at some spans, the first of equals, on one line."""
    return Counter(" ".join(text[start:end].split()) for start, end in spans).most_common(1)[0][0]
