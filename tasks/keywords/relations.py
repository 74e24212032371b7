"""How a phrase compares with the longer phrases that hold it and the shorter ones that it holds."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tasks.keywords.candidates import MAX_TERMS, Candidates

_NOTHING = np.float32(-20)


def grid(n_terms: int, candidates: Candidates, values: NDArray[np.float32]) -> NDArray[np.float32]:
    """Lay values of candidates out by length and place.

    Parameters
    ----------
    n_terms : int
    candidates : Candidates
    values : ndarray of float32, shape (n_candidates,)

    Returns
    -------
    ndarray of float32, shape (MAX_TERMS + 2, n_terms + 2)
        Row ``n``, column ``i + 1`` holds the value of the phrase of ``n`` terms that begins at term ``i``.
    """
    out = np.full((MAX_TERMS + 2, n_terms + 2), _NOTHING, np.float32)
    out[candidates.terms[candidates.owners], candidates.places + 1] = values[candidates.owners]
    return out


def greatest_around(values: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return, for each cell of a `grid`, the greatest value of all longer phrases that hold its phrase."""
    around = np.full_like(values, _NOTHING)
    for n in range(MAX_TERMS, 0, -1):
        longer = np.maximum(values[n + 1], around[n + 1])
        around[n, 1:] = np.maximum(longer[1:], longer[:-1])
    return around


def greatest_inside(values: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return, for each cell of a `grid`, the greatest value of all shorter phrases that its phrase holds."""
    inside = np.full_like(values, _NOTHING)
    for n in range(2, MAX_TERMS + 1):
        shorter = np.maximum(values[n - 1], inside[n - 1])
        inside[n, :-1] = np.maximum(shorter[:-1], shorter[1:])
    return inside


def greatest_across(values: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return, for each column of a `grid`, the greatest value of all phrases that run across its left edge."""
    across = np.full(values.shape[1], _NOTHING)
    for n in range(2, MAX_TERMS + 1):
        for step in range(1, n):
            np.maximum(across[step:], values[n, :-step], out=across[step:])
    return across
