"""A proxy between the pipeline and the service that loses, delays and refuses calls, by seeded chance."""

from __future__ import annotations

import gzip
import http.client
import json
import random
import threading
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit

_UPSTREAM_TIMEOUT_S = 30


@dataclass(frozen=True)
class Faults:
    """How often each fault comes, as shares of the calls, and which words make a document poison.

    Attributes
    ----------
    busy : float
        Answered 503 and 429 in turn, with ``Retry-After``.
    cut : float
        Answered by the service, but only half of it arrives.
    hang : float
        Never answered.
    poison : mapping of str to int
        The status that every call is answered with that holds a document with the word.
    """

    busy: float = 0.30
    cut: float = 0.05
    hang: float = 0.02
    poison: Mapping[str, int] = field(default_factory=dict)

    def draw(self, chance: random.Random) -> str:
        """Return what happens to the next call."""
        number = chance.random()
        for name in ("busy", "cut", "hang"):
            number -= getattr(self, name)
            if number < 0:
                return name
        return "pass"


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: FaultProxy

    def log_message(self, format: str, *args: Any) -> None:
        """Stay silent."""

    def do_GET(self) -> None:
        self._relay(b"", "pass")

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        fault = self.server.begin()
        if fault == "busy":
            self._error(503 if self.server.count("turn") % 2 else 429, Retry_After=str(self.server.count("wait") % 2))
        elif fault == "hang":
            self.server.stopped.wait(_UPSTREAM_TIMEOUT_S)
            self.close_connection = True
        elif status := self._poison(body):
            self.server.count(str(status))
            self._error(status)
        else:
            self._relay(body, fault)

    def _poison(self, body: bytes) -> int | None:
        plain = gzip.decompress(body) if self.headers.get("Content-Encoding") == "gzip" else body
        texts = [document["text"] for document in json.loads(plain)["documents"]]
        poison = self.server.faults.poison
        return next((poison[word] for word in poison for text in texts if word in text), None)

    def _relay(self, body: bytes, fault: str) -> None:
        try:
            status, headers, content = self._ask(body)
        except (OSError, http.client.HTTPException):
            self.server.count("gone")
            self._error(502)  # as a load balancer says of a service that is not there, or went away meanwhile
            return
        self.send_response(status)
        for name in ("Content-Type", "Content-Encoding", "Retry-After"):
            if name in headers:
                self.send_header(name, headers[name])
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if fault == "cut":
            content = content[: len(content) // 2]
            self.close_connection = True
        self.wfile.write(content)

    def _ask(self, body: bytes) -> tuple[int, http.client.HTTPMessage, bytes]:
        connection = http.client.HTTPConnection(self.server.upstream, timeout=_UPSTREAM_TIMEOUT_S)
        try:
            passed = {name: value for name, value in self.headers.items() if name not in ("Host", "Connection")}
            connection.request(self.command, self.path, body, passed)
            response = connection.getresponse()
            return response.status, response.headers, response.read()
        finally:
            connection.close()

    def _error(self, status: int, **headers: str) -> None:
        content = json.dumps({"error": {"code": status, "status": "X", "message": "the proxy says so"}}).encode()
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)


class FaultProxy(ThreadingHTTPServer):
    """The proxy, in threads of this process.

    Parameters
    ----------
    upstream : str
        Base address of the service.
    faults : Faults
    seed : int
        The n-th call meets the same fault in every run.
    events : mapping of int to callable, optional
        What to do when the n-th call has come, before it is answered.
    """

    daemon_threads = True
    allow_reuse_address = True
    request_queue_size = 64

    def __init__(
        self, upstream: str, faults: Faults, seed: int, events: Mapping[int, Callable[[], None]] | None = None
    ) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.upstream = urlsplit(upstream).netloc
        self.faults = faults
        self.counts: Counter[str] = Counter()
        self.stopped = threading.Event()
        self._events = dict(events or {})
        self._chance = random.Random(seed)
        self._lock = threading.Lock()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def count(self, name: str) -> int:
        """Count something; return how often it came before."""
        with self._lock:
            self.counts[name] += 1
            return self.counts[name] - 1

    def begin(self) -> str:
        """Count a call; return what happens to it."""
        with self._lock:
            self.counts["calls"] += 1
            event = self._events.pop(self.counts["calls"], None)
            fault = self.faults.draw(self._chance)
            self.counts[fault] += 1
        if event is not None:
            event()
        return fault

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Stay silent: a client that gave up on a call is meant."""

    def __enter__(self) -> Self:
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stopped.set()
        self.shutdown()
        self.server_close()
