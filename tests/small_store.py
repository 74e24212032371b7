"""A small Cloud Storage that pages its listings, keeps generations apart, and refuses whom it is told to."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qs, unquote, urlsplit

_PAGE = 3  # objects of one page of a listing


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: SmallStore

    def log_message(self, format: str, *args: Any) -> None:
        """Stay silent."""

    def do_GET(self) -> None:
        url = urlsplit(self.path)
        wish = {name: values[0] for name, values in parse_qs(url.query).items()}
        bucket, name = _places(url.path)
        self.server.asked.append((url.path, wish))
        if bucket in self.server.forbidden:
            self.answer(403, {"error": {"code": 403, "message": "no storage.objects.list access"}})
        elif bucket != self.server.bucket:
            self.answer(404, {"error": {"code": 404, "message": "no such bucket"}})
        elif name is None:
            self.list(wish)
        else:
            self.read(name, wish)

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.answer(403, {"error": {"code": 403, "message": "no storage.objects.create access"}})

    def list(self, wish: dict[str, str]) -> None:
        names = [name for name in sorted(self.server.objects) if name.startswith(wish.get("prefix", ""))]
        left = [name for name in names if name > wish.get("pageToken", "")]
        page = {"kind": "storage#objects", "items": [self.metadata(name) for name in left[:_PAGE]]}
        self.answer(200, page | ({"nextPageToken": left[_PAGE - 1]} if len(left) > _PAGE else {}))

    def metadata(self, name: str) -> dict[str, str]:
        generation, content = self.server.objects[name]
        return {"name": name, "bucket": self.server.bucket, "size": str(len(content)), "generation": str(generation)}

    def read(self, name: str, wish: dict[str, str]) -> None:
        self.server.before_read(name)
        generation, content = self.server.objects.get(name, (0, b""))
        if not generation or int(wish.get("generation", generation)) != generation:
            self.answer(404, {"error": {"code": 404, "message": "no such object"}})
        elif wish.get("alt") == "media":
            self.answer_bytes(200, content, "application/octet-stream")
        else:
            self.answer(200, self.metadata(name))

    def answer(self, status: int, content: Any) -> None:
        self.answer_bytes(status, json.dumps(content).encode(), "application/json")

    def answer_bytes(self, status: int, body: bytes, kind: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def _places(path: str) -> tuple[str, str | None]:
    """Return bucket and object's name of a call's path; no name when the bucket is listed."""
    bucket, _, rest = path.split("/b/", 1)[1].partition("/")
    name = rest.removeprefix("o").removeprefix("/")
    return unquote(bucket), unquote(name) or None


class SmallStore(ThreadingHTTPServer):
    """The store, in threads of this process, with one bucket that can be read.

    `objects` maps names to generation and content; `forbidden` are buckets that answer 403; `before_read` is called
    with an object's name before it is looked at.
    """

    daemon_threads = True

    def __init__(self, bucket: str, objects: dict[str, tuple[int, bytes]], forbidden: tuple[str, ...] = ()) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.bucket, self.objects, self.forbidden = bucket, objects, forbidden
        self.before_read: Callable[[str], None] = lambda _: None
        self.asked: list[tuple[str, dict[str, str]]] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def __enter__(self) -> Self:
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.shutdown()
        self.server_close()
