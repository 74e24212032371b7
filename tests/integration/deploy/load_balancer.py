"""A load balancer in miniature: it shares requests among the backends that are in, and keeps connections to them open.

Like a cluster's it learns of a change only some time later, which its caller imitates, and never sends a request twice.
"""

from __future__ import annotations

import http.client
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from typing import Any


class Backend:
    """One address that requests may go to, and the idle connections to it."""

    def __init__(self, port: int) -> None:
        self.port = port
        self._idle: list[http.client.HTTPConnection] = []

    def call(self, method: str, path: str, body: bytes, headers: dict[str, str]) -> tuple[int, bytes]:
        """Send a request over an idle connection or a new one, and return status and body of the answer."""
        try:
            connection = self._idle.pop()
        except IndexError:
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=90)
        connection.request(method, path, body, headers)
        response = connection.getresponse()
        content = response.read()
        if response.will_close:
            connection.close()
        else:
            self._idle.append(connection)
        return response.status, content

    def close(self) -> None:
        """Close the idle connections."""
        while self._idle:
            self._idle.pop().close()


class LoadBalancer(ThreadingHTTPServer):
    """Serves on a free port of loopback until it is shut down."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.backends: list[Backend] = []
        self.failures: list[str] = []
        self._turn = count()
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        """Where callers send their requests."""
        return f"http://127.0.0.1:{self.server_address[1]}"

    def next_backend(self) -> Backend:
        """Return the backend whose turn it is."""
        backends = self.backends
        return backends[next(self._turn) % len(backends)]


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: LoadBalancer

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        headers = {name: self.headers[name] for name in ("Content-Type", "Authorization")}
        try:
            status, content = self.server.next_backend().call("POST", self.path, body, headers)
        except (OSError, http.client.HTTPException) as error:
            self.server.failures.append(repr(error))
            status, content = 502, b"{}"
        self.send_response(status)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: Any) -> None:
        """Write nothing."""
