"""The gateway between a parsed request and the application: what gunicorn's does, for answers that are here at once.

gunicorn's own prepares for what the application might do: early hints, sent files, endless bodies, scripts under a
prefix. That costs as much as parsing the request.
"""

from __future__ import annotations

import io
import sys
import time
from collections.abc import Callable, Iterable
from typing import Any

from gunicorn.http.body import LengthReader
from gunicorn.util import http_date, unquote_to_wsgi_str

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
_UNPREFIXED = ("CONTENT-TYPE", "CONTENT-LENGTH")  # PEP 3333: as in CGI


class _Clock:
    """The date as HTTP writes it, made once a second."""

    second = -1
    date = ""

    @classmethod
    def now(cls) -> str:
        second = int(time.time())
        if second != cls.second:
            cls.second, cls.date = second, http_date(second)
        return cls.date


def call(application: Application, request: Any, exchange: Any, *, close: bool) -> bytes:
    """Call the application and return its whole answer.

    Parameters
    ----------
    application : callable
        By PEP 3333, with headers that hold no line ends, which werkzeug sees to.
    request : gunicorn.http.message.Request
    exchange : app.connection.Exchange
        With all bytes of the request.
    close : bool
        Whether the connection ends with this answer.

    Returns
    -------
    bytes
    """
    _take_body(request)
    head: list[str] = []

    def start_response(status: str, headers: list[tuple[str, str]], _error: Any = None) -> None:
        connection = "close" if close else "keep-alive"
        head[:] = [
            f"HTTP/{request.version[0]}.{request.version[1]} {status}\r\n"
            f"Server: doctag\r\nDate: {_Clock.now()}\r\nConnection: {connection}\r\n",
            *[f"{name}: {value}\r\n" for name, value in headers],
            "\r\n",
        ]

    body = b"".join(application(_environ(request, exchange), start_response))
    return "".join(head).encode("latin-1") + body


def _take_body(request: Any) -> None:
    """Put the body's bytes in place of a reader that collects them; those of chunks stay to be collected."""
    reader = request.body.reader
    if not isinstance(reader, LengthReader):
        return
    arrived = request.unreader.take_buffered()
    request.unreader.unread(arrived[reader.length :])
    if len(arrived) >= reader.length:
        request.body = io.BytesIO(arrived[: reader.length])


def _environ(request: Any, exchange: Any) -> dict[str, Any]:
    path = request.path
    environ = {
        "wsgi.errors": sys.stderr,
        "wsgi.version": (1, 0),
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
        "wsgi.input": request.body,
        "wsgi.input_terminated": True,
        "wsgi.url_scheme": request.scheme,
        "SERVER_SOFTWARE": "doctag",
        "SERVER_PROTOCOL": f"HTTP/{request.version[0]}.{request.version[1]}",
        "SERVER_NAME": exchange.server[0],
        "SERVER_PORT": str(exchange.server[1]),
        "REMOTE_ADDR": exchange.client[0],
        "REMOTE_PORT": str(exchange.client[1]),
        "REQUEST_METHOD": request.method,
        "RAW_URI": request.uri,
        "QUERY_STRING": request.query,
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_wsgi_str(path) if "%" in path else path,
    }
    for name, value in request.headers:
        key = name.replace("-", "_")
        if name not in _UNPREFIXED:
            key = f"HTTP_{key}"
            if key in environ:
                value = f"{environ[key]},{value}"  # noqa: PLW2901 - a repeated field is a list (RFC 9110, 5.3)
        environ[key] = value
    return environ
