"""gunicorn's threaded worker, made patient: a thread is given to a request only when all of it has arrived.

gunicorn's own hands a connection to a thread at its first byte, and clients that never finish their headers or bodies
then hold all threads. Here one loop reads all connections, and threads see whole requests only.
"""

from __future__ import annotations

import contextlib
import re
import socket
import struct
import time
from functools import partial
from typing import Any

from gunicorn.workers.gthread import STOP_KEEPALIVE_LINGER, TConn, ThreadWorker

_READ_BYTES = 1 << 18
_MAX_HEAD_BYTES = 1 << 16  # beyond gunicorn's own limits: it then answers that the head is too large
_MAX_WAITING_BYTES = 1 << 28  # of all unfinished requests together; past it a thread reads the rest of one
_FIRST_BYTES_S = 10.0  # for a head, and before the rate of a body counts
_LEAST_BYTES_PER_S = 10_000
_SEND_TIMEOUT = struct.pack("ll", 10, 0)  # struct timeval: a reader that takes nothing for so long is left
_LENGTH = re.compile(rb"^content-length:[ \t]*(\d{1,18})[ \t]*\r?$", re.IGNORECASE | re.MULTILINE)
_CHUNKED = re.compile(rb"^transfer-encoding:[^\r\n]*chunked", re.IGNORECASE | re.MULTILINE)
_EXPECTS = re.compile(rb"^expect:[ \t]*100-continue", re.IGNORECASE | re.MULTILINE)
_TIMED_OUT = b"HTTP/1.1 408 Request Timeout\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"


class Framing:
    """Finds the end of one HTTP/1.1 request in the bytes that have arrived so far.

    Parameters
    ----------
    max_body_bytes : int
        A request that announces more counts as whole at once, to be refused unread.

    References
    ----------
    RFC 9112, sections 2.1 (message), 6.3 (length) and 7.1 (chunks).
    """

    def __init__(self, max_body_bytes: int) -> None:
        self._max_body_bytes = max_body_bytes
        self._head_end = -1
        self._body_end: int | None = None
        self._next_chunk = 0
        self.expects_continue = False

    def is_whole(self, received: bytearray) -> bool:
        """Say whether a thread can take the request; so it can when it is broken and only wants refusing."""
        if self._head_end < 0 and not self._find_head(received):
            return len(received) > _MAX_HEAD_BYTES
        if self._body_end is not None:
            return len(received) >= self._body_end
        return self._is_last_chunk_in(received)

    def _find_head(self, received: bytearray) -> bool:
        end = received.find(b"\r\n\r\n")
        if end < 0:
            return False
        head = bytes(received[: end + 2])
        self._head_end = end + 4
        self.expects_continue = bool(_EXPECTS.search(head))
        length = _LENGTH.search(head)
        if _CHUNKED.search(head):
            self._next_chunk = self._head_end
        elif length and int(length[1]) <= self._max_body_bytes:
            self._body_end = self._head_end + int(length[1])
        else:
            self._body_end = self._head_end
        return True

    def _is_last_chunk_in(self, received: bytearray) -> bool:
        """Walk over the chunks that are whole."""
        while (line_end := received.find(b"\r\n", self._next_chunk)) >= 0:
            try:
                size = int(received[self._next_chunk : line_end].partition(b";")[0], 16)
            except ValueError:
                return True
            if size == 0:
                return received.find(b"\r\n\r\n", line_end - 2) >= 0
            if self._next_chunk + size - self._head_end > self._max_body_bytes:
                return True
            self._next_chunk = line_end + 2 + size + 2
            if len(received) < self._next_chunk:
                return False
        return len(received) - self._next_chunk > _MAX_HEAD_BYTES


class _Receiving:
    """A connection whose request has not all arrived."""

    __slots__ = ("conn", "framing", "received", "since")

    def __init__(self, conn: Any, received: bytes, max_body_bytes: int) -> None:
        self.conn = conn
        self.received = bytearray(received)
        self.framing = Framing(max_body_bytes)
        self.since = time.monotonic()

    @property
    def deadline(self) -> float:
        """When to give up, by the monotonic clock: bytes that keep coming put it off."""
        return self.since + _FIRST_BYTES_S + len(self.received) / _LEAST_BYTES_PER_S


class PatientWorker(ThreadWorker):  # type: ignore[misc]  # gunicorn ships no types
    """A threaded worker whose threads are never held by slow clients."""

    max_body_bytes = 64 << 20  # set by the server from its settings

    def init_process(self) -> None:
        """Begin with nobody's request half read."""
        self._receiving: dict[int, _Receiving] = {}
        self._waiting_bytes = 0
        super().init_process()

    def accept(self, listener: Any) -> None:
        """Take a new connection and wait for its request."""
        with contextlib.suppress(BlockingIOError, ConnectionAbortedError, InterruptedError):
            client, address = listener.accept()
            client.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, _SEND_TIMEOUT)
            self.nr_conns += 1
            self.enqueue_req(TConn(self.cfg, client, address, listener.getsockname()))

    def on_client_socket_readable(self, conn: Any, client: Any) -> None:
        """Read the next request of a connection that was kept."""
        self.poller.unregister(client)
        self.keepalived_conns.remove(conn)
        self.enqueue_req(conn)

    def enqueue_req(self, conn: Any) -> None:
        """Wait for a whole request before a thread is asked for; the beginning may be here already."""
        early = conn.parser.unreader.take_buffered() if conn.parser else b""
        receiving = _Receiving(conn, early, self.max_body_bytes)
        conn.sock.setblocking(False)
        self._receiving[conn.sock.fileno()] = receiving
        self._waiting_bytes += len(early)
        self.poller.register(conn.sock, 1, partial(self._on_bytes, receiving))
        if early and receiving.framing.is_whole(receiving.received):
            self._hand_over(receiving)
        else:
            self._on_bytes(receiving, conn.sock)

    def _on_bytes(self, receiving: _Receiving, client: Any) -> None:
        try:
            content = client.recv(_READ_BYTES)
        except (BlockingIOError, InterruptedError):
            return
        except OSError:
            content = b""
        if not content:
            self._drop(receiving)
            return
        if not receiving.received:
            receiving.since = time.monotonic()
        receiving.received += content
        self._waiting_bytes += len(content)
        if receiving.framing.is_whole(receiving.received) or self._waiting_bytes > _MAX_WAITING_BYTES:
            self._hand_over(receiving)
        elif receiving.framing.expects_continue:
            receiving.framing.expects_continue = False
            with contextlib.suppress(OSError):
                client.send(b"HTTP/1.1 100 Continue\r\n\r\n")

    def _forget(self, receiving: _Receiving) -> None:
        client = receiving.conn.sock
        self.poller.unregister(client)
        del self._receiving[client.fileno()]
        self._waiting_bytes -= len(receiving.received)

    def _hand_over(self, receiving: _Receiving) -> None:
        self._forget(receiving)
        conn = receiving.conn
        conn.data_ready = True
        conn.init()
        conn.parser.unreader.unread(bytes(receiving.received))
        super().enqueue_req(conn)

    def _drop(self, receiving: _Receiving, answer: bytes = b"") -> None:
        self._forget(receiving)
        self.nr_conns -= 1
        with contextlib.suppress(OSError):
            if answer:
                receiving.conn.sock.send(answer)
        receiving.conn.close()

    def murder_pending(self) -> None:
        """Leave clients that are too slow; while the worker stops, those too that have sent nothing for a while."""
        now = time.monotonic()
        for receiving in list(self._receiving.values()):
            idle = not receiving.received and not self.alive and now > receiving.since + STOP_KEEPALIVE_LINGER
            if idle or now > receiving.deadline:
                self._drop(receiving, _TIMED_OUT if receiving.received else b"")
