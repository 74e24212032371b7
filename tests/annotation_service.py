"""A small service that speaks the batch call's contract, and misbehaves when told to."""

from __future__ import annotations

import gzip
import json
import threading
from collections import Counter
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self

Fault = Callable[["Handler", list[dict[str, Any]]], bool]


def annotation(document: dict[str, Any]) -> dict[str, Any]:
    """Return an annotation that depends on the text alone."""
    label = "daily_drilling_report" if "rilling" in document["text"] else "unknown"
    return {
        "id": document["id"],
        "classification": {"label": label, "confidence": 0.9},
        "keywords": {"keywords": [{"text": document["text"][:10], "score": 1.0}]},
        "language": {"language": "en", "confidence": 0.9},
        "sensitive": {"decision": "allow", "findings": []},
    }


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: AnnotationService

    def log_message(self, format: str, *args: Any) -> None:
        """Stay silent."""

    def do_GET(self) -> None:
        if self.path == "/v1/models":
            if self.server.fault is None or not self.server.fault(self, []):
                self.answer(200, {"models": self.server.models})
            return
        self.answer(200 if self.path == "/readyz" else 404, {})

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.headers.get("Content-Encoding") == "gzip":
            body = gzip.decompress(body)
        self.request_body = json.loads(body)
        documents = self.request_body["documents"]
        self.server.note(len(documents), len(body))
        if self.server.fault is not None and self.server.fault(self, documents):
            return
        self.answer(200, {"results": [self.server.result(document) for document in documents]})

    def answer(self, status: int, content: Any, **headers: str) -> None:
        """Send a whole answer, as JSON."""
        self.send(status, json.dumps(content).encode(), **headers)

    def send(self, status: int, body: bytes, **headers: str) -> None:
        """Send a whole answer, whatever it is."""
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def fail(self, status: int, **headers: str) -> bool:
        """Send an error of the contract's shape."""
        self.answer(status, {"error": {"code": status, "status": "X", "message": f"told to say {status}"}}, **headers)
        return True

    def cut(self) -> bool:
        """Send half an answer and close the connection."""
        self.send_response(200)
        self.send_header("Content-Length", "1000")
        self.end_headers()
        self.wfile.write(b'{"results": [')
        self.close_connection = True
        return True


class AnnotationService(ThreadingHTTPServer):
    """The service, in threads of this process.

    `fault` is asked at every batch and says whether it has answered in the service's stead; `result` makes the
    result of one document.
    """

    daemon_threads = True
    allow_reuse_address = True

    def __init__(
        self,
        fault: Fault | None = None,
        result: Callable[[dict[str, Any]], dict[str, Any]] = annotation,
        port: int = 0,
    ) -> None:
        super().__init__(("127.0.0.1", port), Handler)
        self.fault, self.result = fault, result
        self.models: list[dict[str, Any]] = []
        self.calls: list[tuple[int, int]] = []
        self.counts: Counter[str] = Counter()
        self._lock = threading.Lock()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def note(self, documents: int, size: int) -> None:
        """Keep count of the calls."""
        with self._lock:
            self.calls.append((documents, size))

    def every(self, name: str, period: int) -> bool:
        """Say yes at every `period`-th asking."""
        with self._lock:
            self.counts[name] += 1
            return self.counts[name] % period == 0

    def __enter__(self) -> Self:
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.shutdown()
        self.server_close()
