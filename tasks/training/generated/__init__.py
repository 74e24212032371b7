"""Documents generated for training the types that have no real text; nothing of the project's samples is in them."""

from __future__ import annotations

from typing import Any

from tasks.training.generated import drilling, elsewhere, planning, subsurface, wells
from tasks.training.generated.compose import compose

KINDS = (*drilling.KINDS, *wells.KINDS, *subsurface.KINDS, *planning.KINDS)


def generate(per_kind: int, per_elsewhere: int, seed: int = 0) -> list[dict[str, Any]]:
    """Write documents of every kind, and documents of no kind.

    Parameters
    ----------
    per_kind : int
        Documents of each kind; a label has one kind for each language.
    per_elsewhere : int
        Documents of each kind from elsewhere, labelled ``unknown``.
    seed : int

    Returns
    -------
    list of dict
        Records with ``text`` and ``label``.
    """
    first = seed * 1_000_000
    own = [{"text": compose(k, first + i), "label": k.label} for k in KINDS for i in range(per_kind)]
    other = [{"text": compose(k, first + i), "label": k.label} for k in elsewhere.KINDS for i in range(per_elsewhere)]
    return own + other
