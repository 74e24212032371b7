"""Counts that wait in the process and are written to the shared files together, which costs less than one by one.

Whoever serves calls `write_counts` when there is nothing better to do, and often enough while there is: what a process
has not written is lost when it is killed.
"""

from __future__ import annotations

import threading
from typing import Any

_lock = threading.Lock()
_waiting: list[Any] = []


def waiting_value(written: Any) -> Any:
    """Make a value class for prometheus_client whose increments wait.

    Parameters
    ----------
    written : type
        A value class whose every increment is written at once, as `prometheus_client.values.MultiProcessValue` makes.

    Returns
    -------
    type
    """

    class WaitingValue(written):  # type: ignore[misc]  # made at run time
        """A value that adds up in the process until `write_counts`."""

        _waits = 0.0
        _is_listed = False

        def inc(self, amount: float) -> None:
            """Add to the value."""
            with _lock:
                self._waits += amount
                if not self._is_listed:
                    self._is_listed = True
                    _waiting.append(self)

        def write(self) -> None:
            """Write what waits; by `write_counts` only."""
            super().inc(self._waits)
            self._waits, self._is_listed = 0.0, False

    return WaitingValue


def counts_wait() -> bool:
    """Say whether there is something to write."""
    return bool(_waiting)


def write_counts() -> None:
    """Write every count that waits."""
    with _lock:
        for value in _waiting:
            value.write()
        _waiting.clear()
