"""gunicorn's threaded worker, made patient: a thread is given to a request only when all of it has arrived.

gunicorn's own hands a connection to a thread at its first byte, and clients that never finish their headers or bodies
then hold all threads. Here one loop reads all connections, and threads see whole requests only. What is soon done is
done by the loop itself while nobody else computes: handing it to a thread and back costs more than the work.
"""

from __future__ import annotations

import contextlib
import os
import socket
import time
from collections.abc import Collection
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any, ClassVar, Protocol

from gunicorn.workers.gthread import STOP_KEEPALIVE_LINGER, ThreadWorker

from app import gateway
from app.connection import Connection, Exchange
from app.shares import Shares

_READ_BYTES = 1 << 18
_MAX_WAITING_BYTES = 1 << 28  # of all unfinished requests together; past it a thread reads the rest of one
_BRIEF_BYTES = 1 << 14  # of a request that the loop may answer itself: 10 ms with all tasks
_LONG_S = 1.0  # a brief request that took so long shows that something is wrong, and then
_CAUTION_S = 60.0  # for so long the loop leaves all work to threads
_ACCEPTS = 64  # connections taken at a time
_HOLD_BACK_S = 0.02  # for so long a new connection is left to a worker that has fewer
_LOOK_ROUND_S = 0.25
_LEAVE_S = 2.0  # for a client to take the end of its last answer (RFC 9112, section 9.6)
_LEAVE_BYTES = 1 << 16
_TIMED_OUT = b"HTTP/1.1 408 Request Timeout\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"


class PlainConfig:
    """gunicorn's options as they stand when a worker begins: it asks for some thirty of them at every request."""

    def __init__(self, cfg: Any) -> None:
        self._cfg = cfg
        self.__dict__.update({name: option.get() for name, option in cfg.settings.items()})
        self.is_ssl = cfg.is_ssl

    def __getattr__(self, name: str) -> Any:
        return getattr(self._cfg, name)


class Turn(Protocol):
    """What may be computed by one thread at a time; see `app.engine.Engine`."""

    def reserve(self) -> bool:
        """Take the turn for this thread if nobody has it."""

    def release(self) -> None:
        """Give it back."""


class PatientWorker(ThreadWorker):  # type: ignore[misc]  # gunicorn ships no types
    """A threaded worker whose threads are never held by slow clients.

    Class attributes
    ----------------
    max_body_bytes : int
    brief : collection of bytes
        Beginnings of requests, method and path, that the loop may answer itself when they are short.
    turn : Turn
    shares : Shares
    """

    # Set by the server from its settings and its application.
    max_body_bytes: ClassVar[int] = 64 << 20
    brief: ClassVar[Collection[bytes]] = ()
    turn: ClassVar[Turn]
    shares: ClassVar[Shares]
    place: int  # among the workers, given by the parent before the fork
    cfg: Any
    sockets: list[Any]

    def init_process(self) -> None:
        """Begin with nobody's request half read."""
        self.cfg = PlainConfig(self.cfg)
        self._connections: dict[int, Connection] = {}
        self._waiting_bytes = 0
        self._looked_round = 0.0
        self._cautious_until = 0.0
        self._stopped_at: float | None = None
        self._held_back_since: float | None = None
        self.shares.note(self.place, 0)
        super().init_process()

    def get_thread_pool(self) -> ThreadPoolExecutor:
        """Make the threads: those of single calls are others than those of batches, which may all be waiting."""
        self._urgent_pool = ThreadPoolExecutor(self.cfg.threads)
        return ThreadPoolExecutor(self.cfg.threads)

    def accept(self, listener: Any) -> None:
        """Take new connections and wait for their requests; leave them for a moment to a worker that has fewer."""
        with contextlib.suppress(BlockingIOError, ConnectionAbortedError, InterruptedError):
            for _ in range(_ACCEPTS):
                if self._holds_back():
                    return
                self._take_in(listener)

    def _take_in(self, listener: Any) -> None:
        client, address = listener.accept()
        self._count(1)
        self._listen_to(Connection(client, address, listener.getsockname(), self.max_body_bytes))

    def set_accept_enabled(self, enabled: bool) -> None:
        """Take new connections or leave them; a worker that stops takes all that were made, then shuts its door.

        The system takes connections for a listener as long as any process has it open, and resets them, with the
        requests that came on them, when the last one closes it.
        """
        super().set_accept_enabled(enabled)
        if not self.alive:
            for listener in self.sockets:
                with contextlib.suppress(BlockingIOError):
                    while True:
                        self._take_in(listener)
                listener.close()
            self.sockets = []

    def _holds_back(self) -> bool:
        if not self.shares.is_ahead(self.place):
            self._held_back_since = None
            return False
        now = time.monotonic()
        if self._held_back_since is None:
            self._held_back_since = now
        if now > self._held_back_since + _HOLD_BACK_S:
            return False  # the other one is dead or busy
        os.sched_yield()
        return True

    def _count(self, difference: int) -> None:
        self.nr_conns += difference
        if self.alive:
            self.shares.note(self.place, self.nr_conns)
        else:  # nothing is left to a worker that stops
            self.shares.leave(self.place)

    def _listen_to(self, connection: Connection) -> None:
        self._connections[connection.fd] = connection
        self._waiting_bytes += len(connection.received)
        self.poller.register(connection.sock, 1, partial(self._on_bytes, connection))

    def _ignore(self, connection: Connection) -> None:
        self.poller.unregister(connection.sock)
        del self._connections[connection.fd]
        self._waiting_bytes -= len(connection.received)

    def _on_bytes(self, connection: Connection, client: socket.socket) -> None:
        try:
            content = client.recv(_READ_BYTES)
        except (BlockingIOError, InterruptedError):
            return
        except OSError:
            content = b""
        if not content:
            self._drop(connection)
        elif connection.is_leaving:
            self._drain(connection, content)
        else:
            self._waiting_bytes += len(content)
            if connection.add(content) or self._waiting_bytes > _MAX_WAITING_BYTES:
                self._take_up(connection)
            elif connection.framing.expects_continue:
                connection.framing.expects_continue = False
                with contextlib.suppress(OSError):
                    client.send(b"HTTP/1.1 100 Continue\r\n\r\n")

    def _take_up(self, connection: Connection) -> None:
        """Answer a request at once where that is soon done and nobody computes, or let a thread do it."""
        if self._is_brief(connection) and self.turn.reserve():
            try:
                self._answer_at_once(connection)
            finally:
                self.turn.release()
        else:
            self._hand_over(connection)

    def _is_brief(self, connection: Connection) -> bool:
        framing = connection.framing
        if not framing.is_complete or not framing.is_plain or len(connection.received) > _BRIEF_BYTES:
            return False
        return connection.asks_for() in self.brief and time.monotonic() > self._cautious_until

    def _answer_at_once(self, connection: Connection) -> None:
        started = time.monotonic()
        exchange = Exchange(self.cfg, connection)
        keep = self.handle(exchange) and exchange.is_clear
        if time.monotonic() > started + _LONG_S:
            self._cautious_until = time.monotonic() + _CAUTION_S
        answer = exchange.answer()
        try:
            sent = connection.sock.send(answer) if answer else 0
        except BlockingIOError:
            sent = 0
        except OSError:
            self._drop(connection)
            return
        self._waiting_bytes -= len(connection.received)
        connection.expect(exchange.rest() if keep else b"")
        connection.is_kept = True
        self._waiting_bytes += len(connection.received)
        if sent < len(answer):
            self._ignore(connection)
            self._submit(connection, partial(self._send_rest, connection, answer[sent:], keep))
        elif not keep:
            self._leave(connection)
        elif connection.received:
            self._go_on(connection)

    def _go_on(self, connection: Connection) -> None:
        """Look at what arrived behind a request; only threads answer it, so that nobody is served without end."""
        if connection.framing.is_whole(connection.received):
            self._hand_over(connection)

    def _hand_over(self, connection: Connection) -> None:
        self._ignore(connection)
        self._submit(connection, partial(self._serve, connection))

    def _submit(self, connection: Connection, work: Any) -> None:
        pool = self._urgent_pool if connection.asks_for() in self.brief else self.tpool
        future = pool.submit(work)
        future.add_done_callback(lambda done: self.method_queue.defer(self._take_back, connection, done))

    def _serve(self, connection: Connection) -> bool:
        """Answer a request, in a thread; whether the connection is kept."""
        connection.sock.setblocking(True)
        exchange = Exchange(self.cfg, connection)
        keep = self.handle(exchange) and exchange.is_clear
        connection.expect(exchange.rest() if keep else b"")
        return self._send_rest(connection, exchange.answer(), keep)

    @staticmethod
    def _send_rest(connection: Connection, answer: bytes, keep: bool) -> bool:
        connection.sock.setblocking(True)  # each send may take what the socket was given as its time
        try:
            connection.sock.sendall(answer)
        except OSError:
            return False
        return keep

    def _take_back(self, connection: Connection, done: Any) -> None:
        """Wait for the next request of a connection that a thread is done with."""
        try:
            keep = done.result()
            connection.sock.setblocking(False)
        except Exception:  # noqa: BLE001 - gunicorn has logged it; the connection is lost
            keep = False
            connection.expect(b"")
        connection.is_kept = True
        connection.since = time.monotonic()
        self._listen_to(connection)
        if not keep:
            self._leave(connection)
        elif connection.received:
            self._go_on(connection)

    def handle_request(self, request: Any, exchange: Any) -> Any:
        """Call the application; keep no more connections than leave room for new ones."""
        if self.nr_conns >= self.max_keepalived or not self.alive:
            request.force_close()
        if not exchange.is_complete:  # gunicorn reads the rest, or refuses it
            return super().handle_request(request, exchange)
        close = bool(request.should_close())
        exchange.sock.sendall(gateway.call(self.wsgi, request, exchange, close=close))
        return not close

    def _leave(self, connection: Connection) -> None:
        """End our side, and give the client time to read the answer before what it still sends is refused."""
        self._waiting_bytes -= len(connection.received)
        connection.expect(b"")
        connection.is_leaving = True
        try:
            connection.sock.setblocking(False)
            connection.sock.shutdown(socket.SHUT_WR)
        except OSError:
            self._drop(connection)

    def _drain(self, connection: Connection, content: bytes) -> None:
        self._waiting_bytes += len(content)
        connection.received += content
        if len(connection.received) > _LEAVE_BYTES:
            self._drop(connection)

    def _drop(self, connection: Connection, answer: bytes = b"") -> None:
        self._ignore(connection)
        self._count(-1)
        with contextlib.suppress(OSError):
            if answer:
                connection.sock.send(answer)
        connection.sock.close()

    def murder_pending(self) -> None:
        """Leave clients that are too slow; while the worker stops, those too that have sent nothing for a while."""
        now = time.monotonic()
        if now < self._looked_round + _LOOK_ROUND_S:
            return
        self._looked_round = now
        if not self.alive and self._stopped_at is None:
            self._stopped_at = now
        for connection in list(self._connections.values()):
            if connection.is_leaving:
                if now > connection.since + _LEAVE_S:
                    self._drop(connection)
            elif now > connection.deadline(self.cfg.keepalive) or self._is_unused(connection, now):
                self._drop(connection, _TIMED_OUT if connection.received else b"")

    def _is_unused(self, connection: Connection, now: float) -> bool:
        """Say whether the worker stops and this client has had time to send what it was about to send."""
        if self._stopped_at is None or connection.received:
            return False
        return bool(now > max(connection.since, self._stopped_at) + STOP_KEEPALIVE_LINGER)
