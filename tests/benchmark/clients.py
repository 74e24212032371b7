"""Clients in one thread that notice every outcome: what was answered, how soon, and what was lost."""

from __future__ import annotations

import asyncio
import itertools
import re
import threading
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

_TIMEOUT_S = 60.0
_RETRY_S = 0.05
_LENGTH = re.compile(rb"^content-length: *(\d+)", re.IGNORECASE | re.MULTILINE)


def post(path: str, body: bytes) -> bytes:
    """Return a whole request."""
    return b"POST %s HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s" % (
        path.encode(),
        len(body),
        body,
    )


class Clients:
    """Connections that are kept and send one request after another, until they are stopped.

    Parameters
    ----------
    port : int
    requests : sequence of bytes
        Sent in turn.
    connections : int
    per_second : float, optional
        Requests of all together; as fast as they are answered when None.

    Attributes
    ----------
    statuses : Counter of int
        Answers by status.
    answered : list of (float, float)
        When each success was had, by the monotonic clock, and the seconds that it took.
    lost : int
        Requests that were sent and never answered.
    refused : int
        Connections that could not be made; nothing was sent on them.
    unkind : int
        Answers of 503 without Retry-After.
    """

    def __init__(self, port: int, requests: Sequence[bytes], connections: int, per_second: float | None = None) -> None:
        self._port = port
        self._connections = connections
        self._requests: Iterator[bytes] = itertools.cycle(requests)
        self._pause_s = connections / per_second if per_second else 0.0
        self._ends = threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._run()), daemon=True)
        self.statuses: Counter[int] = Counter()
        self.answered: list[tuple[float, float]] = []
        self.lost = self.refused = self.unkind = 0

    def __enter__(self) -> Clients:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ends.set()
        self._thread.join(2 * _TIMEOUT_S)

    async def _run(self) -> None:
        await asyncio.gather(*(self._keep_sending(number) for number in range(self._connections)))

    async def _keep_sending(self, number: int) -> None:
        """Be one client; its turns are spread among those of the others."""
        due = time.monotonic() + self._pause_s * number / self._connections
        streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None
        while not self._ends.is_set():
            if self._pause_s:
                await asyncio.sleep(max(0.0, due - time.monotonic()))
                due = max(due + self._pause_s, time.monotonic() - 10 * self._pause_s)
            try:
                streams = streams or await asyncio.open_connection("127.0.0.1", self._port)
            except OSError:
                self.refused += 1
                await asyncio.sleep(_RETRY_S)
                continue
            if not await self._exchange(*streams):
                streams[1].close()
                streams = None
        if streams is not None:
            streams[1].close()

    async def _exchange(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        """Send one request and note its outcome; say whether the connection stays."""
        started = time.monotonic()
        try:
            writer.write(next(self._requests))
            async with asyncio.timeout(_TIMEOUT_S):
                head = await reader.readuntil(b"\r\n\r\n")
                length = _LENGTH.search(head)
                await reader.readexactly(int(length[1]) if length else 0)
        except (OSError, asyncio.IncompleteReadError, TimeoutError):
            self.lost += 1
            return False
        status = int(head.split(b" ", 2)[1])
        self.statuses[status] += 1
        if status == 200:
            self.answered.append((time.monotonic(), time.monotonic() - started))
        elif status == 503 and b"retry-after" not in head.lower():
            self.unkind += 1
        return length is not None and b"connection: close" not in head.lower()


def percentile(seconds: Iterable[float], share: float) -> float:
    """Return the value below which a share of all lie, NaN where there are none."""
    found = sorted(seconds)
    return found[min(len(found) - 1, int(share * len(found)))] if found else float("nan")
