"""Results that were computed before, kept within a bound of bytes.

Identical calls at the same time are computed once in a worker for the same reason: those that wait together share one
result, and those that come while it is computed wait for their turn and find it here.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import Any

import msgspec

_OVERHEAD_BYTES = 400  # of a key and its entry, by tracemalloc; an object weighs a few times its JSON
_OBJECT_FACTOR = 3

Key = tuple[str, str, bytes, str]  # task, bundle digest, options, text hash: never the text alone


class ResultCache:
    """The least recently used results leave first.

    Parameters
    ----------
    max_bytes : int
        About so many bytes are held.
    """

    def __init__(self, max_bytes: int) -> None:
        self._max_bytes = max_bytes
        self._lock = threading.Lock()
        self._entries: OrderedDict[Key, tuple[Any, int]] = OrderedDict()
        self.held_bytes = 0

    def get(self, key: Key) -> Any | None:
        """Return a result, or None when it is not there."""
        with self._lock:
            entry = self._entries.get(key)
            if entry is None:
                return None
            self._entries.move_to_end(key)
            return entry[0]

    def put(self, key: Key, result: Any) -> None:
        """Keep a result, which must not change any more."""
        weight = _OVERHEAD_BYTES + _OBJECT_FACTOR * len(msgspec.json.encode(result))
        with self._lock:
            _, replaced = self._entries.pop(key, (None, 0))
            self._entries[key] = (result, weight)
            self.held_bytes += weight - replaced
            while self.held_bytes > self._max_bytes:
                _, (_, freed) = self._entries.popitem(last=False)
                self.held_bytes -= freed

    def note_joined(self, name: str, count: int) -> None:
        """Need not know; see `app.metrics.CountedCache`."""
