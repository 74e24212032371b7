"""How many connections each worker holds, so that each gets about as many: a worker alone cannot use two cores."""

from __future__ import annotations

import mmap

_BYTES = 4
_NOBODY = -1
_SLACK = 4  # a quarter more than another is about as many: who waits for exactly its turn takes one a round


class Shares:
    """Counts of connections in memory that forked processes share; each worker writes its own place only.

    Parameters
    ----------
    places : int
        Places are numbered from 1; what a worker beyond them says is not heard, and it takes what it finds.
    """

    def __init__(self, places: int) -> None:
        self._counts = memoryview(mmap.mmap(-1, _BYTES * (places + 1))).cast("i")
        for place in range(places + 1):
            self._counts[place] = _NOBODY

    def note(self, place: int, count: int) -> None:
        """Say how many connections a worker holds."""
        if place < len(self._counts):
            self._counts[place] = count

    def leave(self, place: int) -> None:
        """Forget a worker that is gone."""
        self.note(place, _NOBODY)

    def is_ahead(self, place: int) -> bool:
        """Say whether another worker holds clearly fewer connections."""
        if place >= len(self._counts):
            return False
        own = self._counts[place]
        return any(0 <= count < own - count // _SLACK for count in self._counts)
