"""Splits for cross-validation: stratified by label, and whole groups kept on one side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

Fold = tuple[NDArray[np.int64], NDArray[np.int64]]


def make_folds(keys: Sequence[str], groups: Sequence[str | None], n_folds: int, seed: int) -> list[Fold]:
    """Split documents into folds.

    Parameters
    ----------
    keys : sequence of str
        Label of each document (for several labels: all of them in one string).
    groups : sequence of str or None
        Documents of one group, such as a wellbore, stay together; None stands alone.
    n_folds : int
    seed : int

    Returns
    -------
    list of (ndarray of int64, ndarray of int64)
        Indices to train on and to test on; fewer folds when there are fewer groups.
    """
    owner = _owners(groups)
    n_groups = int(owner.max()) + 1 if len(owner) else 0
    fold_of_group = np.zeros(n_groups, np.int64)
    load: dict[str, NDArray[np.int64]] = {}
    total = np.zeros(n_folds, np.int64)
    for group in _largest_first(owner, seed):
        members = np.flatnonzero(owner == group) if n_groups < len(owner) else np.array([group])
        counts = [load.setdefault(keys[i], np.zeros(n_folds, np.int64)) for i in members.tolist()]
        alike = np.sum(counts, axis=0)
        fold = int(np.lexsort((np.arange(n_folds), total, alike))[0])
        fold_of_group[group] = fold
        total[fold] += len(members)
        for count in counts:
            count[fold] += 1
    folds = fold_of_group[owner]
    return [pair for pair in _pairs(folds, n_folds) if len(pair[0]) and len(pair[1])]


def _owners(groups: Sequence[str | None]) -> NDArray[np.int64]:
    numbers: dict[object, int] = {}
    return np.array(
        [numbers.setdefault(g if g is not None else i, len(numbers)) for i, g in enumerate(groups)], np.int64
    )


def _largest_first(owner: NDArray[np.int64], seed: int) -> list[int]:
    sizes = np.bincount(owner)
    shuffled = np.random.default_rng(seed).permutation(len(sizes))
    ordered: list[int] = shuffled[np.argsort(-sizes[shuffled], kind="stable")].tolist()
    return ordered


def _pairs(folds: NDArray[np.int64], n_folds: int) -> Iterator[Fold]:
    for fold in range(n_folds):
        yield np.flatnonzero(folds != fold), np.flatnonzero(folds == fold)
