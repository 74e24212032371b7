"""A small OpenTelemetry collector: takes OTLP over HTTP in threads of this process and keeps what it was sent."""

from __future__ import annotations

import gzip
import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self

from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

HANG_S = 30


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Collector

    def log_message(self, format: str, *args: Any) -> None:
        """Stay silent."""

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.headers.get("Content-Encoding") == "gzip":
            body = gzip.decompress(body)
        self.server.take(self.path, body)
        self.send_response(self.server.status)
        self.send_header("Content-Length", "0")
        self.end_headers()


class Collector(ThreadingHTTPServer):
    """The collector; `status` is what it answers."""

    daemon_threads = True

    def __init__(self, status: int = 200) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.status = status
        self.paths: list[str] = []
        self.bodies: list[bytes] = []
        self.spans: list[Any] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def take(self, path: str, body: bytes) -> None:
        """Keep what was sent, as it came and decoded."""
        self.paths.append(path)
        self.bodies.append(body)
        for resource in ExportTraceServiceRequest.FromString(body).resource_spans:
            for scope in resource.scope_spans:
                self.spans += scope.spans

    def wait_for(self, is_there: Callable[[list[Any]], bool]) -> list[Any]:
        """Return all spans as soon as they are as asked for."""
        deadline = time.monotonic() + HANG_S
        while not is_there(self.spans):
            assert time.monotonic() < deadline, f"only {[span.name for span in self.spans]} arrived"
            time.sleep(0.02)
        return list(self.spans)

    def __enter__(self) -> Self:
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.shutdown()
        self.server_close()


def attributes(span: Any) -> dict[str, Any]:
    """Return a span's attributes as Python values."""
    return {item.key: getattr(item.value, item.value.WhichOneof("value")) for item in span.attributes}
