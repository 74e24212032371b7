"""From scores to keywords: no phrase beside one that already says it, spelled as the document spells it."""

from __future__ import annotations

from collections import Counter

import numpy as np
from numpy.typing import NDArray

from tasks.keywords.candidates import Candidates
from tasks.keywords.terms import Terms

_LOOKED_AT = 5  # candidates looked at per keyword asked for
_PLACES_LOOKED_AT = 50
_OVERLAP = 0.7  # share of a phrase's occurrences within a better one's from which it adds nothing


def select(candidates: Candidates, scores: NDArray[np.float32], limit: int) -> list[int]:
    """Choose the best candidates.

    A phrase of several words that stands almost only within a phrase chosen before it is left out.

    Parameters
    ----------
    candidates : Candidates
    scores : ndarray of float32, shape (n_candidates,)
    limit : int

    Returns
    -------
    list of int
        Indices of candidates, best first.
    """
    order = np.lexsort((candidates.firsts, -scores))[: limit * _LOOKED_AT].tolist()
    owners: dict[int, int] = {}
    chosen: list[int] = []
    for index in order:
        size = int(candidates.terms[index])
        places = places_of(candidates, index)[:_PLACES_LOOKED_AT].tolist()
        held = [[owners.get(place + n, -1) for n in range(size)] for place in places]
        if _is_said(held):
            continue
        owners |= {place + n: index for place in places for n in range(size)}
        chosen.append(index)
        if len(chosen) == limit:
            break
    return chosen


def _is_said(held: list[list[int]]) -> bool:
    """Say whether a phrase of several terms lies within a chosen one at most of its places.

    `held` has, for each place of the phrase, the chosen candidate that each of its terms belongs to, or -1. Single
    words may stand beside a phrase that holds them: people who choose keywords name both.
    """
    within = sum(len(row) > 1 and row[0] >= 0 and row.count(row[0]) == len(row) for row in held)
    return within > _OVERLAP * len(held)


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
