"""Adam, for whole arrays and for the rows of a large one that a batch touches."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

_FIRST = 0.9
_TINY = 1e-7


class Adam:
    """Turns slopes into steps of about 1, kept by the history of each weight.

    Parameters
    ----------
    shape : tuple of int
        Shape of the weights.
    second : float
        How slowly the mean square of the slopes is forgotten.

    References
    ----------
    Kingma, Ba, "Adam: a method for stochastic optimization", ICLR 2015.
    """

    def __init__(self, shape: tuple[int, ...], second: float = 0.999) -> None:
        self._mean, self._square = np.zeros(shape, np.float32), np.zeros(shape, np.float32)
        self._second = second
        self._taken = 0

    def __call__(self, slope: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return the step for a slope of all weights."""
        self._taken += 1
        self._mean += (1 - _FIRST) * (slope - self._mean)
        self._square += (1 - self._second) * (slope * slope - self._square)
        mean = self._mean / (1 - _FIRST**self._taken)
        step = mean / (np.sqrt(self._square / (1 - self._second**self._taken)) + _TINY)
        return np.asarray(step, np.float32)

    def at(self, rows: NDArray[np.int64], slope: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return the step for some rows; the others keep their history, and young histories step carefully."""
        mean = self._mean[rows] + (1 - _FIRST) * (slope - self._mean[rows])
        square = self._square[rows] + (1 - self._second) * (slope * slope - self._square[rows])
        self._mean[rows], self._square[rows] = mean, square
        return np.asarray(mean / (np.sqrt(square) + _TINY), np.float32)
