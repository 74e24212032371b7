"""A client's connection, and one exchange on it as gunicorn's worker sees it: no socket is touched while it works."""

from __future__ import annotations

import socket
import struct
import time
from collections.abc import Iterator
from typing import Any

from gunicorn.http import get_parser

from app.framing import Framing

_SEND_TIMEOUT = struct.pack("ll", 10, 0)  # struct timeval: a reader that takes nothing for so long is left
_FIRST_BYTES_S = 10.0  # for a head, and before the rate of a body counts
_LEAST_BYTES_PER_S = 10_000
_LINE_BYTES = 8192  # of a request's first line


class Connection:
    """A client, the part of its next request that is here, and since when that is waited for.

    Parameters
    ----------
    client : socket
    address, server : tuple
        The client's and our own.
    max_body_bytes : int
    """

    __slots__ = ("address", "fd", "framing", "is_kept", "is_leaving", "max_body_bytes", "received", "server", "since",
                 "sock")  # fmt: skip

    def __init__(self, client: socket.socket, address: Any, server: Any, max_body_bytes: int) -> None:
        client.setblocking(False)
        client.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, _SEND_TIMEOUT)
        self.sock = client
        self.fd = client.fileno()
        self.address = address
        self.server = server
        self.max_body_bytes = max_body_bytes
        self.is_kept = False
        self.is_leaving = False
        self.expect(b"")

    def expect(self, early: bytes) -> None:
        """Wait for a request, the beginning of which may be here."""
        self.received: bytes | bytearray = early
        self.framing = Framing(self.max_body_bytes)
        self.since = time.monotonic()

    def add(self, content: bytes) -> bool:
        """Take what has arrived and say whether the request can be taken."""
        if not self.received:
            self.received = content  # nearly always all of it
            self.since = time.monotonic()
        else:
            if isinstance(self.received, bytes):
                self.received = bytearray(self.received)
            self.received += content
        return self.framing.is_whole(self.received)

    def asks_for(self) -> bytes:
        """Return method and path of the request, as they were sent."""
        return bytes(self.received[: max(self.received.find(b" HTTP/", 0, _LINE_BYTES), 0)])

    def deadline(self, idle_s: float) -> float:
        """Return when to give up, by the monotonic clock: bytes that keep coming put it off."""
        if self.is_kept and not self.received:
            return self.since + idle_s
        return self.since + _FIRST_BYTES_S + len(self.received) / _LEAST_BYTES_PER_S


class Answer:
    """Stands where gunicorn expects a socket and collects what is to be sent, so that it is sent at once."""

    __slots__ = ("_parts",)

    def __init__(self) -> None:
        self._parts: list[bytes] = []

    def sendall(self, content: bytes) -> None:
        """Collect."""
        self._parts.append(content)

    def take(self) -> bytes:
        """Return all that was collected."""
        return b"".join(self._parts)

    @staticmethod
    def send(content: bytes) -> int:
        """Drop gunicorn's permission to send a body: all of it is here."""
        return len(content)

    @staticmethod
    def gettimeout() -> float:
        """Say that nothing here waits."""
        return 0.0

    @staticmethod
    def setblocking(_flag: bool) -> None:
        """Do nothing: nothing here waits."""

    @staticmethod
    def shutdown(_how: int) -> None:
        """Leave closing to the worker."""
        raise OSError("not a socket")

    @staticmethod
    def close() -> None:
        """Leave closing to the worker."""


class _Arrived:
    """The bytes of a request as a source for gunicorn's parser; whoever asks for more found another end."""

    def __init__(self, received: bytes) -> None:
        self._received: bytes | None = received
        self.is_exceeded = False

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        received, self._received = self._received, None
        if received is None:
            self.is_exceeded = True
            raise StopIteration
        return received


class Exchange:
    """One request and its answer, in the shape of gunicorn's connections.

    Parameters
    ----------
    cfg : gunicorn.config.Config
    connection : Connection
        With a request that can be taken. Where it is complete nothing is read from or written to the socket; where it
        is not, gunicorn reads the rest, or refuses it, and the thread that runs it may have to wait.
    """

    initialized = True
    data_ready = True
    is_http2 = False

    def __init__(self, cfg: Any, connection: Connection) -> None:
        self.client = connection.address
        self.server = connection.server
        self.is_complete = connection.framing.is_complete
        self._source: _Arrived | None = None
        self.sock: Any
        if self.is_complete:
            self.sock = Answer()
            self._source = _Arrived(bytes(connection.received))
            self.parser = get_parser(cfg, self._source, self.client)
        else:
            self.sock = connection.sock
            self.parser = get_parser(cfg, self.sock, self.client)
            self.parser.unreader.unread(bytes(connection.received))

    def init(self) -> None:
        """Do nothing: the parser stands."""

    def answer(self) -> bytes:
        """Return what is still to be sent."""
        return self.sock.take() if self._source else b""

    def rest(self) -> bytes:
        """Return what has arrived beyond the request: the beginning of the next one."""
        rest: bytes = self.parser.unreader.take_buffered()
        return rest

    @property
    def is_clear(self) -> bool:
        """Whether gunicorn found the request's end where we did, so that another may follow."""
        return self._source is None or not self._source.is_exceeded
