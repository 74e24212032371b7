"""The ranker: a small network over the candidates' features."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray


class Ranker:
    """Scores candidates with one hidden layer of rectified units.

    Parameters
    ----------
    low, high : ndarray of float32, shape (n_features,)
        Features are clipped to what was seen in training, so that a longer text or a stranger word is never
        extrapolated to.
    mean, scale : ndarray of float32, shape (n_features,)
    hidden : ndarray of float32, shape (n_features, n_units)
    hidden_bias : ndarray of float32, shape (n_units,)
    output : ndarray of float32, shape (n_units,)
    output_bias : float
    """

    def __init__(self, arrays: Mapping[str, NDArray[Any]]) -> None:
        self._low, self._high = arrays["low"], arrays["high"]
        self._hidden = arrays["scale"][:, None] * arrays["hidden"]  # features need not be scaled one by one
        self._hidden_bias = arrays["hidden_bias"] - arrays["mean"] @ self._hidden
        self._output, self._output_bias = arrays["output"], float(arrays["output_bias"])

    def __call__(self, features: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return the probability of being a keyword of each row, shape ``(n_candidates,)``."""
        clipped = np.maximum(features, self._low)
        np.minimum(clipped, self._high, out=clipped)
        units = clipped @ self._hidden
        units += self._hidden_bias
        logits = np.maximum(units, 0, out=units) @ self._output + self._output_bias
        scores: NDArray[np.float32] = 1 / (1 + np.exp(-np.clip(logits, -30, 30)))
        return scores
