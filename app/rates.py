"""A rate for each caller, counted over all workers."""

from __future__ import annotations

import fcntl
import math
import mmap
import os
import threading
import time
from collections.abc import Sequence

import numpy as np

_BURST_S = 1.0  # a caller that was quiet may send one second's worth at once


class RateLimiter:
    """Token buckets in memory that forked processes share.

    A process that dies while it holds the lock gives it back: it is the kernel's lock on a file, not a semaphore.

    Parameters
    ----------
    rates : sequence of float or None
        Requests per second of each place; None for no limit.

    References
    ----------
    Token bucket: Tanenbaum, Wetherall, "Computer Networks", 5th ed., 5.3.4.
    """

    def __init__(self, rates: Sequence[float | None]) -> None:
        self._rates = list(rates)
        self._thread_lock = threading.Lock()
        self._lock_file = os.memfd_create("doctag-rates")
        shared = mmap.mmap(-1, max(len(self._rates), 1) * 16)
        self._buckets = np.frombuffer(shared, np.float64).reshape(-1, 2)  # tokens, time of the last visit
        for place, rate in enumerate(self._rates):
            self._buckets[place] = (self._capacity(rate or 0.0), time.monotonic())

    @staticmethod
    def _capacity(rate: float) -> float:
        return max(rate * _BURST_S, 1.0)

    def take(self, place: int) -> int:
        """Take one token of a caller's bucket.

        Returns
        -------
        int
            0 when there was one, else the seconds after which there will be.
        """
        rate = self._rates[place]
        if rate is None:
            return 0
        with self._thread_lock:
            fcntl.lockf(self._lock_file, fcntl.LOCK_EX)
            try:
                return self._take(place, rate)
            finally:
                fcntl.lockf(self._lock_file, fcntl.LOCK_UN)

    def _take(self, place: int, rate: float) -> int:
        tokens, visited = map(float, self._buckets[place])
        now = time.monotonic()
        tokens = min(self._capacity(rate), tokens + (now - visited) * rate)
        if tokens < 1.0:
            self._buckets[place] = (tokens, now)
            return max(1, math.ceil((1.0 - tokens) / rate))
        self._buckets[place] = (tokens - 1.0, now)
        return 0
