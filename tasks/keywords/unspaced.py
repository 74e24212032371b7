"""Words of scripts that do not separate them: a run of letters is cut where the kind of letter changes."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tasks.document import Document


def split_unspaced(
    document: Document, starts: NDArray[np.int64], ends: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Cut runs of unspaced letters."""
    return starts, ends
