"""How many calls may be under way at once: fewer when the service pushes back, more again when it does not."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import NamedTuple

_DECREASE = 0.5


class Permit(NamedTuple):
    """Leave to make one call; `round` tells whether the limit was lowered since it was given."""

    round: int


class CallGate:
    """Lets calls pass, shared by all threads of a process.

    The limit grows by additive increase and multiplicative decrease. It starts at one call and doubles with every
    round of answers (slow start) until the service pushes back for the first time; from then on it is halved when
    the service does, at most once a round, and grows by one call a round when it does not. It grows only while
    at least half of it is used.

    Parameters
    ----------
    max_calls : int
        The limit never exceeds it, and never falls below one.
    sleep, clock : callable, optional
        Stand-ins for the real ones.

    References
    ----------
    D.-M. Chiu and R. Jain, "Analysis of the increase and decrease algorithms for congestion avoidance in computer
    networks", Computer Networks and ISDN Systems 17, 1989: why this rule is fair among many clients and converges.
    V. Jacobson, "Congestion avoidance and control", SIGCOMM 1988: slow start and the factor one half.
    Netflix, concurrency-limits, AIMDLimit: growth only while half of the limit is used.
    """

    def __init__(
        self,
        max_calls: int,
        *,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._max_calls = max_calls
        self._sleep, self._clock = sleep, clock
        self._changed = threading.Condition()
        self._limit = 1.0
        self._is_starting = True
        self._in_flight = 0
        self._round = 0
        self._paused_until = 0.0

    @property
    def limit(self) -> int:
        """Calls that may be under way now."""
        return int(self._limit)

    def enter(self) -> Permit:
        """Wait until a call may be made."""
        while True:
            with self._changed:
                pause_s = self._paused_until - self._clock()
                if pause_s <= 0:
                    if self._in_flight < self.limit:
                        self._in_flight += 1
                        return Permit(self._round)
                    self._changed.wait()
                    continue
            self._sleep(pause_s)

    def leave(self) -> None:
        """Say that a call has ended, whatever came of it."""
        with self._changed:
            self._in_flight -= 1
            self._changed.notify()

    def speed_up(self) -> None:
        """Say that a call that is still counted was answered."""
        with self._changed:
            if self._in_flight * 2 < self.limit:
                return  # the limit is far from holding anybody back, so that nothing is known about a higher one
            self._limit = min(self._max_calls, self._limit + (1.0 if self._is_starting else 1.0 / self._limit))
            self._changed.notify_all()

    def slow_down(self, permit: Permit, pause_s: float = 0.0) -> None:
        """Say that the service pushed back.

        Parameters
        ----------
        permit : Permit
            Of the call that was answered so. Calls of one round that are all pushed back lower the limit once.
        pause_s : float, optional
            For so long no call may begin at all.
        """
        with self._changed:
            self._paused_until = max(self._paused_until, self._clock() + pause_s)
            if permit.round == self._round:
                self._round += 1
                self._is_starting = False
                self._limit = max(1.0, self._limit * _DECREASE)
