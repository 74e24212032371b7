"""Whether the service is there, as the calls of all threads have found it."""

from __future__ import annotations

import threading


class Presence:
    """Remembers since when the service has been away.

    Parameters
    ----------
    memory_s : float
        When nobody has asked for so long, nothing is known any more.

    Attributes
    ----------
    answers : int
        Calls that were answered so far.
    """

    def __init__(self, memory_s: float) -> None:
        self._memory_s = memory_s
        self._lock = threading.Lock()
        self._away_since: float | None = None
        self._last_missed = 0.0
        self.answers = 0

    def answered(self) -> None:
        """Note that it was there."""
        with self._lock:
            self._away_since = None
            self.answers += 1

    def missed(self, now: float) -> float:
        """Note that it was not there; return for how many seconds by now."""
        with self._lock:
            if self._away_since is None or now - self._last_missed > self._memory_s:
                self._away_since = now
            self._last_missed = now
            return now - self._away_since

    def away_s(self, now: float) -> float:
        """Return for how many seconds it has not been there."""
        with self._lock:
            return 0.0 if self._away_since is None else now - self._away_since
