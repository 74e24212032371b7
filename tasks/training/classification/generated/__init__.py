"""Documents generated for training the types that have no real text; nothing of the project's samples is in them."""

from __future__ import annotations

from typing import Any

from tasks.training.classification.generated.compose import compose
from tasks.training.classification.generated.kinds import UNKNOWN, read_kinds

__all__ = ["generate"]


def generate(per_kind: int, per_elsewhere: int, seed: int = 0) -> list[dict[str, Any]]:
    """Write documents of every kind, and documents of no kind.

    Parameters
    ----------
    per_kind : int
        Documents of each kind; a label may have one kind for each language.
    per_elsewhere : int
        Documents of each kind from elsewhere, labelled ``unknown``.
    seed : int

    Returns
    -------
    list of dict
        Records with ``text`` and ``label``.
    """
    records = []
    for kind in read_kinds():
        count = per_elsewhere if kind.label == UNKNOWN else per_kind
        texts = (compose(kind, seed * 1_000_000 + number) for number in range(count))
        records += [{"text": text, "label": kind.label} for text in texts]
    return records
