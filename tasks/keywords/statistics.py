"""Hashed tables: what is known of a phrase by its code, without its letters."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

_CHECK_SHIFT = np.uint64(56)
_VALUE = np.uint16(0xFF)


class HashedTable:
    """A value from 0 to 255 for each of many codes; codes that were never put in have the value 0.

    Every slot holds eight bits of its code beside the value, so that a strange code that meets a used slot is taken
    for the code in it once in 256 times only.

    Parameters
    ----------
    slots : ndarray of uint16, shape (2**bits,)
    """

    def __init__(self, slots: NDArray[np.uint16]) -> None:
        self.slots = slots
        self._mask = np.uint64(len(slots) - 1)

    def __call__(self, codes: NDArray[np.uint64]) -> NDArray[np.uint8]:
        """Return the value of each code."""
        found = self.slots[codes & self._mask]
        same = (found >> np.uint16(8)) == (codes >> _CHECK_SHIFT)
        return np.where(same, found & _VALUE, 0).astype(np.uint8)

    @classmethod
    def build(cls, codes: NDArray[np.uint64], values: NDArray[np.uint8], bits: int) -> HashedTable:
        """Fill a table; where two codes want one slot, the greater value stays."""
        slots = np.zeros(1 << bits, np.uint16)
        order = np.lexsort((codes, values))
        codes, values = codes[order], values[order]
        slots[codes & np.uint64((1 << bits) - 1)] = (codes >> _CHECK_SHIFT).astype(np.uint16) << np.uint16(8) | values
        return cls(slots)
