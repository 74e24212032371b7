"""The parts of a text by language: which windows belong together, and where exactly one language ends."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tasks.language.ngrams import letters
from tasks.language.scores import Model

# Chosen on halves of sentences and of pages in two languages, against pages in one.
SWITCH_NATS = 6.0  # what a change of language costs
FLOOR_NATS = -12.0  # no window speaks against a language more than this
SUSPECT_NATS = 4.0  # no change is sought where no window prefers another language by so much
_FINE_CHARS = 1024
_PROBE_CHARS = 96


def segment(logits: NDArray[np.float32], best: int) -> list[int]:
    """Find the windows at which the language changes.

    Parameters
    ----------
    logits : ndarray of float32, shape (n_windows, n_labels)
        Of each language in each window.
    best : int
        Label of the whole.

    Returns
    -------
    list of int
        First window of each run but the first, ascending; empty where the text is in one language.

    References
    ----------
    Viterbi, "Error bounds for convolutional codes", 1967, over a hidden Markov model whose states are languages.
    """
    heard = np.maximum(logits - logits.max(1, keepdims=True), FLOOR_NATS)
    labels = np.unique(np.append(heard.argmax(1), best))
    return (np.flatnonzero(np.diff(_viterbi(heard[:, labels]))) + 1).tolist()


def _viterbi(heard: NDArray[np.float32]) -> NDArray[np.int64]:
    n_windows, n_labels = heard.shape
    total, back = heard[0], np.zeros((n_windows, n_labels), np.int64)
    for window in range(1, n_windows):
        switched = int(total.argmax())
        stays = total >= total[switched] - SWITCH_NATS
        back[window] = np.where(stays, np.arange(n_labels), switched)
        total = np.where(stays, total, total[switched] - SWITCH_NATS) + heard[window]
    path = np.zeros(n_windows, np.int64)
    path[-1] = total.argmax()
    for window in range(n_windows - 1, 0, -1):
        path[window - 1] = back[window, path[window]]
    return path


def boundary(model: Model, text: str, start: int, end: int, before: int, after: int) -> int:
    """Find where one language ends and the next begins.

    Parameters
    ----------
    model : Model
    text : str
    start, end : int
        The span that holds the change, in code points.
    before, after : int
        Columns of the two languages.

    Returns
    -------
    int
        Offset of the first word of the second language.
    """
    while end - start > _FINE_CHARS:
        middle = (start + end) // 2
        probe = letters(text[middle - _PROBE_CHARS // 2 : middle + _PROBE_CHARS // 2])
        if model.balance(probe, before, after).sum() >= 0:
            start = middle
        else:
            end = middle
    found = letters(text[start:end])
    if len(found.spaces) < 2:
        return (start + end) // 2
    words = found.spaces[:-1]
    gains = np.concatenate(([0.0], np.cumsum(model.balance(found, before, after))))[words]
    chosen = words[int(gains.argmax())] + 1
    return start + int(found.positions[chosen])
